import { folded, tidyText } from '../../domain/readings/folded-text.ts';

/**
 * What a row without anything certain of a person may be. Words are anchored at the beginning, and those that are
 * surnames too (Tống, Tô, Phan, Thân) only count with their marks or with the words that follow: a person must never
 * be taken for a heading.
 */

const TOTAL =
  /^(trong đó|mang sang|(cộng )?(từ )?trang (trước|sau|này)|(cộng )?chuyển (sang )?trang|tổng( số| cộng| tiền| hợp)?|cộng|l(uỹ|ũy|uy)\s?kế|cộng (dồn|trang|thôn|xóm|nhóm|mục|tổ|mang sang|chuyển sang))(\s|[:.;,(\d]|$)/;
const TOTAL_WITHOUT_MARKS = /^(tong cong|tong so|cong|cong trang|luy ke)( \d.*)?$/;

/** "Tổng cộng", "Cộng thôn Minh Đức: 12 người", "Cộng mang sang". */
export function isTotal(text: string): boolean {
  const words = tidyText(text).toLowerCase();
  return TOTAL.test(words) || (TOTAL_WITHOUT_MARKS.test(folded(words)) && words === folded(words));
}

const FOOTER =
  /^((tong )?so tien (viet )?bang chu|bang chu|viet bang chu|an dinh danh sach|danh sach (nay )?(co|gom) |nguoi lap|lap bieu|ke toan|chu tich|pho chu tich|tm uy ban|t m |tm ubnd|kt chu tich|k t |xac nhan|ghi chu|luu y|noi nhan|can bo (lap|phu trach|chinh sach|lao dong|van hoa|chi tra)|cong chuc|thu quy|thu truong|giam doc|truong phong|truong thon|nhan vien chi tra|ky ghi ro|ky ten|nguoi (duyet|kiem tra|nhan tien|chi tien))/;
const DATED = /\bngay (\d+ )?thang (\d+ )?nam\b/;

/** What ends a table: the sum in words, place and date, signatures, remarks. */
export function isFooter(text: string): boolean {
  const words = folded(text);
  return FOOTER.test(words) || DATED.test(words);
}

const VILLAGE = /^(thôn|xóm|bản|tổ dân phố|tổ|tdp|ấp|khu phố|khu dân cư|khu|làng|buôn)\s+\S/;
const VILLAGE_WITHOUT_MARKS = /^(thon|xom|to dan pho|tdp|khu pho|khu dan cu|to|khu|ap|ban) (so )?\d+$|^(thon|xom) /;

/** "Thôn Minh Đức", "Tổ dân phố 3": the village of the rows below. */
export function isVillage(text: string): boolean {
  const words = tidyText(text).toLowerCase();
  return VILLAGE.test(words) || (words === folded(words) && VILLAGE_WITHOUT_MARKS.test(words));
}

const HEADING =
  /^(nguoi (co|huong|cao|khuyet|don|phuc|hoat|bi|nhiem|tham|nhan|dan|cham|tam|ngheo|tren|du|mac)|doi tuong|cac |nhom |thuong binh|benh binh|than nhan (nguoi|liet|cua|tuat|ncc|huong|cbcm)|(ba )?me viet nam|anh hung (llvt|luc luong|lao dong)|bao tro|btxh|ncc|htxh|bhxh|huu tri|tro cap|tro giup|tre em|khuyet tat|quyet dinh|qd |con de |hdkc|hoat dong (khang|cach)|can bo lao thanh|quan nhan|uu dai|che do|danh sach|luong huu|tuat |tho cung|mat suc|chat doc|tien khoi nghia|lao thanh|ho ngheo|gia dinh )/;

/** "Người có công với cách mạng", "Đối tượng bảo trợ xã hội": the heading of a group. */
export function isHeading(text: string): boolean {
  return HEADING.test(`${folded(text)} `);
}

/**
 * The numbering before a group's name and how deep it is: letters, Roman numerals, numbers, then small letters.
 * Null where there is none.
 */
export function groupMarker(text: string): { level: number; rest: string } | null {
  const match =
    /^\s*([IVX]{1,6}|[A-H]|\d{1,2}(?:\.\d{1,2})*|[a-h]|[-*+•])(?:\s*[.)\-:/]+)?\s+(\S.*)|^\s*([IVX]{1,6}|[A-H]|\d{1,2}(?:\.\d{1,2})*|[a-h])\s*[.)\-:/]\s*(\S.*)/su.exec(
      text,
    );
  const marker = match?.[1] ?? match?.[3];
  const rest = match?.[2] ?? match?.[4];
  return marker === undefined || rest === undefined || /[\r\n]/.test(rest)
    ? null
    : { level: markerLevel(marker) ?? UNMARKED, rest };
}

/** The level of a group without numbering: deeper than Roman numerals, higher than numbers. */
export const UNMARKED = 2.5;

/** How deep a numbering that stands in a cell of its own is; null where it is a row number, or no numbering. */
export function markerLevel(marker: string): number | null {
  // Up to the last character that is no sign of numbering.
  const bare = /^.*[^.)\-:/]/s.exec(marker.trim())?.[0] ?? '';
  if (/^[IVX]{1,6}$/.test(bare)) return 2;
  if (/^[A-H]$/.test(bare)) return 1;
  if (/^\d{1,2}(\.\d{1,2})*$/.test(bare)) return 3 + (bare.split('.').length - 1) / 10;
  if (/^[a-h]$/.test(bare) || /^[-*+•]$/.test(bare)) return 4;
  return null;
}
