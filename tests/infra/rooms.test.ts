import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, it } from 'vitest';

/** Names what adapters do for use cases, in the words of every room: it stands above them, whatever its folder. */
const PORTS = join('lambdas', 'domain', 'ports.ts');
const IMPORT = /\bfrom '(\.[^']+)'/g;

/** From which room to which others the files of a folder's rooms import; the folder itself is a room too. */
function roomsOf(folder: string): Map<string, Set<string>> {
  const rooms = new Map<string, Set<string>>();
  for (const file of globSync(`${folder}/**/*.ts`).filter((name) => name !== PORTS)) {
    for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(IMPORT)) {
      const from = dirname(file);
      const to = dirname(normalize(join(from, path)));
      if (from === to || !to.startsWith(folder) || path.endsWith('/ports.ts')) continue;
      rooms.set(from, (rooms.get(from) ?? new Set()).add(to));
    }
  }
  return rooms;
}

/** A way from a room back to itself; undefined where there is none. */
function circleIn(rooms: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] | undefined {
  const done = new Set<string>();
  const follow = (way: readonly string[]): readonly string[] | undefined => {
    const here = way.at(-1) ?? '';
    if (way.indexOf(here) < way.length - 1) return way;
    if (done.has(here)) return undefined;
    for (const next of rooms.get(here) ?? []) {
      const circle = follow([...way, next]);
      if (circle) return circle;
    }
    done.add(here);
    return undefined;
  };
  for (const room of rooms.keys()) {
    const circle = follow([room]);
    if (circle) return circle;
  }
  return undefined;
}

it.each([join('lambdas', 'domain'), join('lambdas', 'formats')])(
  'The rooms of %s import in one direction',
  (folder) => {
    const rooms = roomsOf(folder);
    expect(rooms.size).toBeGreaterThan(5);
    expect(circleIn(rooms)).toBeUndefined();
  },
);
