import { type Command, type CommanderError, Option } from 'commander';
import type { Language } from '../lambdas/domain/lists/refusal-catalogue.ts';
import { EXIT_NOT_DONE, sayIn } from './text/officer.ts';

/** Commander's own headings in Vietnamese. */
const HEADINGS: Readonly<Record<string, string>> = {
  'Usage:': 'Cách dùng:',
  'Arguments:': 'Tham số:',
  'Options:': 'Tùy chọn:',
  'Commands:': 'Lệnh:',
  'Global Options:': 'Tùy chọn chung:',
};

/** Commander's own complaints in Vietnamese; what is in quotes stays as it is. */
const COMPLAINTS: readonly (readonly [RegExp, string])[] = [
  [/^error: required option '([^']+)' not specified/, 'Thiếu tùy chọn bắt buộc: $1'],
  [/^error: missing required argument '([^']+)'/, 'Thiếu tham số: $1'],
  [/^error: option '([^']+)' argument missing/, 'Tùy chọn $1 cần một giá trị'],
  [/^error: unknown option '([^']+)'/, 'Không có tùy chọn $1'],
  [/^error: unknown command '([^']+)'/, 'Không có lệnh $1'],
  [/^error: too many arguments.*/, 'Thừa tham số'],
  [/^error: option '([^']+)' argument '([^']+)' is invalid\./, 'Giá trị “$2” của $1 chưa đúng.'],
  [/^error: command-argument value '([^']+)' is invalid for argument '([^']+)'\./, 'Giá trị “$1” của $2 chưa đúng.'],
  [/\(Did you mean ([^()?]+)\?\)/, '(Có phải ý là $1?)'],
  [/Allowed choices are ([a-z0-9, -]+)\./, 'Chọn một trong: $1.'],
];

/** Makes commander speak a language, in help and in complaints, and leave with our own exit code. */
export function speak(program: Command, language: Language): Command {
  const say = sayIn(language);
  program
    .description(
      say('Chi trả an sinh xã hội không dùng tiền mặt', 'Cashless social-security payouts (chi trả an sinh xã hội)'),
    )
    .usage(say('<lệnh> [tùy chọn]', '<command> [options]'))
    // Of the program, so that it may stand before or after the name of a command.
    .addOption(
      new Option('--lang <vi|en>', say('ngôn ngữ: vi (mặc định) hoặc en', 'language: vi (default) or en')).choices([
        'vi',
        'en',
      ]),
    )
    .helpOption('-h, --help', say('xem hướng dẫn', 'show help'))
    .helpCommand('help [command]', say('xem hướng dẫn của một lệnh', 'show the help of a command'))
    .configureHelp({
      styleTitle: (title) => (language === 'vi' ? (HEADINGS[title] ?? title) : title),
      // Their descriptions say it, in the reader's language: commander would add it in English.
      optionDescription: ({ description }) => description,
      showGlobalOptions: true,
    })
    .configureOutput({
      outputError: (complaint, write) => write(language === 'vi' ? translated(complaint) : complaint),
    })
    .showHelpAfterError(say('(thêm --help để xem hướng dẫn)', '(add --help for help)'))
    .addHelpText(
      'after',
      say(
        '\nMỗi lệnh có hướng dẫn riêng kèm ví dụ: ansinh <lệnh> --help. English: --lang en.\nTrong thư mục mã nguồn: npm run --silent ansinh -- <lệnh>',
        '\nEvery command has help of its own, with examples: ansinh <command> --lang en --help.\nIn a checkout: npm run --silent ansinh -- <command>',
      ),
    )
    .exitOverride((error: CommanderError) => {
      // Exit code 1 would read as "some rows to mend" to whoever runs `check` in a script.
      process.exit(error.exitCode === 0 ? 0 : EXIT_NOT_DONE);
    });
  return program;
}

function translated(complaint: string): string {
  return COMPLAINTS.reduce((text, [pattern, vi]) => text.replace(pattern, vi), complaint);
}
