import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  LIST_NOTE_CODES,
  listMessageOf,
  messageOf,
  NOTE_CODES,
  partedMessage,
  severityOf,
} from '../../lambdas/domain/lists/note-catalogue.ts';
import {
  type Language,
  REFUSAL_CODES,
  refusalCode,
  refusalMessage,
} from '../../lambdas/domain/lists/refusal-catalogue.ts';

/** Where the document stands. */
export const CODES_DOCUMENT = join(import.meta.dirname, '..', '..', 'docs', 'codes.md');

/** What a message quotes stands as an ellipsis: the cell as it was read, and what was made of it. */
const QUOTED = { read: '…', taken: '…' };

const INTRODUCTION = `# Mã thông báo trên biên nhận — Codes on receipts

Tài liệu này được sinh ra từ danh mục trong mã nguồn (\`npm run codes\`); không sửa tay.
Generated from the catalogues in the source (\`npm run codes\`); do not edit by hand.

Mỗi mã là cố định: biên nhận JSON, tài liệu và kiểm thử gọi theo mã. Dấu “…” là nơi biên nhận ghi giá trị trong tệp.
Codes are stable: the receipt's JSON, documents and tests name them. An ellipsis stands for a value from the file.

- **Lỗi (error)**: dòng chưa được chi trả cho đến khi xử lý xong. The row is held or rejected until it is mended.
- **Lưu ý (warning)**: dòng vẫn được chi trả. The row is paid all the same.`;

const SEVERITIES = { error: 'Lỗi (error)', warning: 'Lưu ý (warning)' } as const;

/** Every code with its severity, meaning and remedy, in Vietnamese and English, as Markdown. */
export function codesDocument(): string {
  const refusals = REFUSAL_CODES.map((code) => {
    const known = refusalCode.parse(code);
    return entry(code, 'Từ chối cả tệp (refusal)', (language) => refusalMessage(known, language));
  });
  const ofLists = LIST_NOTE_CODES.map((code) =>
    entry(code, SEVERITIES[severityOf({ code })], (language) => listMessageOf({ code, ...QUOTED }, language)),
  );
  const ofRows = NOTE_CODES.map((code) =>
    entry(code, SEVERITIES[severityOf({ code })], (language) => messageOf({ code, field: 'row', ...QUOTED }, language)),
  );
  const sections = [
    ['Vì sao cả tệp bị từ chối — Why a file is refused', refusals],
    ['Lưu ý về cả danh sách — Remarks on a list as a whole', ofLists],
    ['Thông báo về từng dòng — Remarks on a row', ofRows],
  ] as const;
  return [INTRODUCTION, ...sections.flatMap(([title, entries]) => [`## ${title}`, ...entries])]
    .join('\n\n')
    .concat('\n');
}

function entry(code: string, severity: string, messageIn: (language: Language) => string): string {
  const vi = partedMessage(messageIn('vi'));
  const en = partedMessage(messageIn('en'));
  return [
    `### \`${code}\``,
    '',
    severity,
    '',
    `- Ý nghĩa: ${vi.meaning}`,
    `- Việc cần làm: ${vi.remedy ?? 'xem lại; nếu đúng thì không phải sửa.'}`,
    `- Meaning: ${en.meaning}`,
    `- What to do: ${en.remedy ?? 'look at it; if it is right there is nothing to mend.'}`,
  ].join('\n');
}

if (import.meta.main) writeFileSync(CODES_DOCUMENT, codesDocument());
