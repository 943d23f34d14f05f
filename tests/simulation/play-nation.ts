import { settledUnits } from '../../bin/bench/settled-month.ts';
import { gatherReference, publishReference } from '../../bin/deployment/reference-files.ts';
import { Bucket } from '../../lambdas/adapters/buckets.ts';
import { Store } from '../../lambdas/adapters/dynamodb.ts';
import { EntitlementsTable } from '../../lambdas/adapters/entitlements-table.ts';
import { RunsTable } from '../../lambdas/adapters/runs-table.ts';
import { SubmissionsTable } from '../../lambdas/adapters/submissions-table.ts';
import { addMonths } from '../../lambdas/domain/period.ts';
import { unitCode } from '../../lambdas/domain/unit.ts';
import { provinceOf, SCALE_PERIOD } from '../scale/province.ts';
import { AccessPattern } from './cloud/access-pattern.ts';
import { NAMES } from './engine/deployment.ts';
import { Limits } from './engine/limits.ts';
import { enter, World } from './engine/world.ts';
import { PeopleApi } from './month/people-api.ts';
import { MINUTE } from './month/violation.ts';
import type { NationShape } from './nation-shape.ts';

/** A month of so many communes with one person each, whose rolls of the month before stand already. */
export async function playNation(communes: number): Promise<NationShape> {
  const [accesses, limits] = [new AccessPattern(), new Limits()];
  const request = (command: unknown, _: unknown, carryOut: (command: unknown) => object) => {
    accesses.see(command);
    return carryOut(command);
  };
  const world = new World(1, new Date(`${addMonths(SCALE_PERIOD, 1)}-01T01:00:00Z`), { request }, limits);
  world.faults.calm();
  enter(world);
  const { reference } = provinceOf(communes, communes);
  await publishReference(new Bucket(NAMES.REFERENCE_BUCKET), reference);
  const store = new Store();
  const submissions = new SubmissionsTable(store, NAMES.SUBMISSIONS_TABLE);
  const rolls = new EntitlementsTable(store, NAMES.ENTITLEMENTS_TABLE);
  const data = gatherReference(reference);
  const codes = provinceOf(communes, communes).parts.flatMap((part) =>
    part.communes.map((code) => unitCode.parse(code)),
  );
  for (const unit of settledUnits({ period: SCALE_PERIOD, people: communes, communes: codes, data })) {
    await rolls.putAll(unit.lines);
    await submissions.register(unit.list);
    await submissions.movePointer(unit.pointer);
    for (const { values } of unit.lines) {
      if (values.personalId === null) continue;
      const { personalId, fullName, birthDate, sex } = values;
      world.population.set(personalId, {
        personalId,
        fullName: fullName ?? '',
        birthDate,
        sex,
        deceasedOn: null,
        accounts: [],
      });
    }
  }
  const month = addMonths(SCALE_PERIOD, 1);
  const runs = new RunsTable(store, NAMES.RUNS_TABLE);
  const api = new PeopleApi(world);
  const { executions } = world.machines;
  const quiet = () => executions.every(({ status }) => status !== 'running');
  world.machines.start('open-period', { period: month });
  await world.scheduler.runUntil(quiet);
  const paying = world.machines.start('run-payout', { kind: 'regular', startedBy: 'schedule', period: month });
  const approving = (async () => {
    for (;;) {
      const [run] = await runs.ofPeriod(month);
      if (paying.status !== 'running') return;
      if (run?.status === 'awaiting-approval') {
        for (const name of ['lanh-dao-1', 'lanh-dao-2']) {
          const decision = { verdict: 'approved', manifestHash: run.manifestHash };
          await api.ask('decide-run', name, 'approvers', { run: run.run }, decision);
        }
        return;
      }
      await world.scheduler.sleep(MINUTE);
    }
  })();
  let isApproved = false;
  void approving.then(() => {
    isApproved = true;
  });
  await world.scheduler.runUntil(() => isApproved && quiet());
  world.machines.start('publish-reports', { period: month });
  world.machines.start('publish-reports', { occasion: 'late-lists' });
  await world.scheduler.runUntil(quiet);
  const failed = executions.filter(({ status }) => status !== 'succeeded');
  const instructed = world.tables.all(NAMES.PAYMENTS_TABLE).filter((item) => item['state']?.S === 'instructed');
  const published = world.buckets
    .keys(NAMES.OUTBOX_BUCKET, `reports/${month}/`)
    .filter((key) => key.endsWith('form-1.json'));
  return {
    communes,
    payload: limits.payloads,
    history: limits.histories,
    map: limits.maps,
    failed: failed.map(({ machine, place, error }) => `${machine} at ${place.state}: ${error?.message}`),
    carried: (await submissions.rolls(codes, month)).length,
    instructed: instructed.length,
    published: published.length,
    tables: accesses.loads().map(({ queries: _, ...load }) => load),
  };
}
