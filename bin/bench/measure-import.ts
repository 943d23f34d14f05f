import { pathToFileURL } from 'node:url';
import { tellReading } from './tell-reading.ts';

/** How long a function's bundle takes to load in a new process: `node measure-import.ts BUNDLE`. */
const [bundle = ''] = process.argv.slice(2);
await tellReading(async () => {
  await import(pathToFileURL(bundle).href);
  return 1;
});
