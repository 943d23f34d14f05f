/**
 * Enough of a person to tell whether two rows with one id mean the same one, in three numbers: a list of a million
 * rows cannot keep a million names. Zero is "not given".
 */
export interface PersonMarks {
  /** Of the name's letters without marks and case. */
  readonly letters: number;
  /** Of its marks, syllable by syllable, so that hoà and hòa are one; zero of a name typed without any. */
  readonly marks: number;
  readonly year: number;
}

const NOBODY: PersonMarks = { letters: 0, marks: 0, year: 0 };
/** Beyond the last letter of Vietnamese (U+1EF9). */
const END = 0x1efa;
const LETTERS = new Uint8Array(END);
const MARKS = new Uint32Array(END);
for (let code = 0x41; code < END; code++) {
  const [base = '', ...marks] = String.fromCharCode(code).toLowerCase().normalize('NFD');
  // Đ does not decompose; Ð is what old files have in its place.
  const letter = base === 'đ' || base === 'ð' ? 'd' : base;
  if (!/^[a-z]$/.test(letter)) continue;
  LETTERS[code] = letter.charCodeAt(0);
  // Summed over a syllable, marks tell the same wherever they stand in it.
  MARKS[code] = marks.reduce((sum, mark) => sum + Math.imul(mark.charCodeAt(0), 0x9e3779b1), letter === base ? 0 : 7);
}

/** @param name as it is kept (NFC, single spaces). @param birthDate of which the first four digits are the year. */
export function marksOf(name: string | null, birthDate: string | null): PersonMarks {
  const year = birthDate === null ? 0 : Number(birthDate.slice(0, 4));
  if (name === null) return year === 0 ? NOBODY : { letters: 0, marks: 0, year };
  let [letters, marks, ofSyllable] = [0x9747b28c, 0, 0];
  for (let index = 0; index <= name.length; index++) {
    const code = index < name.length ? name.charCodeAt(index) : SPACE;
    const letter = LETTERS[code] ?? 0;
    if (letter !== 0) {
      letters = Math.imul(letters ^ letter, 0x9e3779b1);
      ofSyllable = (ofSyllable + (MARKS[code] ?? 0)) >>> 0;
    } else if (code === SPACE) {
      if (ofSyllable !== 0 || marks !== 0) marks = Math.imul(marks ^ ofSyllable, 0x85ebca77) + 1;
      ofSyllable = 0;
    }
  }
  return { letters: letters >>> 0, marks: marks >>> 0, year };
}

const SPACE = 0x20;

/** Whether both may be the same person: names as Vietnamese names compare, one of them perhaps without marks, and years. */
export function mayBeSame(one: PersonMarks, other: PersonMarks): boolean {
  const sameYear = one.year === 0 || other.year === 0 || one.year === other.year;
  if (one.letters === 0 || other.letters === 0) return sameYear;
  const sameMarks = one.marks === 0 || other.marks === 0 || one.marks === other.marks;
  return sameYear && sameMarks && one.letters === other.letters;
}
