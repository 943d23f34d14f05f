import { Buffer } from 'node:buffer';
import iconv from 'iconv-lite';
import type { Cell } from './sheet.ts';

/**
 * Text typed with an old font is stored as Latin-1 letters ("NguyÔn V¨n B"): the font's name is the only clue. Fonts
 * `.Vn…` follow TCVN 5712:1993; those that end in H show small letters as capitals. Cells of other fonts come back
 * as they are.
 */
export function inUnicode(cell: Cell): Cell {
  if (cell.kind !== 'text' || cell.font === null || !cell.font.startsWith('.Vn')) return cell;
  if (!/[\u0080-\u00ff]/.test(cell.text) || /[^\p{ASCII}\u0080-\u00ff]/u.test(cell.text)) return cell;
  const text = iconv.decode(Buffer.from(cell.text, 'latin1'), 'tcvn').normalize('NFC');
  return { ...cell, text: /H$/.test(cell.font) ? text.toUpperCase() : text, converted: true };
}
