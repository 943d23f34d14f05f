import type { BadFile } from '../../../support/bad-input.ts';
import { GOOD_LIST, goodParts, SHEET, withoutPart, withPart, withXml } from '../../../support/damaged-workbook.ts';
import { rawWorkbook, rowsXml, zipOf } from '../../../support/workbook-builder.ts';

const WORKBOOK = 'xl/workbook.xml';
const WORKBOOK_LINKS = 'xl/_rels/workbook.xml.rels';
const STRINGS = 'xl/sharedStrings.xml';
const STYLES = 'xl/styles.xml';
const LIST = rowsXml(GOOD_LIST);
const BILLION_LAUGHS =
  '<!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>';
const behindDeclaration = (doctype: string) => (xml: string) => `<?xml version="1.0"?>${doctype}${xml}`;
const badUtf8 = (name: string) => () =>
  withPart(name, ({ content }) => ({
    content: Buffer.concat([
      Buffer.from(String(content).slice(0, -20)),
      Buffer.from([0xc3, 0x28]),
      Buffer.from(String(content).slice(-20)),
    ]),
  }));

/** What can be wrong with the parts of a workbook and how they name each other. */
export const WORKBOOK_FILES: readonly BadFile[] = [
  ['no workbook part', 'unreadable', () => withoutPart(WORKBOOK)],
  ['no relationships of the workbook', 'unreadable', () => withoutPart(WORKBOOK_LINKS)],
  ['no sheet part', 'unreadable', () => withoutPart(SHEET)],
  ['no shared strings though cells name them', 'unreadable', () => withoutPart(STRINGS)],
  ['no styles though the workbook names them', 'unreadable', () => withoutPart(STYLES)],
  ['neither workbook nor its relationship', 'not-a-list', () => zipOf(goodParts().slice(3))],
  [
    'a workbook that is a text document',
    'not-a-list',
    () => withXml(WORKBOOK, (xml) => xml.replaceAll('workbook', 'document')),
  ],
  [
    'a workbook without sheets',
    'empty',
    () => withXml(WORKBOOK, (xml) => xml.replace(/<sheets>.*<\/sheets>/, '<sheets/>')),
  ],
  [
    'a workbook of one hidden sheet',
    'empty',
    () => rawWorkbook({ sheets: [{ name: 'BTXH', rows: LIST, state: 'hidden' }] }),
  ],
  [
    'a workbook of sheets that only macros can show',
    'empty',
    () => rawWorkbook({ sheets: [{ name: 'BTXH', rows: LIST, state: 'veryHidden' }] }),
  ],
  [
    'a workbook of a chart alone',
    'empty',
    () => withXml(WORKBOOK_LINKS, (xml) => xml.replace('/worksheet"', '/chartsheet"')),
  ],
  [
    'two sheets of one name',
    'unreadable',
    () =>
      rawWorkbook({
        sheets: [
          { name: 'BTXH', rows: LIST },
          { name: 'BTXH', rows: rowsXml([GOOD_LIST[0] ?? [], [1, 'Lê Thị Mai', '1960', '038160000789', 500_000]]) },
        ],
      }),
  ],
  [
    'a sheet without a relationship',
    'unreadable',
    () => withXml(WORKBOOK, (xml) => xml.replace('r:id="s0"', 'r:id="s9"')),
  ],
  ['a sheet without an id', 'unreadable', () => withXml(WORKBOOK, (xml) => xml.replace(' r:id="s0"', ''))],
  [
    'a sheet outside the zip',
    'unreadable',
    () => withXml(WORKBOOK_LINKS, (xml) => xml.replace('worksheets/sheet0.xml', '../../../../etc/passwd')),
  ],
  [
    'a sheet on a web server',
    'unreadable',
    () =>
      withXml(WORKBOOK_LINKS, (xml) =>
        xml.replace('Target="worksheets/sheet0.xml"', 'TargetMode="External" Target="http://example.com/sheet0.xml"'),
      ),
  ],
  [
    'a sheet in a file of the reader',
    'unreadable',
    () => withXml(WORKBOOK_LINKS, (xml) => xml.replace('worksheets/sheet0.xml', 'file:///etc/passwd')),
  ],
  [
    'a workbook outside the zip',
    'unreadable',
    () => withXml('_rels/.rels', (xml) => xml.replace('xl/workbook.xml', '../workbook.xml')),
  ],
  ['an empty workbook part', 'unreadable', () => withPart(WORKBOOK, () => ({ content: '' }))],
  ['an empty sheet part', 'unreadable', () => withPart(SHEET, () => ({ content: '' }))],
  ['a sheet part of blanks', 'unreadable', () => withPart(SHEET, () => ({ content: ' \n ' }))],
  ['an empty part of shared strings', 'unreadable', () => withPart(STRINGS, () => ({ content: '' }))],
  ['an empty part of relationships', 'unreadable', () => withPart(WORKBOOK_LINKS, () => ({ content: '' }))],
  [
    'a picture for a sheet',
    'unreadable',
    () => withPart(SHEET, () => ({ content: Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13]) })),
  ],
  ['styles that are no XML', 'unreadable', () => withPart(STYLES, () => ({ content: 'styles' }))],
  ['styles cut off', 'unreadable', () => withXml(STYLES, (xml) => xml.slice(0, -15))],
  ['shared strings cut off', 'unreadable', () => withXml(STRINGS, (xml) => xml.slice(0, -15))],
  ['relationships cut off', 'unreadable', () => withXml(WORKBOOK_LINKS, (xml) => xml.slice(0, -15))],
  ['a workbook part cut off', 'unreadable', () => withXml(WORKBOOK, (xml) => xml.slice(0, -15))],
  ['a sheet that is not UTF-8', 'unreadable', badUtf8(SHEET)],
  ['shared strings that are not UTF-8', 'unreadable', badUtf8(STRINGS)],
  ['a workbook part that is not UTF-8', 'unreadable', badUtf8(WORKBOOK)],
  ['a DOCTYPE in a sheet', 'unreadable', () => withXml(SHEET, behindDeclaration('<!DOCTYPE worksheet>'))],
  ['a DOCTYPE in the shared strings', 'unreadable', () => withXml(STRINGS, behindDeclaration('<!DOCTYPE sst>'))],
  ['a DOCTYPE in the workbook part', 'unreadable', () => withXml(WORKBOOK, behindDeclaration('<!DOCTYPE workbook>'))],
  ['a DOCTYPE in the styles', 'unreadable', () => withXml(STYLES, behindDeclaration('<!DOCTYPE styleSheet>'))],
  [
    'a DOCTYPE in the relationships',
    'unreadable',
    () => withXml(WORKBOOK_LINKS, behindDeclaration('<!DOCTYPE Relationships>')),
  ],
  [
    'entities that swell in a sheet',
    'unreadable',
    () => withXml(SHEET, (xml) => `${BILLION_LAUGHS}${xml.replace('Họ và tên', '&c;')}`),
  ],
  [
    'entities that swell in the shared strings',
    'unreadable',
    () => withXml(STRINGS, (xml) => `${BILLION_LAUGHS}${xml.replace('Lan', '&c;')}`),
  ],
  [
    'an entity that reads a file',
    'unreadable',
    () =>
      withXml(STRINGS, (xml) => `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>${xml.replace('Lan', '&x;')}`),
  ],
  [
    'an entity that asks a web server',
    'unreadable',
    () => withXml(SHEET, (xml) => `<!DOCTYPE a [<!ENTITY % x SYSTEM "http://example.com/x.dtd"> %x;]>${xml}`),
  ],
  ['an entity that nobody declares', 'unreadable', () => withXml(STRINGS, (xml) => xml.replace('Lan', '&lan;'))],
];
