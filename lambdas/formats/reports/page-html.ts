/** Markup that is safe to put into the page: only {@link html} and {@link markup} make it. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Html | string | number | readonly Html[];

/** A template whose values are escaped unless they are markup themselves: nothing from data can become a tag. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  let text = strings[0] ?? '';
  parts.forEach((part, index) => {
    text += textOf(part) + (strings[index + 1] ?? '');
  });
  return new Html(text);
}

/** Text that is markup already: our own style sheet, and the inside of a drawing that its library has escaped. */
export function markup(text: string): Html {
  return new Html(text);
}

export const NOTHING = new Html('');

function textOf(part: Part): string {
  if (part instanceof Html) return part.text;
  if (typeof part === 'number') return String(part);
  if (typeof part === 'string') return escaped(part);
  return part.map(({ text }) => text).join('');
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => ESCAPES[letter] ?? '');
}

/**
 * Letters that a page must not hold: controls (but for the space they stand for), halves of a pair, and those that turn the
 * direction of the text that follows, which could make one name read as another.
 */
const NOT_ON_A_PAGE = /[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]+/gu;
/** As many letters as a name gets: the longest of a unit that we know has 40. The JSON beside the page has it whole. */
const LONGEST_NAME = 120;

/** A name from the data as the page shows it: on one line, and not so long that nobody finds the figures. */
export function shownName(name: string, longest: number = LONGEST_NAME): string {
  const clean = name
    .slice(0, 4 * longest)
    .replace(NOT_ON_A_PAGE, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  const letters = Array.from(clean);
  return letters.length <= longest
    ? clean
    : `${letters
        .slice(0, longest - 1)
        .join('')
        .trimEnd()}…`;
}
