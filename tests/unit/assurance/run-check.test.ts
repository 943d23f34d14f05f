import { describe, expect, it } from 'vitest';
import type { Check } from '../../../bin/assurance/checks.ts';
import { assurancePage } from '../../../bin/assurance/report.ts';
import { runCheck } from '../../../bin/assurance/run-check.ts';

const CHECKOUT = new URL('../../..', import.meta.url).pathname;
const check = (command: string): Check => ({ section: 'Money', proves: 'It ends well', command, quick: true });

describe('A promise', () => {
  it('holds when its command ends well, and says what the command said last', async () => {
    const checked = await runCheck(check(`${process.execPath} -p 6*7`), CHECKOUT);
    expect(checked).toMatchObject({ holds: true, figures: ['42'], failure: null });
  });

  it('does not hold when its command fails, and shows why', async () => {
    const checked = await runCheck(check(`${process.execPath} --no-such-option`), CHECKOUT);
    expect(checked.holds).toBe(false);
    expect(checked.failure).toContain('no-such-option');
  });

  it('tells what its tests measured', async () => {
    const summary = JSON.stringify({ passed: 3, failed: 0, figures: [{ test: 'a', figure: '7_calls_allowed' }] });
    const script = `fs.writeFileSync(process.env.ANSINH_TEST_SUMMARY,${JSON.stringify(summary)})`;
    const { figures } = await runCheck(check(`${process.execPath} --eval ${script}`), CHECKOUT);
    expect(figures).toEqual(['3 tests passed, 0 failed', '7_calls_allowed']);
  });
});

describe('The report', () => {
  it('shows what is broken, and what commands say as text only', () => {
    const page = assurancePage({
      commit: 'abc',
      node: '24',
      cpus: 2,
      startedAt: '2026-05-10T01:00:00.000Z',
      seconds: 1,
      whole: true,
      holds: false,
      checks: [{ ...check('npm run x'), holds: false, seconds: 1, figures: [], failure: '<script>alert(1)</script>' }],
    });
    expect(page).toContain('1 of 1 do not hold');
    expect(page).not.toContain('<script>');
  });
});
