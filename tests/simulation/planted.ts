import {
  type AttributeValue,
  BatchExecuteStatementCommand,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { linesIn, pageOf } from '../../lambdas/adapters/entitlements-table.ts';
import { NAMES } from './engine/deployment.ts';
import type { Invocation } from './engine/invocation.ts';
import type { Plants } from './engine/world.ts';

/*
 * Defects that the pipeline does not have, put in between it and the cloud: the simulation must find every one of them,
 * or its silence about the pipeline means nothing. Each is made anew for a seed.
 */

/** A draft is written over whatever stands under its reference: reading first, which spares writes, shows nothing either. */
function draftsWithoutCondition(): Plants {
  return {
    request: (command, { label }, carryOut) => {
      const isReading =
        command instanceof BatchGetItemCommand && NAMES.PAYMENTS_TABLE in (command.input.RequestItems ?? {});
      if (isReading && label.startsWith('draft-payments')) return { Responses: {}, UnprocessedKeys: {} };
      if (!(command instanceof BatchExecuteStatementCommand)) return carryOut(command);
      const { Statements = [] } = command.input;
      if (Statements[0]?.Statement?.startsWith(`INSERT INTO "${NAMES.PAYMENTS_TABLE}"`) !== true)
        return carryOut(command);
      for (const { Statement = '', Parameters = [] } of Statements) {
        const Item: Record<string, AttributeValue> = {};
        const left = [...Parameters];
        for (const [, name = '', value] of Statement.matchAll(/'(\w+)': (\?|'')/g)) {
          Item[name] = (value === '?' ? left.shift() : undefined) ?? { S: '' };
        }
        carryOut(new PutItemCommand({ TableName: NAMES.PAYMENTS_TABLE, Item }));
      }
      return { Responses: Statements.map(() => ({})) };
    },
  };
}

/** A claim is taken whoever has it. */
function claimsWithoutCondition(): Plants {
  return {
    request: (command, _, carryOut) => {
      if (command instanceof UpdateItemCommand && command.input.TableName === NAMES.CLAIMS_TABLE) {
        const { ConditionExpression: __, ...rest } = command.input;
        return carryOut(new UpdateItemCommand(rest));
      }
      return carryOut(command);
    },
  };
}

/** The lines of a roll stand there a second time, further down. */
function batchRepeated(): Plants {
  return linesOtherwise((lines) => [
    ...lines,
    ...lines.map((line) => ({ ...line, position: Number(line['position']) + 10_000 })),
  ]);
}

/** Other lines are put than those that were asked for. */
function linesOtherwise(change: (lines: Line[]) => Line[]): Plants {
  return {
    request: (command, _, carryOut) => {
      const puts =
        command instanceof BatchWriteItemCommand ? command.input.RequestItems?.[NAMES.ENTITLEMENTS_TABLE] : undefined;
      if (puts === undefined) return carryOut(command);
      const others = puts.map(({ PutRequest }) => {
        const item = PutRequest?.Item ?? {};
        const lines = storedLines.parse(linesIn(item['page']?.S ?? ''));
        return { PutRequest: { Item: { ...item, page: { S: pageOf(change(lines)) } } } };
      });
      return carryOut(new BatchWriteItemCommand({ RequestItems: { [NAMES.ENTITLEMENTS_TABLE]: others } }));
    },
  };
}

const storedLines = z.array(z.record(z.string(), z.unknown()));
type Line = z.infer<typeof storedLines>[number];

/** A provider's line is believed whatever amount it names. */
function anyAmountAccepted(): Plants {
  return readOtherwise('apply-results', '/lines-', (text) => text.replace(/"amount":\d+/g, '"amount":null'));
}

/** That a provider has a payment already is taken for its failure. */
function duplicateBelieved(): Plants {
  return readOtherwise('read-results', 'results/', (text) => text.replace(/<Cd>(AM05|DU01|DUPL)</g, '<Cd>FF01<'));
}

/** Cash is paid whatever month it ended in. */
function cashNeverEnds(): Plants {
  return readOtherwise('draft-payments', '/bundle.json', (text) =>
    text.replace(/"period":\s*"2023-0[56]"/g, '"period":null'),
  );
}

/** A task reads other bytes than those that stand under a key. */
function readOtherwise(task: string, keyPart: string, change: (text: string) => string): Plants {
  const changed = async (body: unknown) =>
    new TextEncoder().encode(change(new TextDecoder().decode(await bytesOf(body))));
  return {
    request: (command, { label }, carryOut) => {
      const isMeant = command instanceof GetObjectCommand && command.input.Key?.includes(keyPart) === true;
      const done = carryOut(command);
      if (!isMeant || !label.startsWith(task) || !('Body' in done)) return done;
      return { ...done, Body: { transformToByteArray: () => changed(done.Body) } };
    },
  };
}

async function bytesOf(body: unknown): Promise<Uint8Array> {
  const has = typeof body === 'object' && body !== null && 'transformToByteArray' in body && body.transformToByteArray;
  const bytes: unknown = typeof has === 'function' ? await has() : undefined;
  return bytes instanceof Uint8Array ? bytes : new Uint8Array();
}

/** A unit's pointer moves to a roll whose lines are stored only once the list is recorded as current. */
function pointerFlippedEarly(): Plants {
  const postponed = new Map<Invocation, BatchWriteItemCommand[]>();
  return {
    request: (command, invocation, carryOut) => {
      if (!invocation.label.startsWith('close-submission')) return carryOut(command);
      if (command instanceof BatchWriteItemCommand) {
        postponed.set(invocation, [...(postponed.get(invocation) ?? []), command]);
        return { UnprocessedItems: {} };
      }
      const isRecorded = command instanceof UpdateItemCommand && command.input.TableName === NAMES.SUBMISSIONS_TABLE;
      if (isRecorded) for (const write of postponed.get(invocation) ?? []) carryOut(write);
      return carryOut(command);
    },
  };
}

/** Payments are marked instructed only when their run's files are out. */
function instructedAfterPublishing(): Plants {
  const postponed: BatchExecuteStatementCommand[] = [];
  return {
    request: (command, { label }, carryOut) => {
      if (command instanceof BatchExecuteStatementCommand && label.startsWith('instruct-payments')) {
        postponed.push(command);
        return { Responses: (command.input.Statements ?? []).map(() => ({})) };
      }
      const isReleased = command instanceof UpdateItemCommand && label.startsWith('release-files');
      if (isReleased) for (const write of postponed.splice(0)) carryOut(write);
      return carryOut(command);
    },
  };
}

/** The store says that it has put lines, and has left out the last of several. */
function lineLost(): Plants {
  return linesOtherwise((lines) => (lines.length < 2 ? lines : lines.slice(0, -1)));
}

/** Whoever comes last is the successor of a payment, whatever stood there and was seen. */
function successorWithoutCondition(): Plants {
  return seenOtherwise((item) => ({ ...item, successor: { S: '' } }));
}

function nameWithoutCondition(command: unknown, carryOut: (command: unknown) => object): object | undefined {
  if (!(command instanceof BatchExecuteStatementCommand)) return undefined;
  const { Statements = [] } = command.input;
  if (Statements[0]?.Statement?.includes('SET "successor"') !== true) return undefined;
  for (const { Parameters: [successor, pk, sk] = [] } of Statements) {
    if (!successor || !pk || !sk) throw new Error('A succession is written in another way');
    const change = {
      UpdateExpression: 'SET successor = :successor',
      ExpressionAttributeValues: { ':successor': successor },
    };
    carryOut(new UpdateItemCommand({ TableName: NAMES.PAYMENTS_TABLE, Key: { pk, sk }, ...change }));
  }
  return { Responses: Statements.map(() => ({})) };
}

/** What drafts payments sees them otherwise than they are, and no condition tells it so. */
function seenOtherwise(see: (item: Record<string, AttributeValue>) => Record<string, AttributeValue>): Plants {
  return {
    request: (command, { label }, carryOut) => {
      if (!label.startsWith('draft-payments')) return carryOut(command);
      const done = nameWithoutCondition(command, carryOut) ?? carryOut(command);
      if (!(command instanceof BatchGetItemCommand) || !('Responses' in done)) return done;
      const { Responses } = done;
      const items = isItems(Responses) ? Responses[NAMES.PAYMENTS_TABLE] : undefined;
      return items === undefined ? done : { ...done, Responses: { [NAMES.PAYMENTS_TABLE]: items.map(see) } };
    },
  };
}

function isItems(value: unknown): value is Record<string, Record<string, AttributeValue>[] | undefined> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a closed month owes is attached to each later month's payment, though one carries it already. */
function carryAttachedTwice(): Plants {
  return seenOtherwise((item) => {
    const isCarried = item['successor']?.S?.slice(0, 2) !== item['sk']?.S?.slice(0, 2);
    return isCarried ? { ...item, successor: { S: '' } } : item;
  });
}

/** A payment without an answer is taken for one that failed. */
function unknownTakenForFailed(): Plants {
  return seenOtherwise((item) => (item['state']?.S === 'unknown' ? { ...item, state: { S: 'failed' } } : item));
}

/** What was not believed is dropped. */
function exceptionNotOpened(): Plants {
  return {
    request: (command, _, carryOut) => {
      if (!(command instanceof BatchExecuteStatementCommand)) return carryOut(command);
      const { Statements = [] } = command.input;
      const isOpening = Statements[0]?.Statement?.startsWith(`INSERT INTO "${NAMES.EXCEPTIONS_TABLE}"`) === true;
      return isOpening ? { Responses: Statements.map(() => ({})) } : carryOut(command);
    },
  };
}

/** A byte of a payout file is another when it is published than when it was signed. */
function fileChangedAfterSigning(): Plants {
  return putOtherwise(
    (key) => /^payouts\/.*\.(xml|csv|xlsx)$/.test(key),
    (bytes) => bytes.with(0, 1 ^ (bytes[0] ?? 0)),
  );
}

/** Something is signed, and something else lies beside the signature. */
function manifestChangedAfterSigning(): Plants {
  return putOtherwise(
    (key) => /^payouts\/.*\/manifest\.json$/.test(key),
    (bytes) => new TextEncoder().encode(`${new TextDecoder().decode(bytes)} `),
  );
}

/** Other bytes are put under a key than a task gave. */
function putOtherwise(isMeant: (key: string) => boolean, change: (bytes: Uint8Array) => Uint8Array): Plants {
  return {
    request: (command, _, carryOut) => {
      if (!(command instanceof PutObjectCommand) || !isMeant(command.input.Key ?? '')) return carryOut(command);
      const { Body, ...rest } = command.input;
      const bytes = typeof Body === 'string' ? new TextEncoder().encode(Body) : Body;
      return carryOut(new PutObjectCommand(bytes instanceof Uint8Array ? { ...rest, Body: change(bytes) } : rest));
    },
  };
}

/** The journal says that it has kept a batch of a table's changes, and has not. */
function changesNotKept(): Plants {
  return {
    outside: (command, carryOut) =>
      command instanceof PutObjectCommand && command.input.Key?.startsWith('journal/payments/') === true
        ? {}
        : carryOut(command),
  };
}

export const PLANTED: Readonly<Record<string, () => Plants>> = {
  'drafts-without-condition': draftsWithoutCondition,
  'claims-without-condition': claimsWithoutCondition,
  'batch-repeated': batchRepeated,
  'any-amount-accepted': anyAmountAccepted,
  'pointer-flipped-early': pointerFlippedEarly,
  'instructed-after-publishing': instructedAfterPublishing,
  'line-lost': lineLost,
  'successor-without-condition': successorWithoutCondition,
  'carry-attached-twice': carryAttachedTwice,
  'unknown-taken-for-failed': unknownTakenForFailed,
  'exception-not-opened': exceptionNotOpened,
  'duplicate-believed': duplicateBelieved,
  'cash-never-ends': cashNeverEnds,
  'file-changed-after-signing': fileChangedAfterSigning,
  'manifest-changed-after-signing': manifestChangedAfterSigning,
  'changes-not-kept': changesNotKept,
};
