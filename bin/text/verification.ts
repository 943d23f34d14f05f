import type { Language } from '../../lambdas/domain/lists/refusal-catalogue.ts';
import { formatDong } from '../../lambdas/domain/money.ts';
import { formatInstant } from '../../lambdas/formats/papers/office-sheet.ts';
import type { ProblemCode, Verification } from '../month/payout-verification.ts';
import { sayIn, type Words } from './officer.ts';
import { table } from './table.ts';

/** What each problem means, and what whoever was about to pay does next. */
const PROBLEMS: Readonly<Record<ProblemCode, Words>> = {
  'signature-missing': {
    vi: 'thiếu danh mục hoặc chữ ký (manifest.json, manifest.json.sig). Không chi; đề nghị tỉnh gửi lại đủ thư mục.',
    en: 'the manifest or its signature is not here. Do not pay; ask the province for the whole folder again.',
  },
  'signature-wrong': {
    vi: 'chữ ký không khớp: nội dung đã bị sửa, hoặc ký bằng khóa khác. Không chi; so vân tay của khóa với văn bản bàn giao khóa, rồi gọi cho tỉnh theo số điện thoại đã biết.',
    en: 'the signature does not fit: it was changed, or signed with another key. Do not pay; compare the key’s fingerprint with the paper by which it was handed over, then call the province by a number that you know.',
  },
  'not-a-manifest': {
    vi: 'được ký đúng nhưng bản ansinh này không đọc được. Dùng bản mới hơn; chưa chi.',
    en: 'it is signed, but this version of ansinh cannot read it. Use a newer one; do not pay yet.',
  },
  approvals: {
    vi: 'không có hai người phê duyệt khác nhau và khác người lập đợt. Không chi; báo ngay cho tỉnh.',
    en: 'no two different people approved it, neither of whom started the run. Do not pay; tell the province at once.',
  },
  'other-run': {
    vi: 'danh mục này của lần phê duyệt khác hoặc của tổ chức khác. Tải lại đúng thư mục của đợt.',
    en: 'this manifest is of another approval or another provider. Download the run’s own folder again.',
  },
  'file-missing': {
    vi: 'có trong danh mục đã ký nhưng không có ở đây. Tải lại: thiếu tệp là có người chưa được chi.',
    en: 'the signed manifest lists it, and it is not here. Download it again: without it some are not paid.',
  },
  'file-changed': {
    vi: 'khác bản đã phê duyệt. Không chi theo tệp này; tải lại, nếu vẫn vậy thì báo ngay cho tỉnh.',
    en: 'it is not what was approved. Do not pay by it; download it again, and if it stays so tell the province at once.',
  },
  'sums-differ': {
    vi: 'số khoản hoặc tổng tiền đọc được khác danh mục đã ký. Không chi; báo ngay cho tỉnh.',
    en: 'its lines or their sum are not those of the signed manifest. Do not pay; tell the province at once.',
  },
  'not-listed': {
    vi: 'không có trong danh mục đã ký. Không chi theo tệp này; tệp riêng của mình thì để ra ngoài thư mục.',
    en: 'no signed manifest lists it. Do not pay by it; keep files of your own elsewhere.',
  },
};

/** A problem in one sentence to whoever was about to pay. */
export function problemText(code: ProblemCode, language: Language): string {
  return PROBLEMS[code][language];
}

/** What was checked, as lines: who approved what, and every problem with what to do. */
export function verificationLines({ manifests, files, problems }: Verification, language: Language, width: number) {
  const say = sayIn(language);
  const rows = manifests.map(({ run, provider, count, controlSum, approvals }) => [
    run,
    provider ?? say('cả đợt', 'the whole run'),
    formatDong(count),
    formatDong(controlSum),
    approvals.map(({ by, at }) => `${by} ${formatInstant(at)}`).join(', ') || '—',
  ]);
  const columns = [
    { title: say('Đợt', 'Run') },
    { title: say('Tổ chức', 'Provider') },
    { title: say('Số khoản', 'Payments'), align: 'right' },
    { title: say('Số tiền', 'Amount'), align: 'right' },
    { title: say('Phê duyệt', 'Approved by') },
  ] as const;
  const keys = [...new Set(manifests.map(({ signingKey }) => signingKey))];
  return [
    ...(rows.length > 0 ? [...table(columns, rows, width), ''] : []),
    ...keys.map((key) => `${say('Khóa ký', 'Signed with the key')}: ${key}`),
    ...problems.map(({ code, path }) => `✗ ${path}: ${problemText(code, language)}`),
    problems.length === 0
      ? say(
          `ĐÚNG: ${files.length} tệp là bản đã phê duyệt và đã ký.`,
          `GOOD: ${files.length} files are what was approved and signed.`,
        )
      : say(`KHÔNG ĐẠT: ${problems.length} vấn đề. KHÔNG CHI.`, `NOT GOOD: ${problems.length} problems. DO NOT PAY.`),
  ];
}
