import { toParameter } from './dynamodb.ts';

/**
 * Gathers the expressions of an update that sets and removes whole attributes under conditions. Names and values go in
 * as placeholders, so a name may hold any character (Amazon DynamoDB Developer Guide, "Expression attribute names").
 */
export class UpdateExpressions {
  readonly #names = new Map<string, string>();
  readonly #values: (string | number | object)[] = [];
  readonly #sets: string[] = [];
  readonly #removes: string[] = [];
  #conditions: string[] = [];

  set(name: string, content: object | number): void {
    this.#sets.push(`${this.#name(name)} = ${this.#value(content)}`);
  }

  remove(name: string): void {
    this.#removes.push(this.#name(name));
  }

  /** That the attribute is there and its parts are these. */
  expect(name: string, parts: Readonly<Record<string, string>>): void {
    for (const [part, value] of Object.entries(parts)) {
      this.#conditions.push(`${this.#name(name)}.${this.#name(part)} = ${this.#value(value)}`);
    }
  }

  /** That the attribute is there and a part of it sorts no later than this. */
  expectNotAfter(name: string, part: string, value: string): void {
    this.#conditions.push(`${this.#name(name)}.${this.#name(part)} <= ${this.#value(value)}`);
  }

  expectNothing(name: string): void {
    this.#conditions.push(`attribute_not_exists(${this.#name(name)})`);
  }

  /** That the attribute is not there, or all that `expectations` expects holds. */
  expectNothingOr(name: string, expectations: () => void): void {
    const before = this.#conditions;
    this.#conditions = [];
    expectations();
    const either = `(attribute_not_exists(${this.#name(name)}) OR (${this.#conditions.join(' AND ')}))`;
    this.#conditions = [...before, either];
  }

  /** The fields of `UpdateItem` that these expressions are. */
  input() {
    const sets = this.#sets.length > 0 ? [`SET ${this.#sets.join(', ')}`] : [];
    const removes = this.#removes.length > 0 ? [`REMOVE ${this.#removes.join(', ')}`] : [];
    return {
      ...(sets.length + removes.length > 0 && { UpdateExpression: [...sets, ...removes].join(' ') }),
      ConditionExpression: this.#conditions.join(' AND '),
      ExpressionAttributeNames: Object.fromEntries([...this.#names].map(([name, placeholder]) => [placeholder, name])),
      ...(this.#values.length > 0 && {
        ExpressionAttributeValues: Object.fromEntries(
          this.#values.map((value, index) => [`:v${index}`, toParameter(value)]),
        ),
      }),
    };
  }

  #name(name: string): string {
    const placeholder = this.#names.get(name) ?? `#n${this.#names.size}`;
    this.#names.set(name, placeholder);
    return placeholder;
  }

  #value(value: string | number | object): string {
    return `:v${this.#values.push(value) - 1}`;
  }
}
