import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { InstructionLine } from '../../../lambdas/domain/payouts/instruction.ts';
import { paymentReference } from '../../../lambdas/domain/payouts/payment.ts';
import { splitIntoBatches, writeInstructionFile } from '../../../lambdas/formats/instructions/instruction-file.ts';
import { batchOf, lineOf, providerOf } from '../../unit/provider-files/batches.ts';
import {
  openWorkbook,
  type ReadBack,
  readBackPain001,
  readBackPayingList,
  readBackPayroll,
  readBackTransfers,
  rowsOf,
  schemaErrors,
} from '../../unit/provider-files/independent-readers.ts';

/** Any name that says something: letters of every script, markup, formulas, control characters. */
const name = fc
  .oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }),
    fc.constantFrom('=1+1', '"', ',', '</Nm>', '&amp;', ']]>', "'", '\r\n', 'Đặng Thuỳ Ưỡn', 'Y Bhiăo H’Đơk'),
  )
  .map((text) => `${text}Nguyễn`);

/** What earlier months owe: none of it is near the limit of one payment, whatever else is paid with it. */
const carried = fc
  .uniqueArray(fc.constantFrom('2023-02', '2023-03', '2023-04', '2023-05'), { maxLength: 4 })
  .chain((months) =>
    fc.tuple(
      ...months.map((period) =>
        fc.record({
          period: fc.constant(period),
          amount: fc.integer({ min: 1, max: 10_000_000 }),
          uncollected: fc.boolean(),
        }),
      ),
    ),
  );

const line = fc.record({
  beneficiaryName: fc.oneof(
    name,
    fc.tuple(fc.constantFrom('=', '+', '-', '@', ''), name).map((parts) => parts.join('')),
  ),
  payeeName: fc.option(name),
  unit: fc.constantFrom('10120', '10123', '10126'),
  unitName: fc.oneof(fc.constantFrom('Xã Cự Khê', 'Xã Cự Khê ', "'[]:*?/\\", ''), name),
  amount: fc.integer({ min: 1, max: 30_000_000 }),
  arrears: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 30_000_000 })),
  carried,
  atHome: fc.boolean(),
  purpose: fc.constantFrom('PENS', 'SSBE', 'GOVT'),
  birthYear: fc.option(fc.constantFrom('1948', '')),
  decisionNumber: fc.option(name),
  accountNumber: fc.stringMatching(/^[0-9]{6,19}$/),
});

const lines = fc
  .array(line, { minLength: 1, maxLength: 12 })
  .map((all) => all.map((changes, index) => lineOf(index, changes)));

/** Added up by hand: a line's benefit, arrears, and each month that is owed. */
function toldBy({ amount, arrears, carried: parts }: InstructionLine): number {
  return parts.reduce((sum, part) => sum + part.amount, amount + arrears);
}

const READERS = {
  'pain.001.001.09': async (bytes: Uint8Array) => readBackPain001(bytes),
  'transfer-csv': async (bytes: Uint8Array) => readBackTransfers(bytes),
  'payroll-xlsx': readBackPayroll,
  'paying-list-xlsx': readBackPayingList,
} satisfies Record<string, (bytes: Uint8Array) => Promise<ReadBack>>;

it.each([
  ['pain.001.001.09', 200],
  ['transfer-csv', 200],
  ['payroll-xlsx', 25],
  ['paying-list-xlsx', 25],
] as const)(
  'Whatever the lines, a %s reads back with their references, count and sum',
  async (instructionFormat, numRuns) => {
    const paidBy = fc.boolean().map((plainLetters) => providerOf({ instructionFormat, plainLetters }));
    await fc.assert(
      fc.asyncProperty(lines, paidBy, async (all, provider) => {
        const file = await writeInstructionFile(batchOf(all, provider));
        const read = await READERS[instructionFormat](file.bytes);
        const sum = all.reduce((total, one) => total + toldBy(one), 0);
        const paid = read.references.map((reference, index) => [reference, read.amounts[index]]).sort();
        expect(paid).toEqual(all.map((one) => [one.reference, toldBy(one)]));
        expect(file).toMatchObject({ count: all.length, controlSum: sum });
        expect(read.stated ?? { count: all.length, sum }).toEqual({ count: all.length, sum });
      }),
      { numRuns },
    );
  },
);

it('Whatever is owed from before, each line of the paying list adds up, and each commune to its total', async () => {
  const post = providerOf({ instructionFormat: 'paying-list-xlsx' });
  await fc.assert(
    fc.asyncProperty(lines, async (all) => {
      const [, ...communes] = (await openWorkbook((await writeInstructionFile(batchOf(all, post))).bytes)).worksheets;
      const parts = new Map(all.map((one) => [one.reference, one]));
      for (const rows of communes.map(rowsOf)) {
        const own = rows.filter((row) => paymentReference.safeParse(row[11]).success);
        for (const [, , , , , month, months, before, total, , , reference] of own) {
          const one = parts.get(paymentReference.parse(reference));
          expect([month, months ?? 0]).toEqual([one?.amount, one?.carried.length]);
          expect(Number(month) + Number(before)).toBe(total);
        }
        const sums = rows.find((row) => String(row[1]).startsWith('Tổng cộng')) ?? [];
        for (const at of [5, 7, 8]) expect(sums[at]).toBe(own.reduce((sum, row) => sum + Number(row[at]), 0));
      }
    }),
    { numRuns: 25 },
  );
});

it('Whatever the lines, a pain.001.001.09 is valid against the published schema', async () => {
  // Gathered and validated together: starting the validator costs more than a hundred messages.
  const messages: Uint8Array[] = [];
  await fc.assert(
    fc.asyncProperty(lines, async (all) => {
      messages.push((await writeInstructionFile(batchOf(all))).bytes);
    }),
    { numRuns: 100 },
  );
  expect(await schemaErrors(messages)).toEqual([]);
});

it('Splitting a run over files loses, repeats and reorders nothing', () => {
  fc.assert(
    fc.property(fc.nat({ max: 60 }), fc.integer({ min: 1, max: 20 }), (count, linesPerFile) => {
      const all = Array.from({ length: count }, (_, index) => lineOf(index));
      const limits = { paymentMax: 100_000_000, linesPerFile, nameMax: 70 };
      const files = splitIntoBatches(all, providerOf({ limits }));
      expect(files.flat()).toEqual(all);
      expect(files.every((file) => file.length > 0 && file.length <= linesPerFile)).toBe(true);
      expect(files).toHaveLength(Math.ceil(count / linesPerFile));
    }),
  );
});
