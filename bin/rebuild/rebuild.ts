import { Store } from '../../lambdas/adapters/dynamodb.ts';
import { EntitlementsTable } from '../../lambdas/adapters/entitlements-table.ts';
import { ExceptionsTable } from '../../lambdas/adapters/exceptions-table.ts';
import { PaymentsTable } from '../../lambdas/adapters/payments-table.ts';
import { RunsTable } from '../../lambdas/adapters/runs-table.ts';
import { SubmissionsTable } from '../../lambdas/adapters/submissions-table.ts';
import { type JournaledTable, journaledTable } from '../../lambdas/domain/journal.ts';
import { formatOf, readInstructions } from '../../samples/instructions.ts';
import type { Deployment, TableNames } from '../deployment/deployment.ts';
import { compareItems, type Difference } from './compare-items.ts';
import { journaledItems } from './journaled-items.ts';
import { proveTables } from './prove-tables.ts';
import type { RawTables } from './raw-tables.ts';
import type { Proof } from './to-prove.ts';

/** Names for tables beside the deployment's own. */
export function tablesNamed(prefix: string): TableNames {
  return {
    submissions: `${prefix}-submissions`,
    entitlements: `${prefix}-entitlements`,
    claims: `${prefix}-claims`,
    payments: `${prefix}-payments`,
    runs: `${prefix}-runs`,
    exceptions: `${prefix}-exceptions`,
  };
}

/** Tables that hold something: nothing is ever written over. */
export async function tablesInUse(raw: RawTables, names: TableNames): Promise<string[]> {
  const states = await Promise.all(Object.values(names).map(async (name) => [name, await raw.isEmpty(name)] as const));
  return states.flatMap(([name, isEmpty]) => (isEmpty === false ? [name] : []));
}

/** Fills empty tables, making those that are missing, with every item as the journal has it last. @returns how many. */
export async function rebuildTables(
  raw: RawTables,
  { journal, outputs }: Pick<Deployment, 'journal' | 'outputs'>,
  names: TableNames,
  tell: (table: JournaledTable, items: number) => void,
): Promise<Record<JournaledTable, number>> {
  const filled = { submissions: 0, entitlements: 0, claims: 0, payments: 0, runs: 0, exceptions: 0 };
  for (const table of journaledTable.options) {
    if ((await raw.isEmpty(names[table])) === undefined) await raw.create(names[table], table, outputs.TablesKey);
    filled[table] = await raw.fill(names[table], journaledItems(journal, table));
    tell(table, filled[table]);
  }
  return filled;
}

/** How each table differs from what the journal says of it. */
export async function compareTables(
  raw: RawTables,
  journal: Deployment['journal'],
  names: TableNames,
): Promise<Record<JournaledTable, Difference>> {
  const compare = (table: JournaledTable) => compareItems(journaledItems(journal, table), raw.items(names[table]));
  return {
    submissions: await compare('submissions'),
    entitlements: await compare('entitlements'),
    claims: await compare('claims'),
    payments: await compare('payments'),
    runs: await compare('runs'),
    exceptions: await compare('exceptions'),
  };
}

/** Proves tables against the lists, receipts, payout files, answers and books of a deployment. */
export function proveAgainst({ inbox, outbox }: Deployment, names: TableNames): Promise<Proof[]> {
  const store = new Store();
  return proveTables({
    submissions: new SubmissionsTable(store, names.submissions),
    rolls: new EntitlementsTable(store, names.entitlements),
    payments: new PaymentsTable(store, names.payments),
    runs: new RunsTable(store, names.runs),
    exceptions: new ExceptionsTable(store, names.exceptions),
    inbox,
    outbox,
    linesOf: async (name, bytes) => {
      const format = formatOf(name);
      if (format === undefined) throw new Error(`Nobody knows how to read ${name}`);
      return readInstructions(format, bytes);
    },
  });
}
