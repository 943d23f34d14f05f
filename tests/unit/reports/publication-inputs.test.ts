import { beforeEach, describe, expect, it } from 'vitest';
import { manifest } from '../../../lambdas/domain/payouts/payout-run.ts';
import { releasedManifestKey } from '../../../lambdas/domain/payouts/run-objects.ts';
import { addMonths } from '../../../lambdas/domain/period.ts';
import { providerId } from '../../../lambdas/domain/reference-data.ts';
import { type ProgressReport, progressReport } from '../../../lambdas/domain/reports/progress.ts';
import { progressOf } from '../../../lambdas/domain/reports/progress-of.ts';
import { defineReport, type Report, type ReportInput } from '../../../lambdas/domain/reports/report-input.ts';
import { foundException } from '../../../lambdas/domain/settlement/payment-exception.ts';
import { payOut, takeIn } from '../../support/in-memory/month.ts';
import { AN, BINH, CHI, CU_KHE, JUNE, KIM_BAI, row } from '../../support/in-memory/people.ts';
import { Province } from '../../support/in-memory/province.ts';
import { keepingInputs, publish } from '../../support/in-memory/publication.ts';

const JULY = addMonths(JUNE, 1);
const RUN = '2023-06-regular-1';

let province: Province;
beforeEach(async () => {
  province = new Province();
  await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows: [row(AN), row(BINH)] });
  await takeIn(province, { unit: KIM_BAI, at: '2023-06-03T03:00:00Z', rows: [row(CHI)] });
  province.clock.set('2023-06-14T00:00:00Z');
});

/** What every unit's reports were made of in one publication. */
async function inputsOf(wish: Parameters<typeof publish>[1] = { period: JUNE }): Promise<Map<string, ReportInput>> {
  const { report, inputs } = keepingInputs();
  await publish(province, wish, { reports: [report], execution: `execution-${Math.floor(inputs.size)}-kept` });
  return inputs;
}

function inputOf(inputs: Map<string, ReportInput>, unit: string): ReportInput {
  const found = inputs.get(unit);
  if (!found) throw new Error('No such unit');
  return found;
}

describe('What a unit’s reports are made of', () => {
  it('is the unit above it, and all that stand directly below, those without a roll too', async () => {
    const inputs = await inputsOf();
    const district = inputOf(inputs, '278');
    expect(district.above?.code).toBe('01');
    expect(district.below).toHaveLength(21);
    expect(district.below.filter(({ figures }) => figures).map(({ unit }) => unit.code)).toEqual([KIM_BAI, CU_KHE]);
    expect(inputOf(inputs, CU_KHE)).toMatchObject({ above: { code: '278' }, below: [], asOf: '2023-06-14' });
    expect(inputOf(inputs, '01').above).toBeUndefined();
  });

  it('is everybody below who is asked for a list, at any depth', async () => {
    const inputs = await inputsOf();
    expect(inputOf(inputs, '01').senders.map(({ unit }) => unit.code)).toHaveLength(21);
    expect(inputOf(inputs, CU_KHE).senders.map(({ unit }) => unit.code)).toEqual([CU_KHE]);
  });

  it('is what two people approved, summed over the units below', async () => {
    await payOut(province, RUN);
    const inputs = await inputsOf();
    const approved = (unit: string) =>
      inputOf(inputs, unit)
        .controlTotals.filter(({ name }) => name.startsWith(`${RUN}: số`))
        .map(({ left }) => left);
    expect(approved(CU_KHE)).toEqual([2, 720_000]);
    expect(approved(KIM_BAI)).toEqual([1, 360_000]);
    expect(approved('278')).toEqual([3, 1_080_000]);
    expect(approved('01')).toEqual([3, 1_080_000]);
  });

  it('is at the top also what runs, answers and books say of the whole month', async () => {
    await payOut(province, RUN);
    const settled = { name: 'agribank: số tiền đã chuyển lệnh = các trạng thái', left: 5, right: 5, holds: true };
    const lines = { name: 'Số dòng kết quả = đã ghi nhận + đã biết + ngoại lệ', left: 1, right: 1, holds: true };
    const older = { provider: 'agribank', controlTotals: [{ ...settled, left: 4, right: 4 }] };
    await province.outbox.putJson(`settlements/${JUNE}/agribank/20230610T000000Z-aaaaaaaa.json`, older);
    const newer = { provider: 'vnpost', controlTotals: [lines, settled] };
    await province.outbox.putJson(`settlements/${JUNE}/vnpost/20230611T000000Z-aaaaaaaa.json`, newer);
    const inputs = await inputsOf();
    const named = (unit: string) => inputOf(inputs, unit).controlTotals;
    expect(named('01')).toContainEqual({ ...settled, from: expect.stringContaining('20230611') });
    expect(named('01').filter(({ name }) => name === settled.name)).toHaveLength(1);
    expect(named('01').map(({ name }) => name)).toContain(`vnpost: ${lines.name}`);
    expect(named('01').some(({ name }) => name.startsWith(`${RUN}: Đợt chi trả`))).toBe(true);
    expect(named('278').some(({ name }) => name === settled.name)).toBe(false);
    expect(named('01').every(({ from }) => from !== '')).toBe(true);
  });

  it('is still what an answer said that added the month up, where newer ones did not', async () => {
    await payOut(province, RUN);
    const settled = { name: 'agribank: số tiền đã chuyển lệnh = các trạng thái', left: 5, right: 5, holds: true };
    const lines = { name: 'Số dòng kết quả = đã ghi nhận + đã biết + ngoại lệ', left: 1, right: 1, holds: true };
    const older = { provider: 'agribank', controlTotals: [lines, settled] };
    await province.outbox.putJson(`settlements/${JUNE}/agribank/20230610T000000Z-aaaaaaaa.json`, older);
    const newer = { provider: 'agribank', controlTotals: [lines] };
    await province.outbox.putJson(`settlements/${JUNE}/agribank/20230611T000000Z-aaaaaaaa.json`, newer);
    const totals = inputOf(await inputsOf(), '01').controlTotals;
    expect(totals).toContainEqual({ ...settled, from: expect.stringContaining('20230610') });
  });

  it('is the open exceptions of the unit and all below; of no unit at the top', async () => {
    const opened = (unit: typeof CU_KHE | null, reference: string) =>
      foundException(
        'no-answer',
        { reference, period: JUNE, provider: providerId.parse('agribank'), unit },
        1,
        '2023-06-20T00:00:00Z',
      );
    await province.exceptions.openAll([opened(CU_KHE, 'A'.repeat(16)), opened(null, 'B'.repeat(16))]);
    const inputs = await inputsOf();
    const open = (unit: string) => inputOf(inputs, unit).exceptions.reduce((sum, one) => sum + one.open, 0);
    expect([open(CU_KHE), open(KIM_BAI), open('278'), open('01')]).toEqual([1, 0, 1, 2]);
  });

  it('stops where what was approved does not add up', async () => {
    await payOut(province, RUN);
    const key = releasedManifestKey((await province.runs.ofPeriod(JUNE))[0]?.run ?? never());
    const approved = await province.outbox.json(key, manifest);
    const byUnit = approved.byUnit.map((one) => ({ ...one, payable: { people: 9, amount: 9 } }));
    await province.outbox.putJson(key, { ...approved, byUnit });
    await expect(publish(province, { period: JUNE })).rejects.toThrow(
      expect.objectContaining({ name: 'ControlTotalBroken' }),
    );
    expect(province.outbox.keys(`reports/${JUNE}/manifest`)).toEqual([]);
  });
});

function never(): never {
  throw new Error('There is no run');
}

describe('What progress is compared with', () => {
  const PROGRESS: Report = defineReport<ProgressReport>(
    (input) => progressReport.parse(progressOf(input)),
    [
      {
        file: 'progress.json',
        contentType: 'application/json',
        write: (model) => new TextEncoder().encode(JSON.stringify(model)),
      },
    ],
  );

  async function publishOn(day: string, wish: Parameters<typeof publish>[1]) {
    province.clock.set(`${day}T00:00:00Z`);
    const { report, inputs } = keepingInputs();
    await publish(province, wish, { reports: [PROGRESS, report], execution: `on${day}` });
    return inputOf(inputs, CU_KHE).before;
  }

  it('is nothing the first time', async () => {
    expect(await publishOn('2023-06-14', { period: JUNE, occasion: 'weekly' })).toEqual({
      lastMonth: undefined,
      lastOfOccasion: undefined,
    });
  });

  it('is the last of the same occasion, whatever came out between', async () => {
    await publishOn('2023-06-07', { period: JUNE, occasion: 'weekly' });
    await publishOn('2023-06-13', { period: JUNE, occasion: 'monthly' });
    const before = await publishOn('2023-06-14', { period: JUNE, occasion: 'weekly' });
    expect(before.lastOfOccasion).toMatchObject({ occasion: 'weekly', asOf: '2023-06-07', unit: CU_KHE });
  });

  it('is over the turn of the month the newest of the month before, and the last of the occasion there', async () => {
    await publishOn('2023-06-14', { period: JUNE, occasion: 'monthly' });
    await publishOn('2023-06-28', { period: JUNE, occasion: 'weekly' });
    await takeIn(province, { unit: CU_KHE, at: '2023-07-02T03:00:00Z', rows: [row(AN)], period: JULY });
    const before = await publishOn('2023-07-14', { period: JULY, occasion: 'monthly' });
    expect(before.lastMonth).toMatchObject({ period: JUNE, asOf: '2023-06-28' });
    expect(before.lastOfOccasion).toMatchObject({ period: JUNE, asOf: '2023-06-14' });
  });

  it('stays what it was when the plan is tried again after another came out', async () => {
    await publishOn('2023-06-07', { period: JUNE, occasion: 'weekly' });
    await publishOn('2023-06-14', { period: JUNE, occasion: 'weekly' });
    const again = await publishOn('2023-06-14', { period: JUNE, occasion: 'weekly' });
    expect(again.lastOfOccasion?.asOf).toBe('2023-06-07');
  });
});
