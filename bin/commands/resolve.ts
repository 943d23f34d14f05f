import { InvalidArgumentError, Option } from 'commander';
import { type Benefit, benefit } from '../../lambdas/domain/benefit.ts';
import type { Period } from '../../lambdas/domain/period.ts';
import { type PersonalId, personalId } from '../../lambdas/domain/person.ts';
import type { UnitCode } from '../../lambdas/domain/unit.ts';
import { reach } from '../deployment/officer-cloud.ts';
import { signIn } from '../deployment/sign-in.ts';
import { type Adding, answer, type Common, officerCommand, periodIn, unitIn, withUser } from '../officer-command.ts';
import { sayIn } from '../text/officer.ts';

interface ResolveOptions extends Common {
  readonly period: Period;
  readonly programme: Benefit;
  readonly unit: UnitCode;
  readonly reason: string;
  readonly user: string;
}

/** `ansinh resolve PERSON`: decides which unit pays somebody whom several list. */
export function addResolve(adding: Adding): void {
  const { language } = adding;
  const say = sayIn(language);
  withUser(
    officerCommand(adding, {
      usage: 'resolve',
      vi: 'quyết định đơn vị chi trả cho người có tên trong danh sách của nhiều đơn vị',
      en: 'decide which unit pays somebody whom several units list',
      examples: [
        'resolve 001045000123 --period 2023-06 --programme BTXH --unit 10120 --reason "Đã chuyển hộ khẩu" --user can-bo-tinh',
      ],
    }),
    say,
  )
    .argument('<person>', say('số CCCD/số định danh cá nhân', 'the personal id'), (text: string): PersonalId => {
      const parsed = personalId.safeParse(text);
      if (parsed.success) return parsed.data;
      throw new InvalidArgumentError(say('Số CCCD gồm đúng 12 chữ số.', 'A personal id has exactly 12 digits.'));
    })
    .requiredOption('--period <YYYY-MM>', say('kỳ chi trả', 'the period'), periodIn(say))
    .requiredOption('--unit <code>', say('đơn vị sẽ chi trả', 'the unit that is to pay'), unitIn(say))
    .addOption(
      new Option(
        '--programme <code>',
        say('chế độ được chi; EMERGENCY là hỗ trợ đột xuất', 'the programme that is paid; EMERGENCY is emergency help'),
      )
        .choices(benefit.options)
        .makeOptionMandatory(),
    )
    .requiredOption('--reason <text>', say('căn cứ, được lưu cùng người quyết định', 'why; kept with who decided'))
    .action(async (person: PersonalId, options: ResolveOptions) => {
      const { period, unit, reason } = options;
      const at = await reach(options.stack, say);
      const api = await signIn(at, options.user, say);
      await api.decideConflict({ period, person, programme: options.programme, unit, reason });
      answer(options, { period, unit, programme: options.programme, decided: true }, () => [
        say(
          `Đã ghi nhận: đơn vị ${unit} chi trả chế độ ${options.programme}. Biên nhận mới của các đơn vị liên quan sẽ có trong ít phút; xem bằng “ansinh receipt --unit ${unit} --period ${period}”.`,
          `Recorded: the unit ${unit} pays ${options.programme}. The units concerned get new receipts in a minute; see “ansinh receipt --unit ${unit} --period ${period}”.`,
        ),
      ]);
    });
}
