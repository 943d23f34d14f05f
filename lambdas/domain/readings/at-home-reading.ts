import type { RowCells } from '../lists/list-column.ts';
import type { RowNote } from '../lists/list-row.ts';
import { noteOf } from '../lists/note-catalogue.ts';
import { folded } from './folded-text.ts';

/** A remark must say that the money is brought home; that somebody is ill says nothing of how they are paid. */
const PAID_AT_HOME = /\b(chi|tra)( tien| tro cap)? tai nha\b/;
const AT_HOME = /\btai nha\b/;
/** "Không chi trả tại nhà", "thôi trả tại nhà"; not "không đi lại được, chi trả tại nhà". */
const DENIED =
  /\b(khong|chua|thoi|ngung|dung|het)( con| can| phai| duoc)*( chi| tra| nhan| linh| tien| tro cap)* tai nha\b|\btai nha (nua|khong)$/;

const YES = /^\s*([xv+1✓✔√×]|c|có|yes|y|true)\s*$/i;
const NO = /^\s*([0-]|k|không|no|n|false)\s*$/i;

/**
 * Whether the list says that somebody is paid at home, as those who are seriously ill are (S1 §8, "chi trả tại nhà"):
 * in a column of its own, as the way of payment, or in a remark. Null where the list says nothing of it.
 */
export function readAtHome({ atHome, channel, remark }: RowCells, notes: RowNote[]): boolean | null {
  if (atHome !== undefined) {
    const text = atHome.text.normalize('NFC');
    if (YES.test(text)) return true;
    if (NO.test(text)) return false;
    const words = folded(text);
    if (AT_HOME.test(words)) return !DENIED.test(words);
    if (text.trim() !== '') notes.push(noteOf('at-home-unreadable', 'atHome', atHome.text));
  }
  return says(channel?.text, AT_HOME) || says(remark?.text, PAID_AT_HOME) ? true : null;
}

function says(text: string | undefined, words: RegExp): boolean {
  // Folding costs, and is spared nearly every row: "nhà" keeps its first letters in every spelling.
  if (text === undefined || !/nh/i.test(text)) return false;
  const own = folded(text);
  return words.test(own) && !DENIED.test(own);
}
