/** Something that happened and must not. */
export class Violation extends Error {
  override readonly name = 'Violation';
}

/** In milliseconds. */
export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;
