import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CODES_DOCUMENT, codesDocument } from '../../../bin/documents/codes.ts';
import { LIST_NOTE_CODES, NOTE_CODES } from '../../../lambdas/domain/lists/note-catalogue.ts';
import { REFUSAL_CODES } from '../../../lambdas/domain/lists/refusal-catalogue.ts';

describe('docs/codes.md', () => {
  it('is what the catalogues give (run: npm run codes)', () => {
    expect(readFileSync(CODES_DOCUMENT, 'utf8')).toBe(codesDocument());
  });

  it.each([...REFUSAL_CODES, ...LIST_NOTE_CODES, ...NOTE_CODES])('says what %s means and what to do', (code) => {
    const entry = codesDocument()
      .split('\n### ')
      .find((one) => one.startsWith(`\`${code}\`\n`));

    expect(entry).toMatch(/- Ý nghĩa: \S.*\n- Việc cần làm: \S.*\n- Meaning: \S.*\n- What to do: \S/);
    expect(entry).not.toContain('undefined');
  });
});
