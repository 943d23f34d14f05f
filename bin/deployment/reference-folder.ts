import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import type { ReferenceData } from '../../lambdas/domain/reference-data.ts';
import { NotPossible, type Say } from '../text/officer.ts';
import { gatherReference, type ReferenceSources } from './reference-files.ts';

/**
 * Reads the reference files of a folder; what several folders share may lie one folder up. Throws
 * {@link NotPossible} that names what is missing.
 */
export async function readReferenceFolder(folder: string, say: Say): Promise<ReferenceSources> {
  const missing: string[] = [];
  const find = async (name: string): Promise<string | undefined> => {
    const places = [join(folder, name), join(dirname(resolve(folder)), name)];
    for (const place of places) {
      const found = await readFile(place, 'utf8').catch(() => undefined);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const text = async (name: string): Promise<string> => {
    const found = await find(name);
    if (found === undefined) missing.push(name);
    return found ?? '';
  };
  const intake = await find('intake.json');
  const texts = {
    'units.csv': await text('units.csv'),
    'programmes.json': await text('programmes.json'),
    'providers.json': await text('providers.json'),
    'calendar.json': await text('calendar.json'),
    'targets.json': await text('targets.json'),
    ...(intake !== undefined && { 'intake.json': intake }),
  };
  if (missing.length > 0) {
    throw new NotPossible(
      say(
        `Thiếu ${missing.join(', ')} trong thư mục ${folder} (và thư mục cha). Hãy bổ sung rồi chạy lại.`,
        `${missing.join(', ')} missing in ${folder} (and in the folder above). Add it and run the command again.`,
      ),
    );
  }
  return texts;
}

/** Parses reference files. Throws {@link NotPossible} that says which file is wrong, and where in it. */
export function parseReference(texts: ReferenceSources, say: Say): ReferenceData {
  return gatherReference(texts, (name, parse) => within(name, say, parse));
}

function within<Result>(name: string, say: Say, parse: () => Result): Result {
  try {
    return parse();
  } catch (error) {
    const what =
      error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : String(error);
    throw new NotPossible(
      say(
        `${name} chưa đúng, hãy sửa rồi chạy lại:\n${what}`,
        `${name} is not right; mend it and run the command again:\n${what}`,
      ),
    );
  }
}
