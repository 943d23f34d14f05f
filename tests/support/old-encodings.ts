import iconv from 'iconv-lite';

/*
 * Vietnamese as old programs stored it. Each writer gives null for a text that its encoding cannot hold, so that a test
 * never asks for letters that were lost before the reader saw them.
 */

/** TCVN 5712:1993 (ABC), one byte a letter. Capitals with a tone have no place in it. */
export function inTcvn3(text: string): Uint8Array | null {
  const bytes = iconv.encode(text.normalize('NFC'), 'tcvn');
  return iconv.decode(bytes, 'tcvn') === text.normalize('NFC') ? bytes : null;
}

const TONE_MARKS = ['\u0300', '\u0301', '\u0303', '\u0309', '\u0323'];

/** windows-1258: letters with hat, breve or horn in one byte, the tone behind them in another. */
export function inWindows1258(text: string): Uint8Array | null {
  const split = text.normalize('NFD').replace(/(\p{L})(\p{M}+)/gu, (_, letter: string, marks: string) => {
    const tones = [...marks].filter((mark) => TONE_MARKS.includes(mark));
    const shapes = [...marks].filter((mark) => !TONE_MARKS.includes(mark));
    return (letter + shapes.join('')).normalize('NFC') + tones.join('');
  });
  const bytes = iconv.encode(split, 'windows-1258');
  return iconv.decode(bytes, 'windows-1258').normalize('NFC') === text.normalize('NFC') ? bytes : null;
}

/** The marks of VNI-Win behind a plain vowel, by what stands over it; capitals take the capital of the mark. */
const TONES = { '': '', '\u0301': 'ù', '\u0300': 'ø', '\u0309': 'û', '\u0303': 'õ', '\u0323': 'ï' };
const HATTED = { '': 'â', '\u0301': 'á', '\u0300': 'à', '\u0309': 'å', '\u0303': 'ã', '\u0323': 'ä' };
const BREVED = { '': 'ê', '\u0301': 'é', '\u0300': 'è', '\u0309': 'ú', '\u0303': 'ü', '\u0323': 'ë' };
/** I has its marks in one letter, and so has y with a dot below. */
const SINGLE: Readonly<Record<string, string>> = {
  í: 'í',
  ì: 'ì',
  ỉ: 'æ',
  ĩ: 'ó',
  ị: 'ò',
  ỵ: 'î',
  đ: 'ñ',
  ơ: 'ô',
  ư: 'ö',
};

/** VNI-Win: a vowel and its marks in two letters of Latin-1, as fonts `VNI-…` show them. */
export function inVni(text: string): string {
  return [...text.normalize('NFC')].map(vniLetter).join('');
}

function vniLetter(letter: string): string {
  const small = letter.toLowerCase();
  const isCapital = letter !== small;
  const inCase = (vni: string): string => (isCapital ? vni.toUpperCase() : vni);
  const single = SINGLE[small];
  if (single !== undefined) return inCase(single);
  const [base = '', ...marks] = small.normalize('NFD');
  if (marks.length === 0) return letter;
  const tone = marks.find((mark): mark is keyof typeof TONES => mark in TONES) ?? '';
  if (marks.includes('\u0302')) return inCase(base + HATTED[tone]);
  if (marks.includes('\u0306')) return inCase(base + BREVED[tone]);
  if (marks.includes('\u031b')) return inCase((SINGLE[`${base}\u031b`.normalize('NFC')] ?? base) + TONES[tone]);
  return inCase(base + TONES[tone]);
}

/** A text as an old font's bytes look when they are taken for Latin-1: what XLSX stores under fonts `.Vn…`. */
export function asLatin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}
