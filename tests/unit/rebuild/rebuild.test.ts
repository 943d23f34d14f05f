import { describe, expect, it } from 'vitest';
import { compareItems, isSame } from '../../../bin/rebuild/compare-items.ts';
import { type JournalObjects, journaledItems } from '../../../bin/rebuild/journaled-items.ts';

/** A journal of objects, each a batch: of which item, from which change, what it is since then. */
function journalOf(...batches: [name: string, sequence: string, state: string | null][][]): JournalObjects {
  return {
    keys: () => batches.map((_, index) => `journal/payments/2023-06-08/${index}`),
    unpackSealed: async (key, schema) =>
      schema.parse({
        schemaVersion: 1,
        table: 'payments',
        changes: batches[Number(key.split('/').at(-1))]?.map(([name, sequence, state]) => ({
          sequence,
          key: { pk: { S: '2023-06#7' }, sk: { S: name } },
          image: state === null ? null : { pk: { S: '2023-06#7' }, sk: { S: name }, state: { S: state } },
        })),
      }),
  };
}

async function statesIn(journal: JournalObjects): Promise<string[]> {
  const items = await Array.fromAsync(journaledItems(journal, 'payments'));
  return items.map((item) => `${JSON.stringify(item['sk'])} ${JSON.stringify(item['state'])}`).sort();
}

const A_PAID = '{"S":"A"} {"S":"paid"}';

describe('An item made again from the journal', () => {
  it('is what its newest change left, in whatever order batches are found', async () => {
    const first: [string, string, string][] = [['A', '998', 'drafted']];
    const second: [string, string, string][] = [['A', '1002', 'paid']];
    expect(await statesIn(journalOf(first, second))).toEqual([A_PAID]);
    expect(await statesIn(journalOf(second, first))).toEqual([A_PAID]);
  });

  it('stands once, however often a change was kept', async () => {
    const twice: [string, string, string][] = [['A', '1002', 'paid']];
    expect(await statesIn(journalOf(twice, twice))).toEqual([A_PAID]);
  });

  it('stays deleted: an erasure is not undone', async () => {
    expect(
      await statesIn(
        journalOf(
          [
            ['A', '5', 'paid'],
            ['B', '6', 'paid'],
          ],
          [['B', '7', null]],
        ),
      ),
    ).toEqual([A_PAID]);
  });
});

describe('Two tables', () => {
  const item = (name: string, state: string) => ({ pk: { S: '2023-06#7' }, sk: { S: name }, state: { S: state } });

  it('are the same in whatever order items and their parts come', async () => {
    const { pk, sk, state } = item('A', 'paid');
    const other = [item('B', 'paid'), { state, sk, pk }];
    expect(isSame(await compareItems([item('A', 'paid'), item('B', 'paid')], other))).toBe(true);
  });

  it('differ by what is missing, unexpected or otherwise, told by partition and never by item', async () => {
    const difference = await compareItems(
      [item('A', 'paid'), item('B', 'paid')],
      [item('A', 'failed'), item('C', 'paid')],
    );
    expect(difference).toEqual({ items: 2, missing: 1, unexpected: 1, different: 1, partitions: ['2023-06#7'] });
  });
});
