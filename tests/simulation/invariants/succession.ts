import { type Payment, totalOf } from '../../../lambdas/domain/payouts/payment.ts';

type Tell = (violation: string) => void;

/**
 * Nothing is paid twice: over all attempts and all that is carried over, what is owed to a person of a benefit for a
 * month is at no time in two payments of which both have paid, or may. Every payment in whose place another one is made
 * names it and no other; each part keeps its month and its amount; what is paid from the balance lies there.
 */
export function checkSuccession(payments: ReadonlyMap<string, Payment>, tell: Tell): void {
  const sent = [...payments.values()].filter(({ state }) => state !== 'drafted');
  checkSpans(sent, tell);
  checkNumbers(sent, tell);
  for (const payment of sent) {
    const before = payment.predecessors.map((reference) => payments.get(reference));
    for (const [index, one] of before.entries()) {
      const name = `${payment.reference} in the place of ${payment.predecessors[index]}`;
      if (one === undefined) tell(`${name}: there is no such payment`);
      else if (one.successor !== payment.reference || one.successorRun !== payment.run)
        tell(`${name}: that names ${one.successor} of ${one.successorRun}`);
      else if (one.person !== payment.person || one.benefit !== payment.benefit)
        tell(`${name}: that is somebody else’s`);
    }
    checkCarried(
      payment,
      before.filter((one) => one !== undefined),
      tell,
    );
  }
}

/** From when until when a payment may have paid, or has. */
function spansOf({ history }: Payment): { from: string; to: string }[] {
  const spans: { from: string; to: string }[] = [];
  // States in the order in which they came: the table keeps them by name.
  for (const { state, at } of history.toSorted((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0))) {
    const open = spans.at(-1);
    const isOpen = open?.to === FOREVER;
    if ((state === 'instructed' || state === 'paid') && !isOpen) spans.push({ from: at, to: FOREVER });
    if ((state === 'failed' || state === 'returned') && open !== undefined && isOpen) {
      spans[spans.length - 1] = { from: open.from, to: at };
    }
  }
  return spans;
}

const FOREVER = '9';

function checkSpans(sent: readonly Payment[], tell: Tell): void {
  const owed = sent.flatMap((payment) =>
    [payment.period, ...payment.carried.map((part) => part.period)].map((month) => ({
      key: `${month} ${payment.person} ${payment.benefit}`,
      payment,
    })),
  );
  for (const [key, group] of Map.groupBy(owed, (one) => one.key)) {
    const spans = group.flatMap(({ payment }) => spansOf(payment).map((span) => ({ ...span, payment })));
    spans.sort((one, other) => (one.from < other.from ? -1 : 1));
    for (const [index, one] of spans.entries()) {
      const next = spans[index + 1];
      if (next !== undefined && next.from < one.to) {
        tell(`${one.payment.reference} and ${next.payment.reference} may both be paid (${key.slice(0, 7)})`);
      }
    }
  }
}

/** A new attempt exists only after the one before it. */
function checkNumbers(sent: readonly Payment[], tell: Tell): void {
  const groups = Map.groupBy(sent, ({ period, person, benefit }) => `${period} ${person} ${benefit}`);
  for (const attempts of groups.values()) {
    attempts.sort((one, other) => one.attempt - other.attempt);
    for (const [index, { reference, attempt }] of attempts.entries()) {
      if (attempt !== index + 1) tell(`${reference}: attempt ${attempt} without one before it`);
    }
  }
}

function checkCarried(payment: Payment, before: readonly Payment[], tell: Tell): void {
  const { reference, carried, period, provider, fromBalance, benefit } = payment;
  if (benefit === 'EMERGENCY' && carried.length > 0) tell(`${reference} is emergency help, and carries other months`);
  if (benefit === 'EMERGENCY' && before.some((one) => one.period !== period))
    tell(`${reference} is emergency help in the place of another month’s`);
  const owed = before.flatMap((one) => [
    ...one.carried,
    ...(one.period === period ? [] : [{ period: one.period, amount: one.amount + one.arrears }]),
  ]);
  const text = (parts: readonly { period: string; amount: number }[]) =>
    parts
      .map((part) => `${part.period} ${part.amount}`)
      .sort()
      .join(', ');
  if (text(owed) !== text(carried)) tell(`${reference} carries ${text(carried)}; it is owed ${text(owed)}`);
  const there = before.filter((one) => one.provider === provider).reduce((sum, one) => sum + totalOf(one), 0);
  if (fromBalance > Math.min(there, totalOf(payment)))
    tell(`${reference} is paid from ${fromBalance}, where ${there} lies`);
}
