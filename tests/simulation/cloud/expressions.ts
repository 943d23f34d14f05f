import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import {
  type Change,
  type Comparator,
  type Condition,
  type Item,
  NotUnderstood,
  type Operand,
  type Path,
} from './expression-reader.ts';

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

/** The parts that must all hold, of which the key is some. */
function parts(condition: Condition): readonly Condition[] {
  return condition.kind === 'and' ? condition.parts : [condition];
}

function equalTo(condition: Condition, name: string): AttributeValue | undefined {
  for (const part of parts(condition)) {
    if (part.kind !== 'compare' || part.by !== '=' || !('path' in part.left) || !('value' in part.right)) continue;
    if (part.left.path.length === 1 && part.left.path[0] === name) return part.right.value;
  }
  return undefined;
}

/** The partition that a condition names: of every query and statement there must be one. */
export function partitionKeyIn(condition: Condition): AttributeValue {
  const pk = equalTo(condition, 'pk');
  if (!pk) throw new NotUnderstood('A query names its partition');
  return pk;
}

/** The one item that a statement names. */
export function keyIn(condition: Condition): Item {
  const sk = equalTo(condition, 'sk');
  if (!sk) throw new NotUnderstood('A statement names its item');
  return { pk: partitionKeyIn(condition), sk };
}
