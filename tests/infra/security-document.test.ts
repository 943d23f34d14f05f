import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SECURITY_DOCUMENT, withMatrix } from '../../bin/documents/security-matrix.ts';

describe('docs/security.md', () => {
  it('says who may do what as the template has it (run: npm run security-matrix)', () => {
    const page = readFileSync(SECURITY_DOCUMENT, 'utf8');
    expect(page).toBe(withMatrix(page));
  });
});
