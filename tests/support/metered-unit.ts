import { readFile } from 'node:fs/promises';
import {
  answer,
  apply,
  approve,
  ask,
  build,
  close,
  draft,
  freeze,
  instruct,
  read,
  release,
} from '../../bin/bench/payout-month.ts';
import { ClaimsTable } from '../../lambdas/adapters/claims-table.ts';
import { Store } from '../../lambdas/adapters/dynamodb.ts';
import { EntitlementsTable } from '../../lambdas/adapters/entitlements-table.ts';
import { ExceptionsTable } from '../../lambdas/adapters/exceptions-table.ts';
import { PaymentsTable } from '../../lambdas/adapters/payments-table.ts';
import { RunsTable } from '../../lambdas/adapters/runs-table.ts';
import { SubmissionsTable } from '../../lambdas/adapters/submissions-table.ts';
import { closeSubmission } from '../../lambdas/close-submission/close-submission.ts';
import { benefit } from '../../lambdas/domain/benefit.ts';
import { type CarryEntry, carryIndexPrefix, carryListPrefix, owedBy } from '../../lambdas/domain/closing/carry.ts';
import { type Citizen, citizen } from '../../lambdas/domain/identity/citizen.ts';
import type { ListKind } from '../../lambdas/domain/lists/list-facts.ts';
import type { CheckedRow } from '../../lambdas/domain/lists/list-row.ts';
import { type Payment, type RunId, referenceOf, runId, toldOf } from '../../lambdas/domain/payouts/payment.ts';
import type { PayoutRun } from '../../lambdas/domain/payouts/payout-run.ts';
import { type Period, period } from '../../lambdas/domain/period.ts';
import { personalId } from '../../lambdas/domain/person.ts';
import { chunkRefs } from '../../lambdas/domain/rolls/submission-chunks.ts';
import { SHARDS } from '../../lambdas/domain/shard.ts';
import { DEFAULT_LIMITS, type ListPart, readList } from '../../lambdas/formats/lists/list-reader.ts';
import { listRolls } from '../../lambdas/list-rolls/list-rolls.ts';
import { layRead } from '../../lambdas/read-list/read-list.ts';
import { reconcileChunk } from '../../lambdas/reconcile-chunk/reconcile-chunk.ts';
import { registerSubmission } from '../../lambdas/register-submission/register-submission.ts';
import { rollForwardUnit } from '../../lambdas/roll-forward-unit/roll-forward-unit.ts';
import { JUNE, KIM_BAI } from './in-memory/people.ts';
import { Province, THANH_OAI } from './in-memory/province.ts';
import { MeteredTables } from './write-units.ts';

const CHUNK_ROWS = 1000;
const KIM_BAI_LIST = new URL('../../samples/lists/danh-sach-chi-tra-06-2023-thi-tran-kim-bai.xlsx', import.meta.url);

/** The rows of Kim Bài's sample list about which there is nothing to say against paying. */
export async function cleanRows(): Promise<CheckedRow[]> {
  const context = { unit: KIM_BAI, period: JUNE, referenceData: THANH_OAI, limits: DEFAULT_LIMITS };
  const parts = await Array.fromAsync(readList(await readFile(KIM_BAI_LIST), context));
  const rows = parts.flatMap((part) => (part.part === 'rows' ? part.rows : []));
  return rows.filter(({ outcome, values }) => outcome === 'accepted' && values.personalId !== null);
}

/** One commune's months, by the use cases and the adapters of the tables, on tables that count what is written. */
export class MeteredUnit {
  readonly tables = new MeteredTables();
  readonly #province = new Province();
  readonly ports = portsOf(this.#province, new Store(this.tables.client));

  /** Takes in a list of the unit; the registry knows everybody on it as listed. */
  async list(month: Period, at: string, rows: readonly CheckedRow[], kind: ListKind = 'full'): Promise<void> {
    const { ports } = this;
    ports.clock.set(at);
    const key = `lists/${month}/${KIM_BAI}/danh-sach.xlsx`;
    await ports.inbox.putJson(key, rows);
    const registered = await registerSubmission(ports, { key, versionId: undefined });
    if (registered.outcome === 'refused') throw new Error(`The list was refused: ${registered.code}`);
    for (const one of rows) ports.registry.enter(citizenOn(one));
    async function* parts(): AsyncGenerator<ListPart> {
      const file = { format: 'xlsx', encoding: null, separator: null } as const;
      yield { part: 'rows', rows: [...rows] };
      yield { part: 'list', kind, purpose: 'regular', file, notes: [] };
    }
    const ref = { unit: KIM_BAI, period: month, id: registered.id };
    const { chunks } = await layRead(ports, ref, parts(), CHUNK_ROWS);
    for (const chunk of chunkRefs(ref, chunks)) await reconcileChunk(ports, chunk);
    await closeSubmission(ports, ref);
  }

  /** The month opens: the unit's last roll is carried into it. */
  async open(month: Period, at: string): Promise<void> {
    const { ports } = this;
    ports.clock.set(at);
    for (const roll of (await listRolls(ports, month)).units) {
      const { chunks, ...ref } = await rollForwardUnit(ports, roll, CHUNK_ROWS);
      for (const chunk of chunks) await reconcileChunk(ports, chunk);
      await closeSubmission(ports, ref);
    }
  }

  /** Pays a run out, up to its release. @returns its name, and how many are instructed. */
  async payOut(
    month: Period,
    at: string,
    kind: PayoutRun['kind'] = 'regular',
  ): Promise<{ run: RunId; people: number }> {
    const { ports } = this;
    ports.clock.set(at);
    const run = runId.parse(`${month}-${kind}-1`);
    await freeze(ports, { period: month, kind, run });
    await draft(ports, run);
    await build(ports, run);
    await ask(ports, run);
    await approve(ports, run);
    const people = await instruct(ports, run);
    await release(ports, run);
    return { run, people };
  }

  /** The provider tells of somebody that they were not paid in a run. */
  async fail(run: RunId, person: string, reasonCode: string): Promise<Payment> {
    const { payments } = this.ports;
    const possible = benefit.options.map((what) => referenceOf(monthOf(run), personalId.parse(person), what, 1));
    const [failed] = (await payments.getAll(possible)).values();
    if (failed === undefined) throw new Error('Nobody was paid who could fail');
    const event = { state: 'failed', at: '2023-06-09T01:00:00.000Z', cause: `results of ${run}` } as const;
    const step = { reference: failed.reference, to: 'failed', event, paidOn: null, reasonCode } as const;
    await payments.transitionAll([{ ...step, told: toldOf(failed) }]);
    return failed;
  }

  /** The month closes, and owes payments that failed. */
  async closeOwing(month: Period, failed: readonly Payment[]): Promise<void> {
    const { outbox, runs } = this.ports;
    const entries = failed.map((payment): CarryEntry => {
      const { reference, person, benefit: what, unit, provider } = payment;
      return { reference, person, fullName: null, benefit: what, unit, provider, parts: owedBy(payment, false) };
    });
    const list = { period: month, unit: KIM_BAI, entries };
    const key = await outbox.packSealed(carryListPrefix(month, KIM_BAI), list);
    const index = { period: month, units: [{ unit: KIM_BAI, key }] };
    const indexKey = await outbox.packSealed(carryIndexPrefix(month), index);
    const step = { what: 'closed', by: 'can-bo', at: '2023-06-25T01:00:00.000Z', reason: null } as const;
    await runs.movePeriod(month, ['open'], 'closed', step, indexKey);
  }

  /** Every provider answers that everything is paid. */
  async settle(run: RunId, paidOn: string): Promise<void> {
    for (const key of await answer(this.ports, run, { paidOn, perfect: true })) {
      const answered = await read(this.ports, key);
      await apply(this.ports, answered);
      await close(this.ports, answered);
    }
  }

  /** The providers answer that everything is paid but what has failed. */
  async settleOthers(run: RunId): Promise<void> {
    const { payments } = this.ports;
    const others = (await this.payments(monthOf(run))).filter((one) => one.run === run && one.state === 'instructed');
    const event = { state: 'paid', at: '2023-06-09T02:00:00.000Z', cause: `results of ${run}` } as const;
    const paid = { to: 'paid', event, paidOn: '2023-06-08', reasonCode: null } as const;
    await payments.transitionAll(others.map((one) => ({ reference: one.reference, ...paid, told: toldOf(one) })));
  }

  /** Every payment of a month. */
  async payments(month: Period): Promise<Payment[]> {
    const shards = Array.from({ length: SHARDS }, (_, shard) => this.ports.payments.ofShard(month, shard));
    return (await Promise.all(shards.map((shard) => Array.fromAsync(shard)))).flat();
  }
}

function monthOf(run: RunId): Period {
  return period.parse(run.slice(0, 7));
}

function portsOf(province: Province, store: Store) {
  return {
    ...province,
    submissions: new SubmissionsTable(store, 'submissions'),
    rolls: new EntitlementsTable(store, 'entitlements'),
    claims: new ClaimsTable(store, 'claims'),
    payments: new PaymentsTable(store, 'payments'),
    runs: new RunsTable(store, 'runs'),
    exceptions: new ExceptionsTable(store, 'exceptions'),
  };
}

function citizenOn({ values }: CheckedRow): Citizen {
  const { personalId, fullName, birthDate, sex, accountNumber, bank } = values;
  const accounts = accountNumber === null ? [] : [{ bank, number: accountNumber }];
  return citizen.parse({ personalId, fullName, birthDate, sex, deceasedOn: null, accounts });
}
