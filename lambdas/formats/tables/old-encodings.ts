/**
 * The encodings of Vietnamese text before Unicode, as tables. Bytes and letters of Latin-1 are the same numbers, so
 * both kinds of old text are decoded here: the bytes of a CSV file, and what a workbook keeps of a cell under an old
 * font.
 */
export type OldEncoding = 'tcvn' | 'vni';

/** TCVN 5712:1993 (TCVN3, ABC) from 0x80 on. Its marks that stand alone combine with the letter before them. */
const TCVN_HIGH =
  'ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ\u00a0ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴ' +
  'ẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ';
/** The capitals that it keeps among the control characters (VN1). */
const TCVN_LOW: readonly (readonly [number, string])[] = [
  [0x01, 'Ú'],
  [0x02, 'Ụ'],
  [0x04, 'Ừ'],
  [0x05, 'Ử'],
  [0x06, 'Ữ'],
  [0x11, 'Ứ'],
  [0x12, 'Ự'],
  [0x13, 'Ỳ'],
  [0x14, 'Ỷ'],
  [0x15, 'Ỹ'],
  [0x16, 'Ý'],
  [0x17, 'Ỵ'],
];

/** A letter for every byte. */
const TCVN: readonly string[] = tcvnTable();

function tcvnTable(): string[] {
  const table = Array.from({ length: 128 }, (_, byte) => String.fromCharCode(byte));
  for (const [byte, letter] of TCVN_LOW) table[byte] = letter;
  return [...table, ...TCVN_HIGH];
}

/**
 * VNI for Windows: a letter, then the letter of Latin-1 that stands for its mark. Both are written in the case of the
 * letter, though some keyboards left the mark in small letters.
 */
const VNI_MARKS: Readonly<Record<string, string>> = {
  a: 'ùá øà ûả õã ïạ ââ áấ àầ åẩ ãẫ äậ êă éắ èằ úẳ üẵ ëặ',
  e: 'ùé øè ûẻ õẽ ïẹ âê áế àề åể ãễ äệ',
  o: 'ùó øò ûỏ õõ ïọ âô áố àồ åổ ãỗ äộ',
  ô: 'ùớ øờ ûở õỡ ïợ',
  u: 'ùú øù ûủ õũ ïụ',
  ö: 'ùứ øừ ûử õữ ïự',
  y: 'ùý øỳ ûỷ õỹ',
};
/** Letters that one byte stands for. */
const VNI_ALONE = 'íí ìì æỉ óĩ òị ôơ öư îỵ ñđ';

const VNI_PAIRS = new Map<string, string>();
const VNI_SINGLES = new Map<string, string>();
for (const [letter, pairs] of Object.entries(VNI_MARKS)) {
  for (const [mark = '', whole = ''] of pairs.split(' ').map((pair) => [...pair])) {
    VNI_PAIRS.set(letter + mark, whole);
    VNI_PAIRS.set(letter.toUpperCase() + mark.toUpperCase(), whole.toUpperCase());
    VNI_PAIRS.set(letter.toUpperCase() + mark, whole.toUpperCase());
  }
}
for (const [old = '', letter = ''] of VNI_ALONE.split(' ').map((pair) => [...pair])) {
  VNI_SINGLES.set(old, letter);
  VNI_SINGLES.set(old.toUpperCase(), letter.toUpperCase());
}

/** Text of which every character is a byte (Latin-1), decoded. NFC. */
export function decodeOld(latin: string, encoding: OldEncoding): string {
  return encoding === 'tcvn' ? fromTcvn(latin) : fromVni(latin);
}

function fromTcvn(latin: string): string {
  let text = '';
  for (let index = 0; index < latin.length; index++) text += TCVN[latin.charCodeAt(index)] ?? latin[index];
  return text.normalize('NFC');
}

function fromVni(latin: string): string {
  let text = '';
  for (let index = 0; index < latin.length; index++) {
    const letter = latin.charAt(index);
    const pair = VNI_PAIRS.get(letter + latin.charAt(index + 1));
    if (pair !== undefined) index += 1;
    text += pair ?? VNI_SINGLES.get(letter) ?? letter;
  }
  return text;
}

/** The bytes of an old text as the Latin-1 letters of the same numbers. */
export function latinOf(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
}
