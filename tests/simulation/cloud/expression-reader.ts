import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/*
 * DynamoDB's condition and update expressions, and the PartiQL of our adapters, as far as we use them. What is not
 * known here is an error: a simulation must not pass over a condition in silence.
 */

export type Item = Readonly<Record<string, AttributeValue>>;

/** What placeholders stand for: names after `#`, values after `:`, and PartiQL's `?` in their order. */
export interface Placeholders {
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, AttributeValue>>;
  readonly parameters: readonly AttributeValue[];
}

export type Path = readonly string[];
export type Operand = { readonly path: Path } | { readonly value: AttributeValue } | { readonly sizeOf: Path };
export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly kind: 'not'; readonly part: Condition }
  | { readonly kind: 'exists'; readonly path: Path; readonly isThere: boolean }
  | { readonly kind: 'compare'; readonly left: Operand; readonly by: Comparator; readonly right: Operand }
  | { readonly kind: 'between'; readonly what: Operand; readonly low: Operand; readonly high: Operand }
  | { readonly kind: 'in'; readonly what: Operand; readonly among: readonly Operand[] }
  | { readonly kind: 'begins'; readonly what: Operand; readonly prefix: Operand };

export type Change =
  | {
      readonly kind: 'set';
      readonly path: Path;
      readonly to: Operand | { readonly appended: Path; readonly list: Operand };
    }
  | { readonly kind: 'remove'; readonly path: Path };

/** The store refuses the request itself. */
export class NotUnderstood extends Error {
  override readonly name = 'ValidationException';
}

const TOKEN = /\s*(?:("(?:[^"]+)")|('(?:[^']*)')|(#\w+)|(:\w+)|([A-Za-z_]\w*)|(<>|<=|>=|[=<>()[\]{},.?:]))/y;

/** Reads expressions word by word. */
export class ExpressionReader {
  readonly #tokens: string[] = [];
  readonly #given: Placeholders;
  #at = 0;
  #parameter = 0;

  constructor(text: string, given: Partial<Placeholders>) {
    this.#given = { names: {}, values: {}, parameters: [], ...given };
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < text.trimEnd().length) {
      const found = TOKEN.exec(text);
      if (!found) throw new NotUnderstood(`Not understood: ${text}`);
      this.#tokens.push(found[0].trim());
    }
  }

  isAtEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }

  takes(...words: readonly string[]): boolean {
    const next = this.#tokens[this.#at];
    if (next === undefined || !words.includes(next.toUpperCase())) return false;
    this.#at += 1;
    return true;
  }

  expect(word: string): void {
    if (!this.takes(word)) throw new NotUnderstood(`${word} was expected at ${this.#tokens.slice(this.#at).join(' ')}`);
  }

  next(): string {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw new NotUnderstood('The expression ends too early');
    return token;
  }

  path(): Path {
    const steps = [this.#name()];
    while (this.takes('.')) steps.push(this.#name());
    return steps;
  }

  value(): AttributeValue {
    const token = this.next();
    const found =
      token === '?'
        ? this.#given.parameters[this.#parameter++]
        : token.startsWith("'")
          ? { S: token.slice(1, -1) }
          : this.#given.values[token];
    if (found === undefined) throw new NotUnderstood(`${token} stands for nothing`);
    return found;
  }

  condition(): Condition {
    const parts = [this.#all()];
    while (this.takes('OR')) parts.push(this.#all());
    return one('or', parts);
  }

  /** The changes of an update expression or of a PartiQL UPDATE, up to a word that begins something else. */
  changes(): Change[] {
    const made: Change[] = [];
    for (;;) {
      if (this.takes('SET')) {
        do {
          const path = this.path();
          this.expect('=');
          made.push({ kind: 'set', path, to: this.takes('LIST_APPEND') ? this.#appended() : this.operand() });
        } while (this.takes(','));
      } else if (this.takes('REMOVE')) {
        do made.push({ kind: 'remove', path: this.path() });
        while (this.takes(','));
      } else return made;
    }
  }

  operand(): Operand {
    if (this.takes('SIZE')) {
      this.expect('(');
      const sizeOf = this.path();
      this.expect(')');
      return { sizeOf };
    }
    const token = this.#tokens[this.#at] ?? '';
    return /^[:?']/.test(token) ? { value: this.value() } : { path: this.path() };
  }

  #appended() {
    this.expect('(');
    const appended = this.path();
    this.expect(',');
    const list = this.operand();
    this.expect(')');
    return { appended, list };
  }

  #all(): Condition {
    const parts = [this.#single()];
    while (this.takes('AND')) parts.push(this.#single());
    return one('and', parts);
  }

  #single(): Condition {
    if (this.takes('NOT')) return { kind: 'not', part: this.#single() };
    if (this.takes('(')) {
      const inner = this.condition();
      this.expect(')');
      return inner;
    }
    for (const [word, isThere] of [
      ['ATTRIBUTE_EXISTS', true],
      ['ATTRIBUTE_NOT_EXISTS', false],
    ] as const) {
      if (!this.takes(word)) continue;
      this.expect('(');
      const path = this.path();
      this.expect(')');
      return { kind: 'exists', path, isThere };
    }
    if (this.takes('BEGINS_WITH')) {
      this.expect('(');
      const what = this.operand();
      this.expect(',');
      const prefix = this.operand();
      this.expect(')');
      return { kind: 'begins', what, prefix };
    }
    const left = this.operand();
    if (this.takes('BETWEEN')) {
      const low = this.operand();
      this.expect('AND');
      return { kind: 'between', what: left, low, high: this.operand() };
    }
    if (this.takes('IN')) {
      const end = this.takes('(') ? ')' : ']';
      if (end === ']') this.expect('[');
      const among = [this.operand()];
      while (this.takes(',')) among.push(this.operand());
      this.expect(end);
      return { kind: 'in', what: left, among };
    }
    if (this.takes('IS')) {
      const isThere = this.takes('NOT');
      this.expect('MISSING');
      if (!('path' in left)) throw new NotUnderstood('Only an attribute can be missing');
      return { kind: 'exists', path: left.path, isThere };
    }
    const by = this.next();
    if (!isComparator(by)) throw new NotUnderstood(`${by} compares nothing`);
    return { kind: 'compare', left, by, right: this.operand() };
  }

  #name(): string {
    const token = this.next();
    if (token.startsWith('"')) return token.slice(1, -1);
    if (!token.startsWith('#')) return token;
    const name = this.#given.names[token];
    if (name === undefined) throw new NotUnderstood(`${token} stands for nothing`);
    return name;
  }
}

function one(kind: 'and' | 'or', parts: readonly Condition[]): Condition {
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind, parts };
}

function isComparator(word: string): word is Comparator {
  return ['=', '<>', '<', '<=', '>', '>='].includes(word);
}
