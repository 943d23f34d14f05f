import { type Command, InvalidArgumentError } from 'commander';
import type { Language } from '../lambdas/domain/lists/refusal-catalogue.ts';
import { type RunId, runId } from '../lambdas/domain/payouts/payment.ts';
import { type Period, period } from '../lambdas/domain/period.ts';
import { type UnitCode, unitCode } from '../lambdas/domain/unit.ts';
import { type Say, sayIn } from './text/officer.ts';
import { terminalWidth } from './text/table.ts';

/** What every command of officers takes. */
export interface Common {
  readonly json?: boolean;
  readonly stack: string;
}

/** What adding a command needs: where to add it, and the language that everything speaks. */
export interface Adding {
  readonly program: Command;
  readonly language: Language;
}

export interface CommandTexts {
  /** Name and arguments, as commander reads them: `upload <file>`. */
  readonly usage: string;
  readonly vi: string;
  readonly en: string;
  /** Command lines without the program's name. */
  readonly examples: readonly string[];
  /** Whether it works without any deployment. */
  readonly offline?: boolean;
}

/** Adds a command with the options and the shape of help that all commands of officers share. */
export function officerCommand({ program, language }: Adding, texts: CommandTexts): Command {
  const say = sayIn(language);
  const command = program
    .command(texts.usage)
    .description(texts[language])
    .option('--json', say('in đúng một tài liệu JSON ra stdout', 'print exactly one JSON document on stdout'));
  if (!texts.offline) {
    command.option(
      '--stack <name>',
      say('tên hệ thống đã triển khai (mặc định: ansinh)', 'name of the deployed stack (ansinh by default)'),
      'ansinh',
    );
  }
  return command.addHelpText(
    'after',
    `\n${say('Ví dụ', 'Examples')}:\n${texts.examples.map((example) => `  ansinh ${example}`).join('\n')}`,
  );
}

/** Adds `--user`: who signs in. The password never stands on a command line, where the shell's history would keep it. */
export function withUser(command: Command, say: Say): Command {
  return command.requiredOption(
    '--user <name>',
    say(
      'tên đăng nhập; mật khẩu lấy từ ANSINH_PASSWORD hoặc hỏi trên màn hình',
      'who signs in; the password comes from ANSINH_PASSWORD or is asked for',
    ),
  );
}

/** Parsers of arguments: commander shows their message after the name of the argument. */
export function periodIn(say: Say): (text: string) => Period {
  return (text) => {
    const parsed = period.safeParse(text);
    if (parsed.success) return parsed.data;
    throw new InvalidArgumentError(
      say('Kỳ chi trả viết NĂM-THÁNG, ví dụ 2023-06.', 'Write a period as YYYY-MM, for example 2023-06.'),
    );
  };
}

export function unitIn(say: Say): (text: string) => UnitCode {
  return (text) => {
    const parsed = unitCode.safeParse(text);
    if (parsed.success) return parsed.data;
    throw new InvalidArgumentError(
      say('Mã đơn vị gồm 2 đến 5 chữ số, ví dụ 10114.', 'A unit code has 2 to 5 digits, for example 10114.'),
    );
  };
}

export function runIn(say: Say): (text: string) => RunId {
  return (text) => {
    const parsed = runId.safeParse(text);
    if (parsed.success) return parsed.data;
    throw new InvalidArgumentError(say('Mã đợt có dạng 2023-06-regular-1.', 'A run is written as 2023-06-regular-1.'));
  };
}

/** The one thing a command answers: a JSON document for programs, or lines for people; always on stdout. */
export function answer(
  options: { json?: boolean | undefined },
  document: object,
  lines: (width: number) => readonly string[],
): void {
  process.stdout.write(
    options.json ? `${JSON.stringify(document, null, 2)}\n` : `${lines(terminalWidth(process.stdout)).join('\n')}\n`,
  );
}

/** A remark on how things go: stderr, so that stdout stays the answer. */
export function remark(text: string): void {
  process.stderr.write(`${text}\n`);
}
