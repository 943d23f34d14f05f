import { z } from 'zod';

/** An identity that must hold: two independently counted sides. The name says what they are, in Vietnamese. */
export const controlTotal = z.object({
  name: z.string(),
  left: z.number().int(),
  right: z.number().int(),
  holds: z.boolean(),
});
export type ControlTotal = z.infer<typeof controlTotal>;

export function controlTotalOf(name: string, left: number, right: number): ControlTotal {
  return { name, left, right, holds: left === right };
}

/** A run that breaks a control total stops: this is the error's name in every state machine. */
export class ControlTotalBroken extends Error {
  override readonly name = 'ControlTotalBroken';

  constructor(broken: readonly ControlTotal[]) {
    super(broken.map(({ name, left, right }) => `${name}: ${left} ≠ ${right}`).join('; '));
  }
}

/** Throws {@link ControlTotalBroken} if any of the totals does not hold; otherwise gives them back. */
export function mustHold(totals: readonly ControlTotal[]): ControlTotal[] {
  const broken = totals.filter((total) => !total.holds);
  if (broken.length > 0) throw new ControlTotalBroken(broken);
  return [...totals];
}
