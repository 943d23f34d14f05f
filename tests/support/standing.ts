import { DynamoDBClient, GetItemCommand, paginateScan } from '@aws-sdk/client-dynamodb';
import type { Receipt } from '../../lambdas/domain/answers/receipt.ts';
import { formatPeriod, type Period } from '../../lambdas/domain/period.ts';
import type { PersonalId } from '../../lambdas/domain/person.ts';
import { shardOf } from '../../lambdas/domain/shard.ts';
import type { UnitCode } from '../../lambdas/domain/unit.ts';
import type { LocalCloud } from './local-month.ts';

/** Everything that a list left behind, with the names of its month and revision taken out, so that months compare. */
export interface Standing {
  readonly receipt: Omit<Receipt, 'submission' | 'monthOnMonth'>;
  /** How many objects the unit has been answered with in the month. */
  readonly published: number;
  readonly submissions: readonly string[];
  readonly roll: unknown;
  readonly lines: readonly unknown[];
  /** Every claim of the month, as the table holds them. */
  readonly claims: readonly string[];
}

/** What stands of a unit's list in a month after its receipt was published. */
export async function standingOf(
  { at }: LocalCloud,
  unit: UnitCode,
  month: Period,
  answer: Receipt,
): Promise<Standing> {
  // What changed since the month before is another story in every month.
  const { submission, monthOnMonth: _, ...receipt } = answer;
  const bare = <Content>(content: Content): Content =>
    JSON.parse(
      JSON.stringify(content)
        .replaceAll(submission?.id ?? month, 'REVISION')
        .replaceAll(month, 'MONTH')
        .replaceAll(formatPeriod(month), 'MONTH'),
    );
  const [roll] = await at.submissions.rolls([unit], month);
  if (!roll) throw new Error('The unit has no roll');
  const lines = await Array.fromAsync(at.rolls.ofRoll({ unit, period: month, revision: roll.revision }));
  return bare({
    receipt,
    published: (await at.outbox.keys(`receipts/${month}/${unit}/`)).length,
    submissions: (await at.submissions.ofUnit(unit, month)).map(({ status }) => status),
    roll: { ...roll, comparison: null },
    lines,
    claims: await claimsOf(at.outputs.ClaimsTable, month),
  });
}

const dynamodb = new DynamoDBClient({});

async function claimsOf(TableName: string, month: Period): Promise<string[]> {
  const claims: string[] = [];
  const query = {
    TableName,
    FilterExpression: 'begins_with(pk, :month)',
    ExpressionAttributeValues: { ':month': { S: `${month}#` } },
  };
  for await (const { Items = [] } of paginateScan({ client: dynamodb }, query)) {
    claims.push(...Items.map((item) => JSON.stringify(Object.entries(item).toSorted())));
  }
  return claims.toSorted();
}

/** Whether anybody holds a claim on a person in a month. */
export async function isClaimed({ at }: LocalCloud, month: Period, person: PersonalId): Promise<boolean> {
  const Key = { pk: { S: `${month}#${shardOf(person)}` }, sk: { S: person } };
  const { Item } = await dynamodb.send(
    new GetItemCommand({ TableName: at.outputs.ClaimsTable, Key, ConsistentRead: true }),
  );
  return Item !== undefined;
}
