/** JSON, as it goes from state to state. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
export type JsonObject = { readonly [name: string]: Json };

/** A path that leads nowhere, or that this subset does not know: what Step Functions calls a runtime error. */
export class PathError extends Error {
  override readonly name = 'States.ParameterPathFailure';
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A copy that shares nothing, as if it had been sent: what JSON cannot say is gone. */
export function toJson(value: unknown): Json {
  const text = JSON.stringify(value ?? null);
  const copy: Json = JSON.parse(text);
  return copy;
}

/** The names and indexes of a reference path like `$.chunks[0].id`: no wildcard, no filter. */
function stepsOf(path: string): (string | number)[] {
  const steps: (string | number)[] = [];
  const rest = path
    .replace(/^\$/, '')
    .replace(/\.([A-Za-z_][A-Za-z0-9_-]*)|\[(\d+)\]|\['([^']+)'\]/g, (_, name, index, quoted) => {
      steps.push(index === undefined ? (name ?? quoted) : Number(index));
      return '';
    });
  if (!path.startsWith('$') || rest !== '') throw new PathError(`The simulation does not know the path ${path}`);
  return steps;
}

/** What a path leads to, or undefined. */
export function find(path: string, document: Json): Json | undefined {
  let at: Json | undefined = document;
  for (const step of stepsOf(path)) {
    if (typeof step === 'number') at = Array.isArray(at) ? at[step] : undefined;
    else at = isObject(at) ? at[step] : undefined;
    if (at === undefined) return undefined;
  }
  return at;
}

/** What a path leads to; `$$.` leads into the context object. Throws {@link PathError} where it leads nowhere. */
export function get(path: string, input: Json, context: Json): Json {
  const found = path.startsWith('$$') ? find(path.slice(1), context) : find(path, input);
  if (found === undefined) throw new PathError(`The path ${path} leads nowhere`);
  return found;
}

/** The document with a result at a path; names on the way that are not there are made. */
export function put(path: string, document: Json, result: Json): Json {
  const place = (at: Json | undefined, steps: readonly (string | number)[]): Json => {
    const [step, ...rest] = steps;
    if (step === undefined) return result;
    if (typeof step === 'number') throw new PathError('A result cannot be put into an array');
    return { ...(isObject(at) ? at : {}), [step]: place(isObject(at) ? at[step] : undefined, rest) };
  };
  return place(document, stepsOf(path));
}

/** Fills a payload template: names that end in `.$` take what their path leads to. */
export function fill(template: Json, input: Json, context: Json): Json {
  if (Array.isArray(template)) return template.map((one) => fill(one, input, context));
  if (!isObject(template)) return template;
  return Object.fromEntries(
    Object.entries(template).map(([name, value]) => {
      if (!name.endsWith('.$')) return [name, fill(value, input, context)];
      if (typeof value !== 'string') throw new PathError(`${name} is no path`);
      return [name.slice(0, -2), get(value, input, context)];
    }),
  );
}
