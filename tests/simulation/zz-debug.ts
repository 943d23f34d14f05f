import { loadOtherwise } from './engine/loading.ts';

loadOtherwise();
const { prepare, simulateSeed } = await import('./simulate-seed.ts');
const { currentWorld } = await import('./engine/world.ts');
const { paymentsOf } = await import('./invariants/payments.ts');
const { RunsTable } = await import('../../lambdas/adapters/runs-table.ts');
const { Store } = await import('../../lambdas/adapters/dynamodb.ts');
const { ExceptionsTable } = await import('../../lambdas/adapters/exceptions-table.ts');
prepare();
const r = await simulateSeed(Number(process.argv[2]));
console.log(r.violations);
const ps = await paymentsOf(currentWorld());
const ref = process.argv[3]!;
const p = ps.get(ref)!;
console.log(JSON.stringify(p, null, 1));
for (const o of ps.values())
  if (o.person === p.person && o !== p)
    console.log(
      o.reference,
      o.period,
      o.run,
      o.state,
      o.attempt,
      o.benefit,
      o.unit,
      o.predecessors,
      JSON.stringify(o.history.map((h) => [h.state, h.at, h.cause])),
    );
const runs = new RunsTable(new Store(), 'runs');
for (const m of ['2023-06', '2023-07', '2023-08', '2023-09']) {
  for (const x of await runs.ofPeriod(m as never))
    console.log(x.run, x.status, x.startedAt, x.decisions.map((d) => `${d.verdict} ${d.at}`).join(' '));
  console.log(m, JSON.stringify((await runs.period(m as never))?.steps));
  for (const e of await new ExceptionsTable(new Store(), 'exceptions').ofPeriod(m as never))
    if (e.reference === ref) console.log(JSON.stringify(e));
}
