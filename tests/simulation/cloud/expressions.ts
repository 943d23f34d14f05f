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

type Path = readonly string[];
type Operand = { readonly path: Path } | { readonly value: AttributeValue } | { readonly sizeOf: Path };
type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly kind: 'not'; readonly part: Condition }
  | { readonly kind: 'exists'; readonly path: Path; readonly isThere: boolean }
  | { readonly kind: 'compare'; readonly left: Operand; readonly by: Comparator; readonly right: Operand }
  | { readonly kind: 'between'; readonly what: Operand; readonly low: Operand; readonly high: Operand }
  | { readonly kind: 'in'; readonly what: Operand; readonly among: readonly Operand[] }
  | { readonly kind: 'begins'; readonly what: Operand; readonly prefix: Operand };

type Change =
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

/** The attribute at a path, or undefined. */
function at(item: Item | undefined, path: Path): AttributeValue | undefined {
  const [first, ...rest] = path;
  let found: AttributeValue | undefined = first === undefined ? undefined : item?.[first];
  for (const step of rest) found = found?.M?.[step];
  return found;
}

function resolve(item: Item | undefined, operand: Operand): AttributeValue | undefined {
  if ('value' in operand) return operand.value;
  if ('path' in operand) return at(item, operand.path);
  const found = at(item, operand.sizeOf);
  const size = found?.L?.length ?? found?.S?.length ?? (found?.M && Object.keys(found.M).length);
  return size === undefined ? undefined : { N: String(size) };
}

/** Negative, zero, positive; undefined where the two cannot be compared. */
export function compare(one: AttributeValue | undefined, other: AttributeValue | undefined): number | undefined {
  if (one?.S !== undefined && other?.S !== undefined) return Buffer.compare(Buffer.from(one.S), Buffer.from(other.S));
  if (one?.N !== undefined && other?.N !== undefined) return Number(one.N) - Number(other.N);
  if (one?.BOOL !== undefined && other?.BOOL !== undefined) return Number(one.BOOL) - Number(other.BOOL);
  return undefined;
}

function isEqual(one: AttributeValue | undefined, other: AttributeValue | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  return compare(one, other) === 0 || JSON.stringify(one) === JSON.stringify(other);
}

/** Whether a condition holds of an item; undefined is an item that is not there. */
export function holds(condition: Condition, item: Item | undefined): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.parts.every((part) => holds(part, item));
    case 'or':
      return condition.parts.some((part) => holds(part, item));
    case 'not':
      return !holds(condition.part, item);
    case 'exists':
      return (at(item, condition.path) !== undefined) === condition.isThere;
    case 'in':
      return condition.among.some((value) => isEqual(resolve(item, condition.what), resolve(item, value)));
    case 'begins': {
      const [what, prefix] = [resolve(item, condition.what)?.S, resolve(item, condition.prefix)?.S];
      return what !== undefined && prefix !== undefined && what.startsWith(prefix);
    }
    case 'between': {
      const what = resolve(item, condition.what);
      const low = compare(what, resolve(item, condition.low));
      const high = compare(what, resolve(item, condition.high));
      return low !== undefined && high !== undefined && low >= 0 && high <= 0;
    }
    case 'compare':
      return compares(condition.by, resolve(item, condition.left), resolve(item, condition.right));
  }
}

function compares(by: Comparator, left: AttributeValue | undefined, right: AttributeValue | undefined): boolean {
  if (by === '=') return isEqual(left, right);
  if (by === '<>') return left !== undefined && right !== undefined && !isEqual(left, right);
  const order = compare(left, right);
  if (order === undefined) return false;
  switch (by) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}

/** The item with changes made, all of them judged on the item as it was. */
export function changed(item: Item, changes: readonly Change[]): Item {
  let result = item;
  for (const change of changes) {
    const to = change.kind === 'remove' ? undefined : newValue(item, change.to);
    result = placed(result, change.path, to);
  }
  return result;
}

function newValue(item: Item, to: Extract<Change, { kind: 'set' }>['to']): AttributeValue {
  if ('appended' in to) {
    const [before, more] = [at(item, to.appended)?.L, resolve(item, to.list)?.L];
    if (!before || !more) throw new NotUnderstood('list_append takes two lists');
    return { L: [...before, ...more] };
  }
  const value = resolve(item, to);
  if (value === undefined) throw new NotUnderstood('An attribute that is not there cannot be copied');
  return value;
}

function placed(item: Item, [name, ...rest]: Path, to: AttributeValue | undefined): Item {
  if (name === undefined) throw new NotUnderstood('A path has a name');
  if (rest.length === 0) {
    if (to !== undefined) return { ...item, [name]: to };
    const { [name]: _, ...others } = item;
    return others;
  }
  const map = item[name]?.M;
  if (!map) throw new NotUnderstood('The document path provided in the update expression is invalid for update');
  return { ...item, [name]: { M: { ...placed(map, rest, to) } } };
}
