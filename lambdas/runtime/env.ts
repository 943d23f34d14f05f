import type { z } from 'zod';

/**
 * Reads a function's settings once, when its module loads. A missing or malformed one stops the function before it
 * touches anything. Each function states what it needs in its own `env.ts`.
 */
export function readEnvironment<Schema extends z.ZodType>(schema: Schema): z.output<Schema> {
  return schema.parse(process.env);
}
