import { loadOtherwise } from './engine/loading.ts';

loadOtherwise();
const { prepare, simulateSeed } = await import('./simulate-seed.ts');
const { Functions } = await import('./engine/functions.ts');
const { World } = await import('./engine/world.ts');
const { Tables } = await import('./cloud/tables.ts');
const { Buckets } = await import('./cloud/buckets.ts');
prepare();
const count = new Map<string, number>();
const reqs = new Map<string, number>();
const real = Functions.prototype.invoke;
Functions.prototype.invoke = function (task, event) {
  count.set(task, (count.get(task) ?? 0) + 1);
  return real.call(this, task, event);
};
const realR = World.prototype.request;
World.prototype.request = function (service, command) {
  const l =
    service === 's3'
      ? Buckets.label(command).replace(/[0-9]{4,}.*/, '')
      : service === 'dynamodb'
        ? Tables.label(command)
        : 'sfn';
  const c = (command as any).constructor.name + ' ' + l.slice(0, 40);
  reqs.set(c, (reqs.get(c) ?? 0) + 1);
  return realR.call(this, service, command);
};
await simulateSeed(99);
let n = 0;
const t0 = process.cpuUsage();
count.clear();
reqs.clear();
for (let s = 300; s < 320; s++) {
  const c = process.cpuUsage();
  const r = await simulateSeed(s);
  const d = process.cpuUsage(c);
  console.log(s, Math.round((d.user + d.system) / 1000), r.events, r.payments, r.lists);
  n++;
}
const d = process.cpuUsage(t0);
console.log('cpu per seed', (d.user + d.system) / 1000 / n);
console.log(
  [...count]
    .sort((a, b) => b[1] - a[1])
    .map(([k, v]) => `${k} ${(v / n).toFixed(1)}`)
    .join(', '),
);
console.log(
  [...reqs]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 30)
    .map(([k, v]) => `${k} ${(v / n).toFixed(1)}`)
    .join('\n'),
);
