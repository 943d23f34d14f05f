import type { ListRow } from './list-rows.ts';

/** Somebody as the registry knows them. */
interface Known {
  readonly name: string;
  readonly birth: string;
  readonly sex: string;
  readonly diedOn: string;
}

/** Reads the population file of a sample: no cell of it holds a comma or a quote. */
export function readPopulation(csv: string): Map<string, Known> {
  const [, ...lines] = csv.trimEnd().split('\n');
  return new Map(
    lines.map((line) => {
      const [id = '', name = '', birth = '', sex = '', diedOn = ''] = line.split(',');
      return [id, { name, birth, sex, diedOn }];
    }),
  );
}

/** Whether the registry knows the person of a row as the list does. What the list does not say cannot disagree. */
export function isKnownAs(row: ListRow, known: Known | undefined): boolean {
  if (known === undefined) return false;
  const sameBirth = known.birth.startsWith(row.birth);
  const sameSex = row.sex === '' || row.sex === known.sex;
  return sameBirth && sameSex && isSameName(row.name, known.name);
}

/** Ruling 11: case and the place of the tone mark do not matter; a name with no mark at all stands for the marked one. */
function isSameName(listed: string, known: string): boolean {
  if (spelling(listed) === spelling(known)) return true;
  const isPlain = withoutMarks(listed) === listed.normalize('NFC').toLowerCase();
  return isPlain && withoutMarks(known) === withoutMarks(listed);
}

/** Grave, tilde, acute, hook above, dot below: one a syllable, and which of its vowels carries it is a matter of taste. */
const TONES = /[\u0300\u0303\u0301\u0309\u0323]/g;

/** Each syllable as its letters and then its tone. */
function spelling(name: string): string {
  return name
    .normalize('NFD')
    .toLowerCase()
    .split(/\s+/)
    .map((syllable) => syllable.replace(TONES, '').normalize('NFC') + (syllable.match(TONES) ?? []).join(''))
    .join(' ');
}

function withoutMarks(name: string): string {
  return name.normalize('NFD').toLowerCase().replace(/\p{M}/gu, '').replaceAll('đ', 'd').replace(/\s+/g, ' ');
}
