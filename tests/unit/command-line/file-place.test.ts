import { describe, expect, it } from 'vitest';
import { placeIn } from '../../../bin/month/file-place.ts';
import { newWorkbook, workbookBytes } from '../../../lambdas/formats/papers/workbook.ts';

const REFERENCE = '7T0LRABBMFD9AN1I';
const bytes = (text: string) => new TextEncoder().encode(text);

describe('where a reference stands in a provider’s file', () => {
  it('is the line of a CSV', async () => {
    expect(await placeIn(bytes(`reference,amount\nAAAAAAAAAAAAAAAA,1\n${REFERENCE},2\n`), REFERENCE)).toEqual({
      kind: 'line',
      line: 3,
    });
  });

  it('is the number of the transaction in an XML message, whatever its prefix and lines', async () => {
    const transaction = (id: string) =>
      `<ns:TxInfAndSts><ns:OrgnlEndToEndId>${id}</ns:OrgnlEndToEndId></ns:TxInfAndSts>`;
    const xml = `<?xml version="1.0"?><D>${transaction('AAAAAAAAAAAAAAAA')}${transaction(REFERENCE)}</D>`;
    expect(await placeIn(bytes(xml), REFERENCE)).toEqual({ kind: 'transaction', number: 2 });
  });

  it('is the sheet and row of a workbook', async () => {
    const workbook = newWorkbook();
    workbook.addWorksheet('Trống').addRow(['x']);
    const sheet = workbook.addWorksheet('Kết quả');
    sheet.addRow(['Mã']);
    sheet.addRow([REFERENCE.toLowerCase()]);
    expect(await placeIn(await workbookBytes(workbook), REFERENCE)).toEqual({ kind: 'row', sheet: 'Kết quả', row: 2 });
  });

  it('is nowhere in a file that does not name it', async () => {
    expect(await placeIn(bytes('reference\nAAAAAAAAAAAAAAAA\n'), REFERENCE)).toBeUndefined();
  });
});
