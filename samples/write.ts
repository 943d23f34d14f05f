import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { SampleMonth } from './sample-month.ts';
import { SAMPLE_NAMES, sampleMonth, smallMonth } from './samples.ts';

const USAGE = `Usage: node samples/write.ts --sample thanh-oai|dong-thanh|small --out DIR [--lists-only]
Writes the sample month: DIR/lists/{unit}/…, DIR/people.csv, DIR/reference/…, DIR/truth.json;
with --lists-only the lists alone, all in DIR.
Example: node samples/write.ts --sample thanh-oai --out out/thanh-oai
The lists kept in samples/lists: node samples/write.ts --sample small --lists-only --out samples/lists`;

/** A month's files by their paths, as the contract *Own month* wants them, the truth beside them. */
function filesOf(month: SampleMonth): [path: string, content: string | Uint8Array][] {
  return [
    ...month.lists.map(({ unit, fileName, bytes }): [string, Uint8Array] => [join('lists', unit, fileName), bytes]),
    ...Object.entries(month.reference).map(([name, content]): [string, string] => [join('reference', name), content]),
    ['people.csv', month.populationCsv],
    ['truth.json', `${JSON.stringify(month.truth, null, 1)}\n`],
  ];
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { sample: { type: 'string' }, out: { type: 'string' }, 'lists-only': { type: 'boolean' } },
  });
  const name = SAMPLE_NAMES.find((known) => known === values.sample);
  if (values.out === undefined || (name === undefined && values.sample !== 'small')) {
    console.error(USAGE);
    process.exitCode = 2;
    return;
  }
  const month = name === undefined ? await smallMonth() : await sampleMonth(name);
  const { truth, lists } = month;
  const files = values['lists-only'] ? lists.map(({ fileName, bytes }) => [fileName, bytes] as const) : filesOf(month);
  for (const [path, content] of files) {
    const target = join(values.out, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, content);
  }
  console.error(`${lists.length} lists, ${truth.rows.length} rows, ${truth.people} people in ${values.out}`);
}

if (import.meta.main) await main();
