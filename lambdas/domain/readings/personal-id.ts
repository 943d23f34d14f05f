import type { ListCell } from '../lists/list-cell.ts';
import type { RowNote } from '../lists/list-row.ts';
import { noteOf } from '../lists/note-catalogue.ts';
import type { Period } from '../period.ts';
import { type BirthDate, type PersonalId, personalId, type Sex } from '../person.ts';
import { folded, halfWidth } from './folded-text.ts';
import { countDigits, isDigits } from './letters.ts';

/**
 * Provinces of birth registration, by the codes from before July 2025 (circular 59/2021/TT-BCA): an id keeps them for
 * life. People born abroad have others, so an unknown code is a warning only.
 */
const PROVINCES = new Set(
  (
    '001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040 042 ' +
    '044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084 086 087 ' +
    '089 091 092 093 094 095 096'
  ).split(' '),
);
/** Two zeros may only be put back where the id must then begin with one of these. */
const TWO_ZEROS = new Set(['001', '002', '004', '006', '008']);
/** Beyond this, a number in a cell has lost digits: a double holds 15 safely (IEEE 754, and Excel's own limit). */
const EXACT_DIGITS = 15;

export interface IdReading {
  readonly id: PersonalId | null;
  readonly notes: readonly RowNote[];
}

/**
 * Reads a personal id (số CCCD, số định danh cá nhân: `PPP G YY NNNNNN`, no check digit). Repairs only what is
 * certain: zeros that Excel dropped, separators and full-width digits; every repair is a warning.
 */
export function readPersonalId(cell: ListCell | undefined, month: Period): IdReading {
  if (cell?.kind === 'text' && isPersonalId(cell.text)) return checked(cell.text, cell.text, cell, month);
  const text = cell === undefined ? '' : halfWidth(cell.text).trim();
  if (cell === undefined || countDigits(text) === 0) return { id: null, notes: [noteOf('id-missing', 'personalId')] };
  const fail = (code: 'id-unreadable' | 'id-damaged' | 'id-old-card'): IdReading => ({
    id: null,
    notes: [noteOf(code, 'personalId', cell.text)],
  });
  if (isScientific(text)) return fail('id-damaged');
  if (!isWholeNumber(cell)) return fail('id-unreadable');
  const digits = text.replace(/^(\d+)\.00?$/, '$1').replace(/[\s'’‘`".,\-_=\u200B-\u200D\u2060\uFEFF]/g, '');
  if (!isDigits(digits)) {
    const only = onlyIdIn(text);
    return only === null ? fail('id-unreadable') : checked(only, only, cell, month);
  }
  if (digits.length > EXACT_DIGITS && cell.kind === 'number') return fail('id-damaged');
  if (digits.length === 9 || digits.length === 8) return fail('id-old-card');
  const whole = withZeros(digits);
  if (whole === null) return fail('id-unreadable');
  return checked(personalId.parse(whole), digits, cell, month);
}

function isPersonalId(text: string): text is PersonalId {
  return text.length === 12 && isDigits(text);
}

/** Words that stand beside an id and say nothing of whose it is. */
const BESIDE_ID = /\b(so|cccd|cmnd|cmt|can cuoc|cong dan|ddcn|dinh danh|ca nhan|cap|ngay|cu|moi)\b/g;

/** The one group of twelve digits in "CCCD: 001050004444 cấp ngày 1/2/2021"; null where words say something else. */
function onlyIdIn(text: string): PersonalId | null {
  const groups = text.match(/(?<![\p{L}\d])\d{12}(?![\p{L}\d])/gu) ?? [];
  const [only] = groups;
  if (only === undefined || groups.length > 1 || /[a-z]/.test(folded(text).replace(BESIDE_ID, ' '))) return null;
  return personalId.parse(only);
}

function checked(whole: PersonalId, digits: string, cell: ListCell, month: Period): IdReading {
  if (isOneDigit(whole) || birthYearOf(whole) > Number(month.slice(0, 4))) {
    return { id: null, notes: [noteOf('id-impossible', 'personalId', cell.text)] };
  }
  const notes: RowNote[] = [];
  if (whole !== digits) notes.push(noteOf('id-zeros-restored', 'personalId', cell.text, whole));
  else if (whole !== cell.text.trim()) notes.push(noteOf('id-cleaned', 'personalId', cell.text, whole));
  if (!PROVINCES.has(whole.slice(0, 3))) notes.push(noteOf('id-unknown-province', 'personalId'));
  return { id: whole, notes };
}

/** "000000000000": typed to fill the cell. */
function isOneDigit(id: PersonalId): boolean {
  return id.charCodeAt(0) === id.charCodeAt(1) && id === id.charAt(0).repeat(id.length);
}

/** Whether text is what Excel shows of a number too long for its column: the digits are gone. */
export function isScientific(text: string): boolean {
  return /^[+-]?\d+([.,]\d+)?E[+-]?\d+$/i.test(text);
}

/**
 * Whether a cell that is no text may be a number of a person at all: a minus or a fraction is no separator that
 * somebody typed, and a date is none.
 */
export function isWholeNumber({ kind, text }: ListCell): boolean {
  return kind === 'text' || (kind === 'number' && /^\d+(\.0+)?$/.test(text));
}

function withZeros(digits: string): string | null {
  if (digits.length === 12) return digits;
  if (digits.length === 11 && PROVINCES.has(`0${digits.slice(0, 2)}`)) return `0${digits}`;
  if (digits.length === 10 && TWO_ZEROS.has(`00${digits.slice(0, 1)}`)) return `00${digits}`;
  return null;
}

function digitAt(id: PersonalId, index: number): number {
  return id.charCodeAt(index) - 0x30;
}

/** The birth year in an id: its fourth digit gives century and sex, the next two the year. */
function birthYearOf(id: PersonalId): number {
  return 1900 + Math.floor(digitAt(id, 3) / 2) * 100 + digitAt(id, 4) * 10 + digitAt(id, 5);
}

/** The sex in an id: even is male, odd is female. */
function sexOf(id: PersonalId): Sex {
  return digitAt(id, 3) % 2 === 0 ? 'male' : 'female';
}

/** An id that contradicts the row's own sex or birth year is for review: one of them is wrong. */
export function contradictions(id: PersonalId, birth: BirthDate | null, sex: Sex | null): RowNote[] {
  const notes: RowNote[] = [];
  if (sex !== null && sexOf(id) !== sex) notes.push(noteOf('id-contradicts-sex', 'personalId'));
  if (birth !== null && birthYearOf(id) !== Number(birth.slice(0, 4))) {
    notes.push(noteOf('id-contradicts-birth-year', 'personalId'));
  }
  return notes;
}
