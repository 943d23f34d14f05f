import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeListTemplate } from '../lambdas/formats/lists/list-template.ts';
import type { TemplateKind } from '../lambdas/formats/lists/list-template-columns.ts';

/** The template workbooks for those who start afresh, and what they are called. */
export const TEMPLATES: readonly { readonly kind: TemplateKind; readonly fileName: string }[] = [
  { kind: 'full', fileName: 'mau-danh-sach-chi-tra.xlsx' },
  { kind: 'changes', fileName: 'mau-danh-sach-tang-giam.xlsx' },
];

/** Where they are kept. */
export const TEMPLATES_FOLDER = join(import.meta.dirname, 'templates');

async function main(): Promise<void> {
  mkdirSync(TEMPLATES_FOLDER, { recursive: true });
  for (const { kind, fileName } of TEMPLATES) {
    writeFileSync(join(TEMPLATES_FOLDER, fileName), await writeListTemplate(kind));
  }
  console.error(`${TEMPLATES.length} templates in ${TEMPLATES_FOLDER}`);
}

if (import.meta.main) await main();
