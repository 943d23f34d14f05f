/** From where to where among things that stand in an order: `to` is not part of it. */
export interface Slice {
  readonly from: number;
  readonly to: number;
}

/**
 * More items than these no map of a machine is given: a state passes them on, some with a second list of them, and what
 * it passes must stay well below the 256 KB that Step Functions takes (docs/scale.md). Beyond it the slices grow.
 */
export const MOST_ITEMS = 120;

/** `count` things in slices of `size`, of more where there would be too many slices. */
export function slicesOf(count: number, size: number): Slice[] {
  const each = Math.max(size, Math.ceil(count / MOST_ITEMS));
  return Array.from({ length: Math.ceil(count / each) }, (_, index) => ({
    from: index * each,
    to: Math.min((index + 1) * each, count),
  }));
}
