import { type ControlTotal, controlTotalOf } from '../domain/control-total.ts';
import type { ManifestFile, TransferRequest } from '../domain/payouts/payout-run.ts';
import type { DraftedUnit } from '../domain/payouts/run-objects.ts';
import { merged, sum } from './sums.ts';

/** What a run came to, each part as the task that made it counted it. */
export interface RunParts {
  readonly units: readonly DraftedUnit[];
  readonly files: readonly ManifestFile[];
  readonly requests: readonly TransferRequest[];
}

/**
 * The identities of a run: payable = instructed + deferred for each unit; for each provider what was drafted = what its
 * files pay = what is asked of the Treasury + what is there already; and the same money by programme and as a whole.
 */
export function runTotals({ units, files, requests }: RunParts): ControlTotal[] {
  const instructed = sum(units.map((unit) => unit.instructed));
  const providers = merged(
    units.flatMap(({ byProvider }) => byProvider),
    ({ provider }) => provider,
  );
  return [
    ...units.flatMap((unit) => {
      const made = sum([unit.instructed, ...unit.deferred]);
      return [
        controlTotalOf(`${unit.unit}: số khoản phải trả = chi trả + hoãn`, unit.payable.people, made.people),
        controlTotalOf(`${unit.unit}: số tiền phải trả = chi trả + hoãn`, unit.payable.amount, made.amount),
      ];
    }),
    ...providers.flatMap(([provider, { people, amount }]) => {
      const own = sumOfFiles(files.filter((file) => file.provider === provider));
      return [
        controlTotalOf(`${provider}: số khoản lập = số dòng trong tệp`, people, own.people),
        controlTotalOf(`${provider}: số tiền lập = tổng tiền trong tệp`, amount, own.amount),
        ...requestTotals(
          provider,
          requests.filter((request) => request.provider === provider),
          own,
        ),
      ];
    }),
    controlTotalOf('Đợt chi trả: số tiền các tệp = số tiền chi trả', sumOfFiles(files).amount, instructed.amount),
    controlTotalOf(
      'Đợt chi trả: đề nghị chuyển + chi từ số dư = số tiền chi trả',
      requests.reduce((all, { requested, fromBalance }) => all + requested.amount + fromBalance, 0),
      instructed.amount,
    ),
    controlTotalOf(
      'Đợt chi trả: tổng theo chế độ = số tiền chi trả',
      sum(units.flatMap(({ byProgramme }) => byProgramme)).amount,
      instructed.amount,
    ),
  ];
}

function requestTotals(
  provider: string,
  requests: readonly TransferRequest[],
  files: ReturnType<typeof sumOfFiles>,
): ControlTotal[] {
  const asked = sum(requests.map(({ requested }) => requested));
  const there = requests.reduce((all, { fromBalance }) => all + fromBalance, 0);
  const programmes = requests.flatMap(({ byProgramme }) => byProgramme);
  return [
    controlTotalOf(`${provider}: số khoản đề nghị = số dòng trong tệp`, asked.people, files.people),
    controlTotalOf(
      `${provider}: đề nghị chuyển + chi từ số dư = tổng tiền trong tệp`,
      asked.amount + there,
      files.amount,
    ),
    controlTotalOf(`${provider}: đề nghị theo chế độ = tổng tiền trong tệp`, sum(programmes).amount, files.amount),
    controlTotalOf(
      `${provider}: chi từ số dư theo chế độ = chi từ số dư`,
      programmes.reduce((all, { fromBalance }) => all + fromBalance, 0),
      there,
    ),
  ];
}

function sumOfFiles(files: readonly ManifestFile[]): { people: number; amount: number } {
  return sum(files.map(({ count, controlSum }) => ({ people: count, amount: controlSum })));
}
