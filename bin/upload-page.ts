import { html, markup } from '../lambdas/formats/reports/page-html.ts';
import type { UploadForm } from './deployment/upload-forms.ts';

export interface UploadPage {
  /** Who it is for and what they send, in words. */
  readonly title: string;
  readonly until: string;
  readonly maxMebibytes: number;
  readonly forms: readonly UploadForm[];
}

const NAMES: Readonly<Record<string, string>> = {
  xlsx: 'Tệp Excel (.xlsx)',
  csv: 'Tệp CSV (.csv)',
  html: 'Bảng tải về từ trang web (.html)',
  xml: 'Tệp XML (.xml)',
};

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}
form{border:1px solid #767676;border-radius:.4rem;padding:1rem;margin:1rem 0}label{display:block;font-weight:600}
button{font:inherit;padding:.4rem 1.2rem;margin-top:.6rem}iframe{width:100%;height:9rem;border:1px solid #767676}`;

/**
 * A page that is one file: it loads nothing, runs no script, and sends the chosen file to the inbox and nowhere else.
 * The answer of S3 appears below, because another site's page may not be read by this one.
 */
export function uploadPage({ title, until, maxMebibytes, forms }: UploadPage): string {
  const form = ({ url, fields, extension }: UploadForm) => html`
<form method="post" action="${url}" enctype="multipart/form-data" target="answer">
${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<label for="${extension}">${NAMES[extension] ?? extension}</label>
<input id="${extension}" type="file" name="file" accept=".${extension}" required>
<button>Gửi</button>
</form>`;
  return html`<!doctype html>
<html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; form-action *; frame-src *">
<title>${title}</title><style>${markup(STYLE)}</style>
<h1>${title}</h1>
<p>Dùng được đến <strong>${until}</strong>, mỗi tệp không quá ${maxMebibytes} MB. Ai có trang này đều gửi được:
không chuyển tiếp cho người khác.</p>
${forms.map(form)}
<h2>Trả lời của kho nhận</h2>
<p>Hiện <code>PostResponse</code> là đã nhận: chờ biên nhận trong vài phút. Hiện <code>Error</code> là chưa nhận:
<code>EntityTooLarge</code> tệp quá lớn, <code>AccessDenied</code> trang đã hết hạn hoặc sai loại tệp, hãy xin trang mới.</p>
<iframe name="answer" title="Trả lời của kho nhận"></iframe>
`.text;
}
