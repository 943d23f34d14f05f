import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ownPeakMemoryMiB } from '../../bin/bench/tell-reading.ts';
import { deploymentConfig } from '../../lib/deployment-config.ts';
import { setEnvironment } from '../simulation/engine/deployment.ts';
import { ScaleCloud } from './cloud.ts';
import { playMonth } from './play-month.ts';
import { provinceOf } from './province.ts';
import type { ScaleFigures } from './scale-figures.ts';

/*
 * A process that plays one province's month with the sizes of `cdk.json` and tells what it came to as JSON:
 * `main.ts PEOPLE [COMMUNES]`. The store lives here; each function in processes of its own.
 */
const [people = '10000', communes] = process.argv.slice(2);
const context = z.object({ context: z.object({ ansinh: deploymentConfig }) });
const cdk: unknown = JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8'));
setEnvironment({ SANDBOX: 'true' });
const cloud = new ScaleCloud(context.parse(cdk).context.ansinh);
cloud.answerHere();
const province = provinceOf(Number(people), communes === undefined ? undefined : Number(communes));
const started = performance.now();
const tell = (line: string) => process.stderr.write(`  ${people} people, ${line}\n`);
cloud.functions.onError = (task, error) => tell(`${task} failed: ${error.message}`);
const { paid, phases } = await playMonth(cloud, province, tell);
cloud.functions.end();
const figures: ScaleFigures = {
  people: province.people,
  communes: province.parts.reduce((sum, part) => sum + part.communes.length, 0),
  payments: paid.instructed.people,
  files: paid.files.length,
  seconds: (performance.now() - started) / 1000,
  storeSeconds: cloud.storeSeconds,
  storeMemoryMiB: ownPeakMemoryMiB(),
  phases,
  tasks: Object.fromEntries(
    [...cloud.functions.figures].sort(([, one], [, other]) => other.cpuSeconds - one.cpuSeconds),
  ),
  tables: cloud.accesses.loads(),
  limits: { payload: cloud.limits.payloads, history: cloud.limits.histories, map: cloud.limits.maps },
};
process.stdout.write(`${JSON.stringify(figures)}\n`);
process.exit();
