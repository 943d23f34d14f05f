import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** The bytes of an item as DynamoDB counts them (Developer Guide, "DynamoDB item sizes and formats"). */
export function sizeOf(item: Readonly<Record<string, AttributeValue>>): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueSize(value), 0);
}

function valueSize(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  // A byte for every two digits, and one more.
  if (value.N !== undefined) return Math.ceil(value.N.replace(/^-?0*|\./g, '').length / 2) + 1;
  if (value.M !== undefined) return 3 + Object.keys(value.M).length + sizeOf(value.M);
  if (value.L !== undefined) return value.L.reduce((sum, one) => sum + 1 + valueSize(one), 3);
  if (value.BOOL !== undefined || value.NULL !== undefined) return 1;
  throw new Error('No item of ours holds such a value');
}

/** A started kilobyte is a unit (Developer Guide, "DynamoDB read and write operations"). */
export function writeUnitsOf(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / 1024));
}

/** A started 4 KB is a unit where the read is strongly consistent, as all of ours are. */
export function readUnitsOf(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / 4096));
}
