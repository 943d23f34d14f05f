import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';

const lockFile = z.object({
  packages: z.record(
    z.string(),
    z.object({
      optionalDependencies: z.record(z.string(), z.string()).optional(),
      integrity: z.string().optional(),
      inBundle: z.boolean().optional(),
      optional: z.boolean().optional(),
    }),
  ),
});
const packageFile = z.object({
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
});
const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

// npm leaves out a platform's package that a registry does not serve where the lock file is written, and `npm ci` then
// refuses the file everywhere. The entry may be written by hand: version, os, cpu, libc.
it('The lock file names the packages of every platform, so that npm ci takes it on all of them', () => {
  const { packages } = lockFile.parse(JSON.parse(read('package-lock.json')));
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !(`node_modules/${name}` in packages) && !(`${path}/node_modules/${name}` in packages),
    ),
  );
  expect(missing).toEqual([]);
});

it('Every dependency is pinned to one version, and every package that is not one platform’s tool to its bytes', () => {
  const { dependencies, devDependencies } = packageFile.parse(JSON.parse(read('package.json')));
  for (const version of Object.values({ ...dependencies, ...devDependencies })) {
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  }
  const { packages } = lockFile.parse(JSON.parse(read('package-lock.json')));
  const unsealed = Object.entries(packages).filter(
    // What comes inside another package is sealed with it; the entries written by hand (above) know no bytes.
    ([path, { integrity, inBundle, optional }]) =>
      path !== '' && !inBundle && !optional && !integrity?.startsWith('sha512-'),
  );
  expect(unsealed.map(([path]) => path)).toEqual([]);
});

// Tools of development: the local cloud, cfn-lint, what intake is measured beside. Nothing of Python is deployed.
it.each([
  'bin/local-cloud/requirements.txt',
  'tests/template-lint/requirements.txt',
  'tests/bench/peers/requirements.txt',
])('Every Python package is pinned to one version and to its bytes: %s', (path) => {
  const entries = read(path)
    .split(/\n(?=[a-z])/i)
    .filter((entry) => !entry.startsWith('#'));
  expect(entries.length).toBeGreaterThan(5);
  for (const entry of entries) expect(entry).toMatch(/^[\w.-]+==\S+.*--hash=sha256:[0-9a-f]{64}/s);
});
