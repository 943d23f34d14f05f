import type { ListPurpose } from '../../domain/list-purpose.ts';
import { formatPeriod, type Period } from '../../domain/period.ts';
import type { ReferenceData } from '../../domain/reference-data.ts';
import type { Entitlement } from '../../domain/rolls/entitlement.ts';
import type { UnitCode } from '../../domain/unit.ts';
import { heightFor, pageSetup, put, TEXT, textStyle, WHOLE_NUMBER } from '../papers/office-sheet.ts';
import { plainCell, writePlainRow } from '../papers/plain-row.ts';
import { streamedWorkbook } from '../papers/workbook.ts';
import { CLEANED_COLUMNS, cleanedRecords } from './cleaned-list.ts';

export interface CleanedList {
  readonly unit: UnitCode;
  readonly unitName: string;
  readonly period: Period;
  readonly purpose: ListPurpose;
  readonly lines: Iterable<Entitlement>;
  readonly data: ReferenceData;
}

const HEADER = textStyle({ size: 11, bold: true, align: 'center', border: true, fill: 'FFD9E2F3' });
const CELL = textStyle({ size: 11, border: true, numFmt: TEXT });
const FIGURE = textStyle({ size: 11, align: 'right', border: true, numFmt: WHOLE_NUMBER });

/**
 * The unit's roll after cleaning as a workbook: the header in the first row and nothing above it, so that other
 * programs take it as it is; whose it is stands in the page's heading. Every text is stored as text: nothing in it can
 * run, and no id loses its zeros.
 */
export async function cleanedListWorkbook({
  unit,
  unitName,
  period,
  purpose,
  lines,
  data,
}: CleanedList): Promise<Uint8Array> {
  return streamedWorkbook(async (workbook) => {
    const sheet = workbook.addWorksheet('Danh sách', {
      views: [{ state: 'frozen', ySplit: 1, xSplit: 2 }],
      pageSetup: pageSetup('landscape', '1:1'),
    });
    const what = purpose === 'regular' ? 'Danh sách sau làm sạch' : 'Danh sách trợ cấp đột xuất sau làm sạch';
    // An ampersand begins a code in a page's heading, unless it is doubled (ECMA-376 18.3.1.46).
    sheet.headerFooter.oddHeader = `&L${unitName.replaceAll('&', '&&')} (mã ${unit})&R${what}, kỳ ${formatPeriod(period)}`;
    sheet.headerFooter.oddFooter = '&RTrang &P/&N';
    CLEANED_COLUMNS.forEach(({ header, width }, index) => {
      sheet.getColumn(index + 1).width = width;
      put(sheet, { row: 1, from: index + 1 }, header, HEADER);
    });
    sheet.getRow(1).height = Math.max(
      ...CLEANED_COLUMNS.map(({ header, width }) => heightFor(header, width, { size: 11, bold: true })),
    );
    let at = 1;
    for (const record of cleanedRecords(lines, data)) {
      at += 1;
      const cells = record.map((value) => plainCell(value, { text: CELL, figure: FIGURE }));
      const height = Math.max(
        ...record.map((value, index) =>
          heightFor(String(value ?? ''), CLEANED_COLUMNS[index]?.width ?? 12, { size: 11 }),
        ),
      );
      await writePlainRow(sheet, at, cells, height);
    }
    sheet.commit();
  });
}
