import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

/** Shards of a period here: months of forty people in 256 of them would be walks past empty ones. */
const FEW_SHARDS = 16;

/** Which modules are changed, and how. */
const CHANGED: readonly (readonly [end: string, change: (text: string) => string])[] = [
  ['/handler.ts?factory', asFactory],
  ['/lambdas/domain/shard.ts', (text) => text.replace('SHARDS = 256', `SHARDS = ${FEW_SHARDS}`)],
  ['/lambdas/adapters/buckets.ts', (text) => withOneClient(text, 'S3Client')],
  ['/lambdas/adapters/dynamodb.ts', (text) => withOneClient(text, 'DynamoDBClient')],
];

/**
 * Some of our modules are loaded otherwise than they are written. To load a handler's module takes longer than all that
 * most handlers do, and a seed has hundreds of cold starts: below its imports, what the module does when it loads is
 * done by a function instead, as often as it is called. The SDK's clients, of which nothing but `send` is used, are made
 * once. And a period has fewer shards. Call it before anything of ours is loaded.
 */
export function loadOtherwise(): void {
  registerHooks({
    load: (url, context, nextLoad) => {
      const change = CHANGED.find(([end]) => url.endsWith(end))?.[1];
      if (change === undefined) return nextLoad(url, context);
      const text = readFileSync(new URL(url), 'utf8');
      const source = change(text);
      if (source === text) throw new Error(`${url} is not written as the simulation expects`);
      return { format: 'module-typescript', source, shortCircuit: true };
    },
  });
}

function asFactory(text: string): string {
  const imports = text.match(/^import\b[^;]*;/gm) ?? [];
  const body = imports.reduce((rest, one) => rest.replace(one, ''), text);
  const inside = body.replace(/^export const handler\b/m, 'const handler');
  return `${imports.join('\n')}\nexport const make = () => {${inside}\nreturn handler;\n};`;
}

function withOneClient(text: string, name: string): string {
  return `${text.replace(`new ${name}({})`, 'theOneClient')}\nconst theOneClient = new ${name}({});\n`;
}
