import { expect, it, vi } from 'vitest';
import { form2 } from '../../../lambdas/domain/reports/official-forms.ts';
import { writeFormPdf } from '../../../lambdas/formats/reports/form-pdf.ts';
import { operatorsOfPdf, textOfPdf } from '../../support/pdf-text.ts';
import { CU_KHE, figuresOf } from './counted.ts';

// The papers are written without shortcuts, until the test takes them: once taken they hold for the process.
vi.mock('../../../lambdas/formats/papers/pdf-shortcuts.ts', () => ({ takeShortcuts: () => undefined }));

it('shortcuts draw the same words and rules at the same places as the library by itself', async () => {
  const form = form2(figuresOf({ BTXH: [10_818, 41, 10_711, 30, 7_402, 20, 7_398, 395, 20_123, 4_207] }), CU_KHE);
  const plain = await writeFormPdf(form);
  const { takeShortcuts } = await vi.importActual<typeof import('../../../lambdas/formats/papers/pdf-shortcuts.ts')>(
    '../../../lambdas/formats/papers/pdf-shortcuts.ts',
  );
  takeShortcuts();
  const short = await writeFormPdf(form);

  expect(textOfPdf(short)).toBe(textOfPdf(plain));
  const [drawn, drawnPlainly] = [operatorsOfPdf(short), operatorsOfPdf(plain)];
  expect(rules(drawn)).toEqual(rules(drawnPlainly));
  // The words of a line that look alike are one text, so places are left out; none is new.
  const places = new Set(drawnPlainly.filter(isPlace));
  expect(drawn.filter(isPlace).filter((place) => !places.has(place))).toEqual([]);
  expect(drawn.length).toBeLessThan(drawnPlainly.length);
});

/** Paths, and that they are drawn. The library fills one before every text too, an empty one that shows nothing. */
function rules(operators: readonly string[]): string[] {
  return operators.filter((one) => / (?:m|l|re|w)$|^S$/.test(one));
}

/** Where a text begins. */
function isPlace(operator: string): boolean {
  return operator.endsWith(' Tm');
}
