import assert from 'node:assert/strict';
import { newestReceipt } from '../../../bin/month/published-receipts.ts';
import { unitCode } from '../../../lambdas/domain/unit.ts';
import { land } from '../../support/local-month.ts';
import type { RegistryFaults } from '../chaos-cloud.ts';
import type { Scenario } from '../scenario.ts';

/** The lists are read while the registry misbehaves; the rest of the month goes on as ever. */
const badDay = (name: string, fault: string, faults: RegistryFaults): Scenario => ({
  name,
  fault,
  play: async (stage) => {
    const month = stage.month();
    await stage.chaos.whileRegistry(faults, () => month.sendLists());
    const { calls, retries, slowest } = month.registryEffort;
    const { slowMilliseconds = 0 } = faults;
    assert(slowMilliseconds > 0 ? slowest >= slowMilliseconds : retries > 0, 'the registry had a bad day');
    await month.finish();
    await stage.mustBeAsInPeace(month.period);
    return `${calls} calls, ${retries} of them asked again, the slowest took ${(slowest / 1000).toFixed(1)} s; receipts come a little later`;
  },
});

export const REGISTRY: readonly Scenario[] = [
  badDay('registry slow', 'every answer takes 1.5 s', { slowMilliseconds: 1_500 }),
  badDay('registry throttling', 'six of ten calls are answered 429, Retry-After 1 s', {
    throttleShare: 0.6,
    retryAfterSeconds: 1,
    seed: 7,
  }),
  badDay(
    'registry answering nonsense',
    'of ten calls two bring another shape, two are about strangers, two leave half of the people out',
    { nonsenseShare: 0.2, strangerShare: 0.2, partialShare: 0.2, seed: 12 },
  ),
  {
    name: 'registry down for long',
    fault:
      'every call is answered 500 until the machines have given up; then it is back, and the lists are started by hand',
    play: async (stage) => {
      const { chaos } = stage;
      const month = stage.month();
      await month.onDay(3);
      const { at, executions } = chaos.local;
      const failed = await chaos.whileRegistry({ failShare: 1 }, async () => {
        const arns: string[] = [];
        for (const { key, bytes } of month.lists) arns.push(await land(chaos.local, key, bytes));
        return Promise.all(arns.map((arn) => executions.untilEnded(arn)));
      });
      for (const { status, failures } of failed) {
        assert.equal(status, 'FAILED', 'the execution fails, so that the alarm rings');
        assert.match(failures.at(-1) ?? '', /identity registry is unavailable: status 500/);
      }
      assert.deepEqual(
        await at.submissions.rolls(
          stage.sample.units.map((unit) => unitCode.parse(unit)),
          month.period,
        ),
        [],
      );
      await month.startListsByHand();
      await month.finish();
      await stage.mustBeAsInPeace(month.period);
      return `${failed.length} executions of ingest-list FAILED (RegistryUnavailable): its alarm rings; started again by hand, all is read`;
    },
  },
  {
    name: 'registry failing at one person',
    fault: 'every call about one person is answered 500; the day after it is mended, and the unit sends the list again',
    play: async (stage) => {
      const month = stage.month();
      const somebody = stage.sample.truth.rows.find(({ expected }) => expected === 'accepted');
      assert(somebody?.personalId);
      await stage.chaos.whileRegistry({ failAbout: [somebody.personalId] }, () => month.sendLists());
      const { receipt } =
        (await newestReceipt(stage.chaos.local.at, unitCode.parse(somebody.unit), month.period)) ?? {};
      const unverified = (receipt?.rows ?? []).filter(({ notes }) =>
        notes.some(({ code }) => code === 'identity-unavailable'),
      );
      const theirs = stage.sample.truth.rows.filter(
        ({ unit, personalId }) => unit === somebody.unit && personalId === somebody.personalId,
      );
      assert.deepEqual(
        unverified.map(({ sheet, row, outcome }) => `${sheet} ${row} ${outcome}`),
        theirs.map(({ sheet, row }) => `${sheet} ${row} held`),
        'only what stands about them is held',
      );
      // The day after: two lists of the same bytes that arrive within one second are one list.
      await month.sendLists(({ unit }) => unit === somebody.unit, 4);
      await month.finish();
      await stage.mustBeAsInPeace(month.period);
      return 'what stands about them is held, “identity-unavailable”, on the receipt; all others are accepted; sent again, it is accepted';
    },
  },
];
