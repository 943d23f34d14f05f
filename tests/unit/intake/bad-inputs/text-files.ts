import type { BadFile } from '../../../support/bad-input.ts';
import { utf8 } from '../../../support/bad-input.ts';

const text = (content: string) => () => utf8(content);
const HEADER = 'STT;Họ và tên;Số CCCD;Số tiền\n';

/** Text that is no list, or a list of nobody. */
export const TEXT_FILES: readonly BadFile[] = [
  ['no bytes', 'empty', text('')],
  ['one space', 'empty', text(' ')],
  ['blank lines', 'empty', text('\r\n\r\n\t\r\n')],
  ['non-breaking spaces', 'empty', text('\u00a0\u00a0\n\u00a0')],
  ['a byte order mark alone', 'empty', text('\ufeff')],
  ['a byte order mark of UTF-16 alone', 'empty', () => Buffer.from('\ufeff', 'utf16le')],
  ['a byte order mark of big-endian UTF-16 alone', 'empty', () => Uint8Array.of(0xfe, 0xff)],
  ['a byte order mark and blank lines', 'empty', text('\ufeff\r\n \r\n')],
  ['blank lines in UTF-16', 'empty', () => Buffer.from('\ufeff\r\n \r\n', 'utf16le')],
  ['separators alone', 'empty', text(';;;\n;;;\n')],
  ['empty quotes alone', 'empty', text('"","",""\n"","",""\n')],
  ['a header and nobody below', 'empty', text(HEADER)],
  ['a header and row numbers', 'empty', text(`${HEADER}1;;;\n2;;;\n3;;;\n`)],
  ['a header and a total', 'empty', text(`${HEADER};Tổng cộng;;0\n`)],
  ['a header and signatures', 'empty', text(`${HEADER};NGƯỜI LẬP;;CHỦ TỊCH\n`)],
  ['a header that repeats itself', 'empty', text(HEADER.repeat(4))],
  ['a separator named and nothing else', 'not-a-list', text('sep=;\n')],
  ['one word', 'not-a-list', text('danh sách')],
  ['names on lines of their own', 'not-a-list', text('Họ và tên\nNguyễn Thị Lan\nTrần Văn Hùng\n')],
  [
    'a quote that is never closed',
    'unreadable',
    text(`${HEADER}1;"Nguyễn Thị Lan;038145000123;500000\n2;Trần Văn Hùng;038050000456;500000\n`),
  ],
  [
    'a quote that is never closed in the header',
    'unreadable',
    text(`"${HEADER}1;Nguyễn Thị Lan;038145000123;500000\n`),
  ],
  [
    'people without a header',
    'headers-missing',
    text('1;Nguyễn Thị Lan;038145000123;500000\n2;Trần Văn Hùng;038050000456;500000\n'),
  ],
  ['a separator that no list has', 'not-a-list', text('Họ và tên~Số CCCD~Số tiền\nNguyễn Thị Lan~x~y\n')],
  [
    'random letters',
    'not-a-list',
    () => Uint8Array.from({ length: 2_000 }, (_, index) => 97 + ((index * index * 31) % 26)),
  ],
];
