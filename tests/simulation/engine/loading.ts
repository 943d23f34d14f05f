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
  ['/lambdas/adapters/signing-keys.ts', (text) => withOneClient(text, 'KMSClient')],
  ['/lambdas/render-reports/report-catalogue.ts', onlyModels],
  // Workbooks are texts here (virtual-process.ts), not zips that could be compressed.
  ['/lambdas/formats/papers/deflated-zip.ts', () => 'export const deflatedZip = (stored) => stored;'],
];

/**
 * Some of our modules are loaded otherwise than they are written. To load a handler's module takes longer than all that
 * most handlers do, and a seed has hundreds of cold starts: below its imports, what the module does when it loads is
 * done by a function instead, as often as it is called. The SDK's clients, of which nothing but `send` is used, are made
 * once. A period has fewer shards, and reports are their models alone: to print them takes longer than the month. Call
 * it before anything of ours is loaded.
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
  const made = `awsClient(${name})`;
  return text.includes(made) ? `${text.replace(made, 'theOneClient')}\nconst theOneClient = ${made};\n` : text;
}

function onlyModels(): string {
  return `
    import { controlSheetOf } from '../domain/reports/control-sheet-of.ts';
    import { form1, form2 } from '../domain/reports/official-forms.ts';
    import { progressOf } from '../domain/reports/progress-of.ts';
    const report = (file, make) => async (input) => [
      { file, contentType: 'application/json', body: new TextEncoder().encode(JSON.stringify(make(input))) },
    ];
    export const REPORTS = [
      report('form-1.json', ({ own }) => form1(own.figures, own.unit)),
      report('form-2.json', ({ own }) => form2(own.figures, own.unit)),
      report('progress.json', progressOf),
      report('control.json', controlSheetOf),
    ];
    export const SCHEMAS = [];
  `;
}
