import { startRegistryServer } from '../../tests/support/registry-server.ts';
import { citizens } from './bench-list-rows.ts';

/** The registry's stub over HTTP, in a process of its own: `registry-process.ts PEOPLE`, forked. It tells its address. */
const people = Number(process.argv[2]);
const population = new Map([...citizens(people)].map((citizen) => [citizen.personalId, citizen]));
const { url } = await startRegistryServer({ population });
process.on('disconnect', () => process.exit());
process.send?.(url);
