import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sumDong, toDong } from '../../../lambdas/domain/money.ts';
import { totalOf } from '../../../lambdas/domain/payouts/payment.ts';
import { requestedOf, transferRequestPaper } from '../../../lambdas/formats/funding/transfer-request.ts';
import { splitIntoBatches } from '../../../lambdas/formats/instructions/instruction-file.ts';
import { batchOf, lineOf, providerOf } from '../../unit/provider-files/batches.ts';

const FILE_MAX = 1_000_000;
const part = fc.integer({ min: 1, max: FILE_MAX / 4 });

const lines = fc
  .array(fc.record({ amount: part, arrears: part, before: fc.array(part, { maxLength: 2 }) }), { maxLength: 60 })
  .map((all) =>
    all.map(({ amount, arrears, before }, index) =>
      lineOf(index, {
        amount,
        arrears,
        carried: before.map((owed) => ({ period: '2023-05', amount: owed, uncollected: false })),
      }),
    ),
  );

it('Splitting by lines and by đồng loses, repeats and reorders nothing, passes no limit, and begins no file too early', () => {
  fc.assert(
    fc.property(lines, fc.integer({ min: 1, max: 20 }), (all, linesPerFile) => {
      const limits = { paymentMax: FILE_MAX, linesPerFile, fileAmountMax: FILE_MAX, nameMax: 70 };
      const files = splitIntoBatches(all, providerOf({ limits }));
      expect(files.flat()).toEqual(all);
      const sums = files.map((file) => sumDong(file.map(totalOf)));
      expect(sumDong(sums)).toBe(sumDong(all.map(totalOf)));
      files.forEach((file, index) => {
        expect(file.length).toBeGreaterThan(0);
        expect(file.length).toBeLessThanOrEqual(linesPerFile);
        expect(sums[index]).toBeLessThanOrEqual(FILE_MAX);
        const [next] = files[index + 1] ?? [];
        const isFull =
          next === undefined || file.length === linesPerFile || (sums[index] ?? 0) + totalOf(next) > FILE_MAX;
        expect(isFull).toBe(true);
      });
    }),
  );
});

/** What programmes pay through a provider: none is asked less than nothing for. */
const programmes = fc.array(
  fc
    .tuple(fc.nat({ max: 20_000 }), fc.nat({ max: 100_000_000_000 }), fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([people, amount, share]) => ({
      programme: 'BTXH' as const,
      name: 'Bảo trợ xã hội',
      people,
      amount: toDong(amount),
      fromBalance: toDong(Math.floor(amount * share)),
    })),
  { maxLength: 6 },
);

it('A transfer request asks for every đồng that the files pay and the balance does not, in its rows and in its total', () => {
  fc.assert(
    fc.property(programmes, (all) => {
      const { run, period, payOn, cutOffAt, provider } = batchOf([lineOf(1)]);
      const paper = transferRequestPaper({ run, period, payOn, cutOffAt, provider, programmes: all, files: [] });
      const total = paper.programmes.at(-1) ?? [];
      const column = (index: number) => paper.programmes.slice(0, -1).reduce((sum, row) => sum + Number(row[index]), 0);
      expect(total.slice(2)).toEqual([2, 3, 4, 5].map(column));
      expect(column(4) + column(5)).toBe(column(3));
      expect(requestedOf(all)).toBe(column(5));
    }),
  );
});
