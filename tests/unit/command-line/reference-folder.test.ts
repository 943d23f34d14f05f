import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseReference, readReferenceFolder } from '../../../bin/deployment/reference-folder.ts';
import { sayIn } from '../../../bin/text/officer.ts';

const REFERENCE = join(import.meta.dirname, '..', '..', '..', 'samples', 'reference');
const say = sayIn('vi');
let copy: string;

beforeEach(async () => {
  copy = await mkdtemp(join(tmpdir(), 'ansinh-reference-'));
  await cp(REFERENCE, copy, { recursive: true });
});
afterEach(() => rm(copy, { recursive: true }));

describe('a folder of reference files', () => {
  it('takes what it lacks from the folder above, where samples share it', async () => {
    const { units, providers } = parseReference(await readReferenceFolder(join(copy, 'thanh-oai'), say), say);
    expect(units.some(({ code }) => code === '10114')).toBe(true);
    expect(providers.length).toBeGreaterThan(0);
  });

  it('names every file that is nowhere', async () => {
    await rm(join(copy, 'providers.json'));
    await rm(join(copy, 'thanh-oai', 'calendar.json'));
    await expect(readReferenceFolder(join(copy, 'thanh-oai'), say)).rejects.toThrow(
      'Thiếu providers.json, calendar.json',
    );
  });

  it('takes lists in by the defaults where it says nothing of it', async () => {
    await rm(join(copy, 'intake.json'));
    const { intake } = parseReference(await readReferenceFolder(join(copy, 'thanh-oai'), say), say);
    expect(intake.swing).toEqual({
      peopleShare: 0.2,
      leastPeople: 10,
      leftShare: 0.4,
      amountShare: 0.3,
      leastAmount: 10_000_000,
    });
  });

  it('says which file is wrong, and where in it', async () => {
    await writeFile(join(copy, 'thanh-oai', 'calendar.json'), '{ "listsBeforeDay": 40 }');
    const texts = await readReferenceFolder(join(copy, 'thanh-oai'), say);
    expect(() => parseReference(texts, say)).toThrow(/calendar\.json chưa đúng[\s\S]*listsBeforeDay/);
  });
});
