import { playSeeds } from './run-seeds.ts';
const [from, seeds] = process.argv.slice(2).map(Number);
const t = Date.now();
const r = await playSeeds({ from: from!, seeds: seeds!, sideBySide: 2 }, (one) => { if (one.violations.length) console.log(one.seed, one.violations.slice(0, 5)); });
const sum: Record<string, number> = {}; for (const o of r) for (const [k, v] of Object.entries(o.happened)) sum[k] = (sum[k] ?? 0) + v;
console.log(r.length, 'seeds', r.filter((o) => o.violations.length).length, 'bad', (Date.now() - t) / 1000, 's', JSON.stringify(sum));
