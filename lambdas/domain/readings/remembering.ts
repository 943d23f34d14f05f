/** Enough for the banks, categories, villages and headers of any list; a text that is gone is simply read again. */
const MOST = 5_000;
/** Longer texts do not repeat, and thousands of them would fill the memory. */
const LONGEST = 200;

/**
 * The same reading of texts, which remembers what it found: lists repeat the same few texts in every row.
 *
 * What is remembered is a copy of the text, letter by letter. A text that was cut out of a larger one keeps all of that
 * in memory (V8's sliced strings), so one village name would hold on to the 64 KiB of the file that it came from.
 */
export function remembering<Reading extends string | object | null>(
  read: (text: string) => Reading,
): (text: string) => Reading {
  const known = new Map<string, Reading>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const reading = read(text);
    if (text.length > LONGEST) return reading;
    if (known.size >= MOST) known.clear();
    known.set(Array.from(text).join(''), reading);
    return reading;
  };
}
