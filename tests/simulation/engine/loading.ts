import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

/** Shards of a period here: months of forty people in 256 of them would be walks past empty ones. */
const FEW_SHARDS = 16;

/**
 * Two of our modules are loaded otherwise than they are written. To load a handler's module takes longer than all that
 * most handlers do, and a seed has hundreds of cold starts: below its imports, what the module does when it loads is
 * done by a function instead, as often as it is called. And a period has fewer shards. Call it before anything of ours is
 * loaded.
 */
export function loadOtherwise(): void {
  registerHooks({
    load: (url, context, nextLoad) => {
      const isHandler = url.endsWith('/handler.ts?factory');
      if (!isHandler && !url.endsWith('/lambdas/domain/shard.ts')) return nextLoad(url, context);
      const text = readFileSync(new URL(url), 'utf8');
      const source = isHandler ? asFactory(text) : text.replace('SHARDS = 256', `SHARDS = ${FEW_SHARDS}`);
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
