import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { worklistsKey } from '../../lambdas/domain/answers/answer-keys.ts';
import { waitingLists } from '../../lambdas/domain/answers/waiting.ts';
import { inParallel } from '../../lambdas/domain/in-parallel.ts';
import { formatPeriod, type Period } from '../../lambdas/domain/period.ts';
import type { UnitCode } from '../../lambdas/domain/unit.ts';
import { reach } from '../deployment/officer-cloud.ts';
import { type Adding, answer, type Common, officerCommand, periodIn, remark, unitIn } from '../officer-command.ts';
import { NotPossible, sayIn } from '../text/officer.ts';
import { worklistLines } from '../text/worklists.ts';

interface WorklistsOptions extends Common {
  readonly unit: UnitCode;
  readonly period: Period;
  readonly save?: string;
}

/** `ansinh worklists`: what is left to do for a unit's people, its cleaned list, and the accounts newly collected. */
export function addWorklists(adding: Adding): void {
  const { language } = adding;
  const say = sayIn(language);
  officerCommand(adding, {
    usage: 'worklists',
    vi: 'việc còn phải làm của một đơn vị, danh sách đã làm sạch, tài khoản mới thu thập',
    en: 'a unit’s worklists, its cleaned list, and the accounts newly collected',
    examples: [
      'worklists --unit 10114 --period 2023-06',
      'worklists --unit 10114 --period 2023-06 --save viec-can-lam',
    ],
  })
    .requiredOption('--unit <code>', say('mã đơn vị', 'code of the unit'), unitIn(say))
    .requiredOption('--period <YYYY-MM>', say('kỳ chi trả', 'the period'), periodIn(say))
    .option('--save <dir>', say('tải các tệp về thư mục', 'download the files to a folder'))
    .action(async (options: WorklistsOptions) => {
      const { unit, period, save } = options;
      const { outbox } = await reach(options.stack, say);
      const folders = [`worklists/${period}/${unit}/`, `rolls/${period}/${unit}/`, `feeds/${period}/accounts/${unit}.`];
      const keys = (await inParallel(3, folders, (folder) => outbox.keys(folder))).flat();
      if (keys.length === 0) {
        throw new NotPossible(
          say(
            `Đơn vị ${unit} chưa có danh sách nào trong kỳ ${formatPeriod(period)} nên chưa có việc cần làm.`,
            `The unit ${unit} has no list in ${period}, so nothing is there to do.`,
          ),
        );
      }
      const saved =
        save === undefined
          ? []
          : await inParallel(4, keys, async (key) => {
              const path = join(save, key.startsWith('feeds/') ? `accounts-${basename(key)}` : basename(key));
              await mkdir(dirname(path), { recursive: true });
              await writeFile(path, await outbox.bytes(key));
              return path;
            });
      if (save !== undefined)
        remark(say(`Đã tải ${saved.length} tệp về ${save}`, `${saved.length} files are in ${save}`));
      const waiting = await outbox.jsonIfThere(worklistsKey(unit, period), waitingLists);
      answer(options, { unit, period, files: keys, saved }, (width) => [
        say(
          `Việc còn phải làm của đơn vị ${unit}, kỳ ${formatPeriod(period)}`,
          `What is left to do for ${unit}, ${period}`,
        ),
        '',
        ...(waiting === undefined ? [] : [...worklistLines(waiting, language, width), '']),
        say('Các tệp:', 'Files:'),
        ...keys.map((key) => `  ${key}`),
        ...(save === undefined ? ['', say('Tải về: thêm --save THƯ-MỤC.', 'Download them with --save DIR.')] : []),
      ]);
    });
}
