import { amountCell, type Medium, type MessyCell, serialOf, type Written } from './messy-cells.ts';
import type { RollPerson } from './messy-list.ts';

/** Columns that offices keep beside those that matter: they must neither be taken for others nor change anything. */
export const EXTRA_COLUMNS: Readonly<Record<string, (person: RollPerson, medium: Medium) => MessyCell | null>> = {
  'Ghi chú': ({ amount }) => {
    const remarks = [
      '',
      'Chuyển từ xã khác đến',
      'theo QĐ số 12/QĐ-UBND;\nnhận "tại nhà", thôn 3',
      'đã cấp lại thẻ',
      'x',
    ];
    const remark = remarks[(amount / 1_000) % remarks.length] ?? '';
    return remark === '' ? null : { text: remark };
  },
  'Ký nhận': () => null,
  'Dân tộc': () => ({ text: 'Mường' }),
  'Số hộ khẩu cũ': ({ personalId }) => ({ text: personalId.slice(3), number: Number(personalId.slice(3)) }),
  'Ngày cấp CCCD': (_, medium) => ({
    text: '05/11/2021',
    ...(medium === 'workbook' ? { number: serialOf('2021-11-05') } : {}),
  }),
  'Mã hồ sơ': ({ personalId }) => ({ text: `HS-${personalId.slice(6)}` }),
  'Số điện thoại': ({ personalId }) => ({ text: `0912${personalId.slice(6)}` }),
  'Mức chuẩn': () => ({ text: '500000', number: 500_000 }),
  'Hệ số': () => ({ text: '1.5', number: 1.5 }),
  'Tổng cộng': ({ amount, arrears, mess }) => amountCell(amount + (arrears ?? 0), mess.amount).cell,
  'Địa chỉ': () => ({ text: 'Số 2, ngõ 3; khu "A",\r\nĐông Thành' }),
  'Chủ hộ': () => ({ text: 'Phạm Văn Minh' }),
  'Số quyết định': () => ({ text: '142/QĐ-UBND' }),
  'Số sổ lĩnh tiền': ({ personalId }) => ({ text: personalId.slice(6) }),
};

/** What an extra column holds of a person. */
export function extraCell(header: string, person: RollPerson, medium: Medium): Written {
  return { cell: EXTRA_COLUMNS[header]?.(person, medium) ?? null, codes: [] };
}
