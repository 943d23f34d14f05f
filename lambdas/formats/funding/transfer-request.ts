import { type Dong, formatDong, sumDong, toDong } from '../../domain/money.ts';
import { dongInWords } from '../../domain/money-in-words.ts';
import type { RunId } from '../../domain/payouts/payment.ts';
import type { Day, Period } from '../../domain/period.ts';
import type { Programme } from '../../domain/programme.ts';
import type { Provider } from '../../domain/reference-data.ts';
import { formatDay, formatInstant, monthInWords } from '../papers/office-sheet.ts';

/** What the State Treasury is asked for so that one provider can pay its files of a run. Nothing in it names a person. */
export interface TransferRequestFacts {
  readonly run: RunId;
  readonly period: Period;
  /** ISO 8601 UTC. */
  readonly cutOffAt: string;
  readonly payOn: Day;
  readonly provider: Pick<Provider, 'name' | 'debtor'>;
  readonly programmes: readonly ProgrammeFacts[];
  readonly files: readonly FileFacts[];
}

export interface ProgrammeFacts {
  readonly programme: Programme;
  readonly name: string;
  readonly people: number;
  /** What the files pay, in đồng; of it `fromBalance` is at the provider already and is not asked for. */
  readonly amount: Dong;
  readonly fromBalance: Dong;
}

interface FileFacts {
  readonly name: string;
  readonly count: number;
  readonly controlSum: Dong;
  readonly sha256: string;
}

/** The request as its papers print it, sheet and PDF alike. */
export interface TransferRequestPaper {
  readonly office: string;
  readonly title: string;
  readonly subtitle: string;
  readonly lines: readonly string[];
  readonly asked: string;
  readonly inWords: string;
  readonly programmes: readonly (readonly [number: number | null, name: string, people: number, ...sums: Dong[]])[];
  readonly files: readonly (readonly [number: number | null, name: string, count: number, sum: Dong, sha256: string])[];
}

export const NUMBER = 'Số: ……………/……………';
export const PLACE_AND_DATE = '……………………, ngày …… tháng …… năm ………';
export const ADDRESSEE = 'Kính gửi: Kho bạc Nhà nước ………………………………';
export const PROGRAMMES_TITLE = '1. Kinh phí theo chế độ';
export const PROGRAMME_COLUMNS = [
  'STT',
  'Chế độ',
  'Số lượt chi',
  'Tổng số tiền chi trả',
  'Chi từ số dư tại tài khoản',
  'Đề nghị chuyển',
] as const;
export const FILES_TITLE = '2. Danh sách chi trả kèm theo (tệp gửi tổ chức chi trả)';
export const FILE_COLUMNS = ['STT', 'Tên tệp', 'Số lượt chi', 'Số tiền', 'Mã kiểm tra SHA-256'] as const;
export const SIGNERS = [
  { title: 'NGƯỜI LẬP', how: '(Ký, họ tên)' },
  { title: 'KẾ TOÁN TRƯỞNG', how: '(Ký, họ tên)' },
  { title: 'THỦ TRƯỞNG ĐƠN VỊ', how: '(Ký, họ tên, đóng dấu)' },
] as const;

/** How much is asked for: what the files pay, less what stayed at the provider when earlier payments failed. */
export function requestedOf(programmes: readonly Pick<ProgrammeFacts, 'amount' | 'fromBalance'>[]): Dong {
  return toDong(programmes.reduce((sum, { amount, fromBalance }) => sum + amount - fromBalance, 0));
}

/** What the papers of a request say (đề nghị chuyển kinh phí), in the office's words. */
export function transferRequestPaper(facts: TransferRequestFacts): TransferRequestPaper {
  const { run, period, cutOffAt, payOn, provider, programmes, files } = facts;
  const requested = requestedOf(programmes);
  const total = sumDong(programmes.map(({ amount }) => amount));
  const fromBalance = sumDong(programmes.map((one) => one.fromBalance));
  const people = programmes.reduce((sum, one) => sum + one.people, 0);
  return {
    office: provider.debtor.name.toLocaleUpperCase('vi'),
    title: 'ĐỀ NGHỊ CHUYỂN KINH PHÍ CHI TRẢ AN SINH XÃ HỘI',
    subtitle: `${monthInWords(period)} - Đợt chi trả: ${run}`,
    lines: [
      `Danh sách chi trả chốt lúc ${formatInstant(cutOffAt)}; ngày chi trả: ${formatDay(payOn)}.`,
      `Tổ chức chi trả: ${provider.name}.`,
      `Đơn vị nhận kinh phí: ${provider.debtor.name}.`,
      `Tài khoản nhận: ${provider.debtor.account}; mã ngân hàng (BIN): ${provider.debtor.bank}.`,
    ],
    asked: `Số tiền đề nghị chuyển: ${formatDong(requested)} đồng.`,
    inWords: `Bằng chữ: ${dongInWords(requested)}.`,
    programmes: [
      ...programmes.map((one, index) => row(index + 1, one.name, one)),
      row(null, 'Tổng cộng', { people, amount: total, fromBalance }),
    ],
    files: [
      ...files.map(
        ({ name, count, controlSum, sha256 }, index) => [index + 1, name, count, controlSum, sha256] as const,
      ),
      [
        null,
        'Tổng cộng',
        files.reduce((sum, { count }) => sum + count, 0),
        sumDong(files.map(({ controlSum }) => controlSum)),
        '',
      ],
    ],
  };
}

function row(
  number: number | null,
  name: string,
  { people, amount, fromBalance }: Pick<ProgrammeFacts, 'people' | 'amount' | 'fromBalance'>,
): TransferRequestPaper['programmes'][number] {
  return [number, name, people, amount, fromBalance, toDong(amount - fromBalance)];
}
