import fc from 'fast-check';
import { expect, it } from 'vitest';
import { applyResults } from '../../../lambdas/apply-results/apply-results.ts';
import { type Payment, type PaymentReference, payment, referenceOf } from '../../../lambdas/domain/payouts/payment.ts';
import { personalId } from '../../../lambdas/domain/person.ts';
import { resultChunkRef, resultLinesKey } from '../../../lambdas/domain/settlement/settlement.ts';
import { crashingOnce } from '../../support/in-memory/crash.ts';
import { CU_KHE, JUNE } from '../../support/in-memory/people.ts';
import { Province } from '../../support/in-memory/province.ts';

const PEOPLE = ['001045000001', '001045000002', '001045000003'].map((id) => personalId.parse(id));
const REFERENCES = PEOPLE.map((person) => referenceOf(JUNE, person, 'BTXH', 1));

/** Three payments of 360,000 đồng that Agribank was instructed to make. */
async function instructed(): Promise<Province> {
  const province = new Province();
  province.clock.set('2023-06-10T03:00:00Z');
  const facts = { schemaVersion: 1, period: JUNE, benefit: 'BTXH', programme: 'BTXH', category: null, attempt: 1 };
  const roll = { unit: CU_KHE, revision: '20230602T030000Z-aaaaaaaa', run: '2023-06-regular-1', channel: 'account' };
  const drafted = PEOPLE.map((person, position) =>
    payment.parse({
      ...facts,
      ...roll,
      person,
      position,
      reference: REFERENCES[position],
      amount: 360_000,
      arrears: 0,
      provider: 'agribank',
      state: 'instructed',
      history: [{ state: 'drafted', at: '2023-06-06T17:00:00Z', cause: '2023-06-regular-1' }],
      paidOn: null,
      reasonCode: null,
    }),
  );
  await province.payments.draftAll(drafted);
  return province;
}

interface Told {
  readonly reference: PaymentReference;
  readonly status: string;
}

/** Takes one file of lines; `crash` says at which of its writes the first try is killed, if at any. */
async function take(province: Province, lines: readonly Told[], file: number, crash: Crash) {
  const ref = resultChunkRef.parse({
    id: `20230610T030000Z-${String(file).padStart(8, '0')}`,
    period: JUNE,
    provider: 'agribank',
    key: `results/${JUNE}/agribank/${file}.xml`,
    chunk: 0,
  });
  const silent = { amount: 360_000, paidOn: null, reasonCode: null, reason: null };
  await province.work.pack(resultLinesKey(ref), {
    lines: lines.map((one, index) => ({ ...silent, ...one, line: index + 1 })),
  });
  if (crash === 'after the steps') {
    const payments = crashingOnce(province.payments, 'transitionAll', 'after');
    await applyResults({ ...province, payments }, ref).catch(() => undefined);
  } else if (crash === 'after the exceptions') {
    const exceptions = crashingOnce(province.exceptions, 'openAll', 'after');
    await applyResults({ ...province, exceptions }, ref).catch(() => undefined);
  }
  return applyResults(province, ref);
}

type Crash = 'never' | 'after the steps' | 'after the exceptions';
const crash = fc.constantFrom<Crash[]>('never', 'after the steps', 'after the exceptions');
const reference = fc.constantFrom(...REFERENCES);
const OUTCOMES = ['paid', 'failed', 'returned'] as const;
const stateOf = (province: Province, of: PaymentReference): Payment['state'] | undefined =>
  province.payments.all().find((one) => one.reference === of)?.state;

it('What is true is settled once, in however many files, in whatever order, however often it is told', async () => {
  const truth = fc.array(fc.constantFrom(...OUTCOMES), { minLength: 3, maxLength: 3 });
  const part = fc.array(fc.tuple(reference, fc.boolean()), { maxLength: 6 });
  const files = fc.array(fc.tuple(part, crash), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(truth, files, async (outcomes, sent) => {
      const province = await instructed();
      const settled = new Set<PaymentReference>();
      let applied = 0;
      for (const [file, [lines, when]] of sent.entries()) {
        const told = lines.map(([one, isPending]) => ({
          reference: one,
          status: isPending ? 'pending' : (outcomes[REFERENCES.indexOf(one)] ?? 'pending'),
        }));
        for (const one of told) if (one.status !== 'pending') settled.add(one.reference);
        const result = await take(province, told, file, when);
        applied += result.applied.paid + result.applied.failed + result.applied.returned;
        expect(result.exceptions).toEqual([]);
      }
      expect(applied).toBe(settled.size);
      for (const [index, one] of REFERENCES.entries()) {
        expect(stateOf(province, one)).toBe(settled.has(one) ? outcomes[index] : 'instructed');
      }
    }),
  );
});

it('Whatever is told, the first outcome stands, and every other one waits for a person', async () => {
  const told = fc.record({ reference, status: fc.constantFrom(...OUTCOMES, 'pending') });
  const files = fc.array(fc.tuple(fc.array(told, { maxLength: 6 }), crash), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(files, async (sent) => {
      const province = await instructed();
      const first = new Map<PaymentReference, string>();
      const contradicting = new Set<string>();
      for (const [file, [lines, when]] of sent.entries()) {
        for (const one of lines.filter(({ status }) => status !== 'pending')) {
          const stands = first.get(one.reference) ?? one.status;
          first.set(one.reference, stands);
          if (stands !== one.status) contradicting.add(`${one.reference} ${one.status}`);
        }
        const { applied, known, exceptions } = await take(province, lines, file, when);
        expect(applied.paid + applied.failed + applied.returned + known + exceptions.length).toBe(lines.length);
      }
      for (const one of REFERENCES) expect(stateOf(province, one)).toBe(first.get(one) ?? 'instructed');
      const open = await province.exceptions.ofPeriod(JUNE);
      expect(open.map((one) => `${one.reference} ${one.status}`).sort()).toEqual([...contradicting].sort());
    }),
  );
});
