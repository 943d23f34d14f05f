import { reach } from '../deployment/officer-cloud.ts';
import { publishReference } from '../deployment/reference-files.ts';
import { parseReference, readReferenceFolder } from '../deployment/reference-folder.ts';
import { type Adding, answer, type Common, officerCommand } from '../officer-command.ts';
import { sayIn } from '../text/officer.ts';

/** `ansinh reference publish DIR`: publishes units, programmes, providers, calendar and targets as a new version. */
export function addReference(adding: Adding): void {
  const { language, program } = adding;
  const say = sayIn(language);
  const reference = program
    .command('reference')
    .description(
      say(
        'danh mục dùng chung: đơn vị, chế độ, tổ chức chi trả, lịch, chỉ tiêu',
        'reference data: units, programmes, providers, calendar, targets',
      ),
    );
  officerCommand(
    { program: reference, language },
    {
      usage: 'publish',
      vi: 'kiểm tra và công bố danh mục thành một phiên bản mới',
      en: 'check the files of a folder and publish them as a new version',
      examples: ['reference publish samples/reference/thanh-oai', 'reference publish danh-muc'],
    },
  )
    .argument(
      '<dir>',
      say(
        'thư mục có units.csv, programmes.json, providers.json, calendar.json, targets.json, và nếu cần intake.json; tệp dùng chung có thể ở thư mục cha',
        'folder with units.csv, programmes.json, providers.json, calendar.json, targets.json, and intake.json if you like; shared ones may lie one folder up',
      ),
    )
    .action(async (folder: string, options: Common) => {
      const texts = await readReferenceFolder(folder, say);
      const { units, providers } = parseReference(texts, say);
      const at = await reach(options.stack, say);
      const version = await publishReference(at.reference, texts);
      answer(options, { version, units: units.length, providers: providers.length }, () => [
        say(
          `Đã công bố danh mục, phiên bản ${version}: ${units.length} đơn vị, ${providers.length} tổ chức chi trả. Danh sách và đợt chi trả từ bây giờ dùng phiên bản này.`,
          `Published version ${version}: ${units.length} units, ${providers.length} providers. Lists and runs use it from now on.`,
        ),
      ]);
    });
}
