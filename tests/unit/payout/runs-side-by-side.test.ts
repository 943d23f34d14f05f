import { describe, expect, it } from 'vitest';
import { cutOff } from '../../../lambdas/cut-off/cut-off.ts';
import { type RunId, runId } from '../../../lambdas/domain/payouts/payment.ts';
import type { PayoutRun, RunStatus } from '../../../lambdas/domain/payouts/payout-run.ts';
import { Crash, crashingOnce } from '../../support/in-memory/crash.ts';
import { OFFICER, takeIn } from '../../support/in-memory/month.ts';
import { AN, BINH, CU_KHE, JUNE, KIM_BAI, row } from '../../support/in-memory/people.ts';
import { Province } from '../../support/in-memory/province.ts';

const FIRST = runId.parse('2023-06-regular-1');
const SECOND = runId.parse('2023-06-regular-2');
const SUPPLEMENTARY = runId.parse('2023-06-supplementary-1');
const EMERGENCY = runId.parse('2023-06-emergency-1');

async function withRolls(): Promise<Province> {
  const province = new Province();
  await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows: [row(AN)] });
  await takeIn(province, { unit: KIM_BAI, at: '2023-06-02T04:00:00Z', rows: [row(BINH)], purpose: 'emergency' });
  return province;
}

async function start(province: Province, run: RunId, at: string, kind: PayoutRun['kind'] = 'regular') {
  province.clock.set(at);
  return cutOff(province, { period: JUNE, kind, startedBy: OFFICER, run }, 'execution', 4);
}

describe('A run that starts while another of the month may still instruct', () => {
  it.each(['regular', 'supplementary'] as const)('%s, pays nothing and says which is in its way', async (kind) => {
    const province = await withRolls();
    await start(province, FIRST, '2023-06-08T01:00:00Z');
    const run = kind === 'regular' ? SECOND : SUPPLEMENTARY;
    const second = await start(province, run, '2023-06-08T02:00:00Z', kind);
    expect(second).toMatchObject({ outcome: 'nothing-to-pay', message: { body: expect.stringContaining(FIRST) } });
    expect((await province.runs.get(run)).status).toBe('nothing-to-pay');
  });

  it('goes on where one of the two is for emergency lists', async () => {
    const province = await withRolls();
    await start(province, FIRST, '2023-06-08T01:00:00Z');
    expect(await start(province, EMERGENCY, '2023-06-08T02:00:00Z', 'emergency')).toMatchObject({ outcome: 'cut-off' });
    const other = await withRolls();
    await start(other, EMERGENCY, '2023-06-08T01:00:00Z', 'emergency');
    expect(await start(other, FIRST, '2023-06-08T02:00:00Z')).toMatchObject({ outcome: 'cut-off' });
  });

  it.each(['released', 'settled', 'rejected', 'expired', 'failed', 'nothing-to-pay'] as const)(
    'goes on where that one is %s',
    async (status: RunStatus) => {
      const province = await withRolls();
      await start(province, FIRST, '2023-06-08T01:00:00Z');
      await province.runs.advance(FIRST, ['drafting'], status);
      expect(await start(province, SECOND, '2023-06-08T02:00:00Z')).toMatchObject({ outcome: 'cut-off' });
    },
  );

  it('gives way by name where both start in the same moment: one of them goes on', async () => {
    const province = await withRolls();
    province.clock.set('2023-06-08T01:00:00Z');
    const request = { period: JUNE, kind: 'regular', startedBy: OFFICER } as const;
    const outcomes = await Promise.all(
      [SECOND, FIRST].map((run) => cutOff(province, { ...request, run }, 'execution', 4)),
    );
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['nothing-to-pay', 'cut-off']);
  });
});

describe('A cut-off that is repeated', () => {
  it('does not give way to itself, nor to a run that started after it', async () => {
    const province = await withRolls();
    const first = await start(province, FIRST, '2023-06-08T01:00:00Z');
    await start(province, SECOND, '2023-06-08T02:00:00Z');
    expect(await start(province, FIRST, '2023-06-08T03:00:00Z')).toEqual(first);
  });

  it('goes on after a crash before it wrote anything but its run, though another was started since', async () => {
    const province = await withRolls();
    province.clock.set('2023-06-08T01:00:00Z');
    const ports = { ...province, work: crashingOnce(province.work, 'packFirst') };
    const request = { period: JUNE, kind: 'regular', startedBy: OFFICER, run: FIRST } as const;
    await expect(cutOff(ports, request, 'execution', 4)).rejects.toThrow(Crash);
    expect(await start(province, SECOND, '2023-06-08T02:00:00Z')).toMatchObject({ outcome: 'nothing-to-pay' });
    expect(await start(province, FIRST, '2023-06-08T03:00:00Z')).toMatchObject({ outcome: 'cut-off' });
  });

  it('stays over when it gave way and its answer was lost, though the other run has ended since', async () => {
    const province = await withRolls();
    await start(province, FIRST, '2023-06-08T01:00:00Z');
    await start(province, SECOND, '2023-06-08T02:00:00Z');
    await province.runs.advance(FIRST, ['drafting'], 'rejected');
    expect(await start(province, SECOND, '2023-06-08T03:00:00Z')).toMatchObject({ outcome: 'nothing-to-pay' });
    expect((await province.runs.get(SECOND)).status).toBe('nothing-to-pay');
  });
});
