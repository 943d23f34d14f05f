import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ResultsRefused } from '../../../lambdas/formats/results/results-refused.ts';
import { providerOf } from '../../unit/provider-files/batches.ts';
import { readAll, statusReport, transaction, workbookOf } from '../../unit/provider-files/results.ts';

const HEADER = ['reference', 'status', 'amount', 'paid_on', 'reason_code', 'reason'];

const result = fc.record({
  status: fc.constantFrom('paid', 'failed', 'returned', 'pending'),
  amount: fc.integer({ min: 0, max: 1_000_000_000_000_000 }),
  reason: fc.string({ unit: 'grapheme', maxLength: 30 }),
});
const results = fc
  .array(result, { minLength: 1, maxLength: 30 })
  .map((all) => all.map((one, index) => ({ ...one, reference: `7T${String(index).padStart(14, '0')}` })));

it.each([',', ';', '\t'])('Whatever the results, a CSV with %j reads back line by line', async (delimiter) => {
  const provider = providerOf({ resultFormat: 'csv' });
  await fc.assert(
    fc.asyncProperty(results, async (all) => {
      const records = all.map((one) => [one.reference, one.status, one.amount, '', '', one.reason]);
      const quoted = [HEADER, ...records].map((record) =>
        record.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(delimiter),
      );
      const lines = await readAll(quoted.join('\r\n'), provider);
      expect(lines.map(({ reference, status, amount }) => ({ reference, status, amount }))).toEqual(
        all.map(({ reference, status, amount }) => ({ reference, status, amount })),
      );
    }),
  );
});

/** Cuts, overwrites and repeats bytes of a valid file. */
const damage = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.nat({ max: 20 }),
    byte: fc.nat({ max: 255 }),
  }),
  { minLength: 1, maxLength: 5 },
);

it.each(['pain.002', 'csv', 'xlsx'] as const)(
  'Whatever happens to a %s, it is read or refused by name',
  async (resultFormat) => {
    const provider = providerOf({ resultFormat });
    const reference = '7T0A0123456789AB';
    const valid = {
      'pain.002': Buffer.from(
        statusReport(transaction(reference, 'RJCT', '<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf>')),
      ),
      csv: Buffer.from(`${HEADER.join(',')}\r\n${reference},paid,360000,08/06/2023,,"Đã trả"\r\n`),
      xlsx: Buffer.from(await workbookOf({ A: [HEADER, [reference, 'paid', 360_000]] })),
    }[resultFormat];
    const damaged = damage.map((cuts) => {
      const bytes = Buffer.from(valid);
      for (const { at, length, byte } of cuts) {
        const start = Math.floor(at * bytes.length);
        bytes.fill(byte, start, Math.min(start + length, bytes.length));
      }
      return bytes;
    });
    const cut = fc.nat({ max: valid.length }).map((length) => valid.subarray(0, length));
    await fc.assert(
      fc.asyncProperty(fc.oneof(damaged, cut, fc.uint8Array({ maxLength: 200 })), async (bytes) => {
        const outcome: unknown = await readAll(bytes, provider).catch((error: unknown) => error);
        expect(Array.isArray(outcome) || outcome instanceof ResultsRefused).toBe(true);
      }),
      { numRuns: 300 },
    );
  },
);
