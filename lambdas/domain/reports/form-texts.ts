import type { FigureLine } from './unit-figures.ts';

/**
 * The words of the two monthly forms, as annexed to the plan of Thanh Oai (2023-10-23), word for word and with its
 * punctuation. Only slips of the scan are mended: "Ký hiệu cáo" is "Kỳ báo cáo", "và soát" is "rà soát", "tù, dày" is
 * "tù, đày", "ST" is "STT", and the heading of Form 2's first part is numbered I.
 */
export interface FormColumn {
  readonly key: string;
  readonly title: string;
  /** The title over several columns, where the header has two rows. */
  readonly over?: string;
  /** What stands in the row of column numbers. */
  readonly number?: string;
}

export interface FormTexts {
  readonly title: readonly string[];
  readonly attachment: string;
  /** The columns of words: number of the row, label and, in Form 1, unit of measure. */
  readonly wordColumns: readonly FormColumn[];
  readonly figureColumns: readonly FormColumn[];
}

const ATTACHMENT = '(Đính kèm công văn số.....)';
const CUMULATIVE = 'Tổng lũy kế đến kỳ báo cáo';
const IN_PERIOD = 'Trong kỳ';
const SOCIAL_ASSISTANCE = 'Bảo trợ xã hội';
const MERIT = 'Người có công';
const OTHERS = 'Đối tượng khác';

export const FORM_1: FormTexts = {
  title: ['TỔNG HỢP BÁO CÁO CHI TRẢ KHÔNG DÙNG TIỀN MẶT'],
  attachment: ATTACHMENT,
  wordColumns: [
    { key: 'number', title: 'TT', number: '1' },
    { key: 'label', title: 'Nội dung', number: '2' },
    { key: 'measure', title: 'ĐVT', number: '3' },
  ],
  figureColumns: [
    { key: '4', title: 'Tổng số', number: '4=5+7+9' },
    { key: '5', over: SOCIAL_ASSISTANCE, title: CUMULATIVE, number: '5' },
    { key: '6', over: SOCIAL_ASSISTANCE, title: IN_PERIOD, number: '6' },
    { key: '7', over: MERIT, title: CUMULATIVE, number: '7' },
    { key: '8', over: MERIT, title: IN_PERIOD, number: '8' },
    { key: '9', over: OTHERS, title: CUMULATIVE, number: '9' },
    { key: '10', over: OTHERS, title: IN_PERIOD, number: '10' },
  ],
};

export const FORM_1_LABELS = {
  I: 'Tổng số đối tượng hưởng chính sách an sinh xã hội trên địa bàn',
  'I.1': 'Đối tượng Bảo trợ xã hội',
  'I.2': 'Đối tượng Người có công',
  'I.3': 'Đối tượng khác',
  II: 'Kết quả thực hiện rà soát đối tượng',
  'II.1': 'Số đối tượng đã thực hiện rà soát',
  'II.2': 'Số đối tượng đã có tài khoản (mong muốn chi trả qua tài khoản)',
  III: 'Kết quả chi trả',
  'III.1': 'Số đối tượng đã được chi trả qua tài khoản',
  'III.2': 'Số tiền thực hiện chi trả qua tài khoản',
} as const;

const DECISIONS = '142/2008/QĐ-TTg, 62/2011/QĐ-TTg, 53/2010/QĐ-TTg';
const PEOPLE_IN_UNIT = `Tổng số đối tượng trợ cấp ưu đãi người có công hàng tháng; Đối tượng hưởng TC hàng tháng theo các QĐ: ${DECISIONS} trên địa bàn (người)`;
const REVIEW = 'Kết quả thực hiện rà soát đối tượng';
const PAYMENT = 'Kết quả chi trả';
const TOTAL_CUMULATIVE = 'Tổng số lũy kế đến kỳ báo cáo';

export const FORM_2: FormTexts = {
  title: [
    'TỔNG HỢP TÌNH HÌNH THỰC HIỆN CHI TRẢ KHÔNG DÙNG TIỀN MẶT TỚI CÁC ĐỐI TƯỢNG HƯỞNG TRỢ CẤP ƯU ĐÃI NGƯỜI CÓ CÔNG HÀNG THÁNG,',
    `ĐỐI TƯỢNG HƯỞNG TRỢ CẤP HÀNG THÁNG THEO CÁC QUYẾT ĐỊNH: ${DECISIONS}`,
  ],
  attachment: ATTACHMENT,
  wordColumns: [
    { key: 'number', title: 'STT' },
    { key: 'label', title: 'Đối tượng' },
  ],
  figureColumns: [
    { key: 'total.cumulative', over: PEOPLE_IN_UNIT, title: TOTAL_CUMULATIVE },
    { key: 'total.inPeriod', over: PEOPLE_IN_UNIT, title: IN_PERIOD },
    { key: 'reviewed', over: REVIEW, title: 'Số đối tượng đã thực hiện rà soát (người)' },
    {
      key: 'withAccount',
      over: REVIEW,
      title: 'Số đối tượng đã có tài khoản Đăng ký chi trả qua tài khoản (người)',
    },
    { key: 'paid.cumulative', over: PAYMENT, title: TOTAL_CUMULATIVE },
    { key: 'paid.inPeriod', over: PAYMENT, title: IN_PERIOD },
  ],
};

/** The two parts of Form 2 and their lines: the number as printed, and which figures stand there. */
export const FORM_2_PARTS: readonly {
  readonly row: 'I' | 'II';
  readonly label: string;
  readonly lines: readonly { readonly number: string; readonly label: string; readonly line: FigureLine }[];
}[] = [
  {
    row: 'I',
    label: 'Đối tượng NCC và thân nhân hưởng trợ cấp ưu đãi hàng tháng',
    lines: [
      { number: '1', line: 'ncc-1', label: 'Người hoạt động cách mạng trước ngày 01 tháng 01 năm 1945' },
      {
        number: '2',
        line: 'ncc-2',
        label: 'Người hoạt động cách mạng từ ngày 01 tháng 01 năm 1945 đến ngày khởi nghĩa tháng Tám năm 1945',
      },
      { number: '3', line: 'ncc-3', label: 'Bà mẹ Việt Nam anh hùng' },
      {
        number: '4',
        line: 'ncc-4',
        label: 'Anh hùng Lực lượng vũ trang nhân dân, Anh hùng Lao động trong thời kỳ kháng chiến',
      },
      { number: '5', line: 'ncc-5', label: 'Thương binh, người hưởng chính sách như thương binh, thương binh B' },
      { number: '6', line: 'ncc-6', label: 'Bệnh binh,' },
      { number: '7', line: 'ncc-7', label: 'Người có công giúp đỡ cách mạng:' },
      { number: '8', line: 'ncc-8', label: 'Người hoạt động kháng chiến bị nhiễm chất độc hóa học' },
      {
        number: '9',
        line: 'ncc-9',
        label: 'Con đẻ còn sống của người hoạt động kháng chiến bị nhiễm chất độc hóa học',
      },
      {
        number: '10',
        line: 'ncc-10',
        label: 'Người hoạt động cách mạng, kháng chiến, bảo vệ Tổ quốc, làm nghĩa vụ quốc tế bị địch bắt tù, đày',
      },
      {
        number: '11',
        line: 'ncc-11',
        label: 'Thân nhân lương tuất (liệt sĩ, Thương binh, bệnh binh, CBHH, LTCM, TKN)',
      },
      {
        number: '12',
        line: 'ncc-12',
        label:
          'Người phục vụ Bà mẹ Việt Nam anh hùng, thương binh, người hưởng chính sách như thương binh, thương binh B, bệnh binh, người hoạt động kháng chiến bị nhiễm chất độc hóa học:',
      },
    ],
  },
  {
    row: 'II',
    label: 'Đối tượng khác',
    lines: [
      {
        number: '16',
        line: 'decision-142',
        label:
          'Quân nhân tham gia kháng chiến chống Mỹ cứu nước có dưới 20 năm công tác trong quân đội đã phục viên, xuất ngũ về địa phương',
      },
      {
        number: '17',
        line: 'decision-53',
        label:
          'Cán bộ, chiến sĩ CAND tham gia kháng chiến chống Mỹ có dưới 20 năm công tác trong CAND đã thôi việc, xuất ngũ về địa phương',
      },
      {
        number: '18',
        line: 'decision-62',
        label:
          'Đối tượng tham gia chiến tranh bảo vệ Tổ quốc, làm nhiệm vụ quốc tế ở Campuchia, giúp bạn Lào sau ngày 30/4/1975 đã phục viên, xuất ngũ, thôi việc',
      },
    ],
  },
];

/** Not a line of the plan's form: people with merit whose list names no category, under I (ruling 7). */
export const UNCLASSIFIED_LABEL = 'Chưa phân loại';

/** Under a form whose printed parts miss their printed total, each being rounded by itself (ruling 6). */
export const ROUNDING_FOOTNOTE = 'Ghi chú: Các số thành phần cộng lại có thể chênh lệch so với tổng số do làm tròn số.';
