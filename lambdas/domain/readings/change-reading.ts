import type { RowChange } from '../lists/list-row.ts';
import { folded } from './folded-text.ts';

/**
 * The words by which change lists (danh sách tăng, giảm, điều chỉnh) say what a row does to the roll, folded. The
 * first that fits counts: a changed rate ("tăng mức") adjusts, and so does an account that is added. Folding makes
 * other words look alike: giám hộ, giám định, giảm nghèo; tang lễ, tặng quà; mất sức, mất nguồn nuôi dưỡng.
 */
const CHANGES: readonly (readonly [RegExp, RowChange])[] = [
  [
    /^(dieu chinh|dc$|thay doi|thay the|sua|dinh chinh|cap nhat|bo sung (so|tai khoan|tk|stk|thong tin|cccd|ngay|giay)|(nang|ha|tang|giam) (muc|he so|tien|hang)|(doi|chuyen) (doi )?(so |ten )?(muc|tai khoan|tk|stk|nguoi nhan|nguoi linh|hinh thuc|thong tin|dia chi|ngan hang|doi tuong|nhom|che do)|adjust|update)/,
    'adjust',
  ],
  [
    /^(tang(?! (qua|le|che|vat|huan|huy|thuong))|t$|bo sung|them|phat sinh tang|phat sinh moi|moi$|moi (huong|tang|phat sinh)|huong moi|huong lai|duoc huong|du dieu kien|khoi phuc|phuc hoi|nhan chuyen den|tiep nhan|chuyen den$|chuyen den tu|chuyen (tu .* )?(den|ve)$|increase|new$|add)/,
    'increase',
  ],
  [
    /^(giam(?! (ho|dinh|sat|doc|ngheo))|g$|cat|thoi$|thoi (huong|chi|tro|khong)|ngung|dung|tam (dung|ngung)|chet|mat$|mat (ngay|thang|nam|do|vi|\d)|da (mat|chet)|tu (tran|vong)|qua doi|bao tu|chuyen (di|xa|tinh|huyen|phuong|khau|noi)|het (tuoi|han|thoi|dieu|tieu)|khong (con |du )|xoa|decrease|stop|remove|deceased|died)/,
    'decrease',
  ],
];

/** What a cell says of a change, or null: "Tăng mới", "Chết", "Chuyển đến", "Điều chỉnh mức". */
export function readChange(text: string): RowChange | null {
  const words = folded(text);
  if (words === '' || (/\btang\b/.test(words) && /\bgiam\b/.test(words))) return null;
  return CHANGES.find(([pattern]) => pattern.test(words))?.[1] ?? null;
}

const ENDED =
  /^(chet|da (mat|chet)|tu vong|qua doi|bao tu|mat (ngay|thang|nam) \d|chuyen (di|den noi khac|noi khac|khau|xa|tinh|huyen)|thoi (huong|chi|tro cap)|cat (giam|che do|huong|tro cap)|dung (huong|chi|tro cap)|ngung (huong|chi|tro cap)|tam (dung|ngung)|het (tuoi|thoi gian|han) huong|khong con)\b/;

/**
 * Whether a remark in a full list says that a benefit has ended: "chết ngày 3/5", "chuyển đi". It decides nothing, and
 * is stricter than {@link readChange}, since remarks say much else ("cắt cụt chân", "mất sức").
 */
export function saysEnded(remark: string): boolean {
  return ENDED.test(folded(remark));
}

/** What may stand before the change in the heading of a section or the name of a sheet. */
const LEAD =
  /^((danh sach|ds|phan|bien dong|cac|so|doi tuong|nguoi( huong)?|truong hop|tro cap|hang thang|co cong( voi cach mang)?|bao tro xa hoi|btxh|ncc|htxh|bhxh|huu tri xa hoi|cao tuoi|khuyet tat) )*/;
/** What may follow it: anything else is a person whose family name is Tăng, or no heading of a change. */
const HEADING =
  /^(tang|giam|cat giam|cat|thoi huong|dung huong|ngung huong|dieu chinh|bo sung moi|chuyen di|chuyen den|chet|huong moi|phat sinh (tang|giam))( (moi|trong|thang|t\d*|ky|nam|do|vi|so voi|muc|thong tin|tai khoan|doi tuong|nguoi|tro cap|huong tro|che do|btxh|ncc|htxh|bhxh|bao tro|\d+)\b.*)?$/;

/** What the heading of a section, or a sheet's name, says of the rows below it: "II. Cắt giảm", "Tăng T6". */
export function readChangeHeading(text: string): RowChange | null {
  const words = folded(text).replace(LEAD, '');
  return HEADING.test(words) ? readChange(words) : null;
}

/** Whether a cell in a column of changes says that there is none: "không", "giữ nguyên", a dash, an amount. */
export function isNoChange(text: string): boolean {
  if (!/\p{L}/u.test(text)) return true;
  return /^(khong( doi| thay doi| co| bien dong)?|giu nguyen|nhu cu|cu|on dinh|binh thuong|dang huong)$/.test(
    folded(text),
  );
}
