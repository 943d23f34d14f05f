/** A report's model as it is published: the same model gives the same bytes. */
export function modelJson(model: object): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(model, null, 2)}\n`);
}
