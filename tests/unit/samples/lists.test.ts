import { readFileSync } from 'node:fs';
import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { period } from '../../../lambdas/domain/period.ts';
import { referenceFiles } from '../../../lambdas/domain/reference-data.ts';
import { generateMonth, type MonthOptions } from '../../../samples/generate.ts';
import { LAYOUTS, type LayoutName } from '../../../samples/list-layouts.ts';
import { withoutMarks, withTonesOnLastVowel } from '../../../samples/names.ts';
import { referenceOf, unitsOf } from '../../../samples/reference.ts';
import type { SampleList, SampleMonth } from '../../../samples/sample-month.ts';
import { SAMPLE_NAMES, smallMonth } from '../../../samples/samples.ts';

const layouts: LayoutName[] = ['groups', 'two-row-header', 'sheets', 'capitals', 'arrears', 'numeric-ids', 'csv'];

/** A month with a commune for each layout. */
const options: MonthOptions = {
  name: 'each-layout',
  period: period.parse('2023-06'),
  seed: 'each-layout',
  reference: referenceOf('thanh-oai'),
  counts: { NCC: { people: 160, withAccount: 90 }, BTXH: { people: 420, withAccount: 200 } },
  drawBoth: 6,
  villages: [3, 4],
  layoutOf: (index) => LAYOUTS[layouts[index % layouts.length] ?? 'groups'],
};
const month = await generateMonth(options);
const small = await smallMonth();

async function load(list: SampleList): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook();
  const copy = new ArrayBuffer(list.bytes.byteLength);
  new Uint8Array(copy).set(list.bytes);
  await workbook.xlsx.load(copy);
  return workbook;
}

function listWith(layout: LayoutName, from: SampleMonth = month): SampleList {
  const list = from.lists[layouts.indexOf(layout)];
  if (list === undefined) throw new Error(`No list for ${layout}`);
  return list;
}

async function cellsOf(list: SampleList): Promise<Map<string, string[]>> {
  if (list.fileName.endsWith('.csv')) {
    const lines = new TextDecoder().decode(list.bytes).split('\r\n');
    return new Map(lines.map((line, index) => [`null/${index + 1}`, line.split(';')]));
  }
  const rows = new Map<string, string[]>();
  for (const sheet of (await load(list)).worksheets) {
    sheet.eachRow((row, number) => {
      const texts: string[] = [];
      row.eachCell((cell) => texts.push(cell.text));
      rows.set(`${sheet.name}/${number}`, texts);
    });
  }
  return rows;
}

describe('a list', () => {
  it.each(layouts)('laid out as %s has each row where the truth says', async (layout) => {
    const list = listWith(layout);
    const cells = await cellsOf(list);
    const rows = month.truth.rows.filter(({ unit }) => unit === list.unit);
    expect(rows.length).toBeGreaterThan(10);
    for (const { sheet, row, fullName } of rows) {
      const written = cells.get(`${sheet}/${row}`)?.map((text) => text.normalize('NFC'));
      expect(written?.includes(fullName)).toBe(true);
    }
  });

  it.each(layouts)('laid out as %s shows each id as its faults say', async (layout) => {
    const list = listWith(layout);
    const cells = await cellsOf(list);
    for (const { sheet, row, person, faults } of month.truth.rows.filter(({ unit }) => unit === list.unit)) {
      const written = cells.get(`${sheet}/${row}`) ?? [];
      const isShortened = faults.includes('lost-zeros') || faults.includes('numeric-id');
      const isAbsent = faults.includes('missing-id') || faults.includes('old-card-number');
      expect(written.includes(person)).toBe(!isShortened && !isAbsent);
      expect(written.includes(person.replace(/^0+/, ''))).toBe(isShortened);
      if (faults.includes('old-card-number')) expect(written.some((text) => /^\d{9}$/.test(text))).toBe(true);
    }
  });

  it('merges the two rows of a header over its columns', async () => {
    const sheet = (await load(listWith('two-row-header'))).worksheets[0];
    const headers = [sheet?.getRow(7), sheet?.getRow(8)].map((row) => [row?.getCell(3).text, row?.getCell(4).text]);
    expect(headers).toEqual([
      ['Năm sinh', 'Năm sinh'],
      ['Nam', 'Nữ'],
    ]);
    expect(sheet?.getCell('A8').master.address).toBe('A7');
  });

  it('holds real dates where an office typed dates', async () => {
    const sheet = (await load(listWith('sheets'))).getWorksheet('NCC');
    expect(sheet?.getRow(8).getCell(4).value).toBeInstanceOf(Date);
  });

  it('holds ids as numbers that a format shows with their zeros in the numeric commune', async () => {
    const sheet = (await load(listWith('numeric-ids'))).worksheets[0];
    const cell = sheet?.getRow(9).getCell(5);
    expect(cell?.value).toBeTypeOf('number');
    expect(cell?.numFmt).toBe('000000000000');
  });

  it('writes names decomposed where a Mac wrote them', async () => {
    const cells = [...(await cellsOf(listWith('arrears'))).values()].flat();
    expect(cells.some((text) => text !== text.normalize('NFC'))).toBe(true);
  });

  it('begins a CSV with a byte order mark', () => {
    expect([...listWith('csv').bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  });

  it('is refused by nobody for its name: ASCII letters, digits, hyphens', () => {
    expect(month.lists.every(({ fileName }) => /^[a-z0-9-]+\.(xlsx|csv)$/.test(fileName))).toBe(true);
  });
});

describe('a seed', () => {
  it('always gives the same bytes', async () => {
    const again = await generateMonth(options);
    expect(again.lists.map(({ bytes }) => Buffer.from(bytes).toString('base64'))).toEqual(
      month.lists.map(({ bytes }) => Buffer.from(bytes).toString('base64')),
    );
    expect(again.populationCsv).toBe(month.populationCsv);
    expect(again.truth).toEqual(month.truth);
  });

  it('of another value gives other people', async () => {
    const other = await generateMonth({ ...options, seed: 'another' });
    expect(other.truth.people).toBe(month.truth.people);
    expect(other.populationCsv).not.toBe(month.populationCsv);
  });
});

describe('the lists kept for readers', () => {
  it.each(small.lists.map(({ fileName }) => fileName))('%s is what the generator writes, and small', (fileName) => {
    const kept = readFileSync(new URL(`../../../samples/lists/${fileName}`, import.meta.url));
    const made = small.lists.find((list) => list.fileName === fileName);
    expect(kept.equals(made?.bytes ?? new Uint8Array())).toBe(true);
    expect(kept.byteLength).toBeLessThan(40 * 1024);
  });
});

describe('reference data', () => {
  it.each(SAMPLE_NAMES)('of %s is what a deployment may publish', (name) => {
    const reference = referenceOf(name);
    expect(unitsOf(reference).length).toBeGreaterThan(1);
    for (const [file, schema] of Object.entries(referenceFiles)) {
      const content = Object.entries(reference).find(([path]) => path === `${file}.json`)?.[1] ?? '';
      expect(() => schema.parse(JSON.parse(content))).not.toThrow();
    }
  });

  it('has a provider for every channel and every bank of the lists', () => {
    const providers = referenceFiles.providers.parse(JSON.parse(referenceOf('thanh-oai')['providers.json']));
    for (const { channel, bank } of month.truth.rows) {
      const serving = providers.filter((provider) => provider.channels.includes(channel));
      const fitting = serving.filter(({ banks }) => banks === null || banks.some((known) => known === bank));
      expect(fitting).toHaveLength(1);
    }
  });
});

describe('names', () => {
  it('lose their marks, đ too', () => {
    expect(withoutMarks('Đặng Thị Ngẫm Ưỡn')).toBe('Dang Thi Ngam Uon');
  });

  it('move the tone to the last vowel of oa, oe and uy only', () => {
    expect(withTonesOnLastVowel('Hòa Thúy Mùa Hoàn Quý')).toBe('Hoà Thuý Mùa Hoàn Quý');
  });
});
