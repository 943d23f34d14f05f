/** People and đồng by a key, in the order of the keys: the same entries in any order give the same tally. */
export function tally<Entry, Key extends string>(
  entries: Iterable<Entry>,
  keyOf: (entry: Entry) => Key,
  amountOf: (entry: Entry) => number,
  peopleOf: (entry: Entry) => number = () => 1,
): [Key, { people: number; amount: number }][] {
  const sums = new Map<Key, { people: number; amount: number }>();
  for (const entry of entries) {
    const key = keyOf(entry);
    const sum = sums.get(key) ?? { people: 0, amount: 0 };
    sum.people += peopleOf(entry);
    sum.amount += amountOf(entry);
    sums.set(key, sum);
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
