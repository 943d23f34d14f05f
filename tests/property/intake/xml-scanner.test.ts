import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { UnreadableFile } from '../../../lambdas/formats/tables/unreadable-file.ts';
import { nameNumber, XmlScanner } from '../../../lambdas/formats/tables/xml-scanner.ts';

const NAMES = ['row', 'c', 'v', 't', 'is', 'x:c', 'mergeCell'];
const ATTRIBUTES = ['r', 't', 's', 'xr:r', 'hidden'];

const attribute = fc
  .tuple(
    fc.constantFrom(...ATTRIBUTES),
    fc.constantFrom('A1', '1', '', 'a>b', '&amp;', '&#65;', 'Ẵ'),
    fc.constantFrom('"', "'"),
    fc.constantFrom(' ', '\n\t'),
  )
  .map(([name, value, quote, space]) => `${space}${name}=${quote}${value}${quote}`);
const text = fc.constantFrom(
  'a',
  ' Ẵ\n',
  '\r\n',
  '&lt;',
  '&#x1EB4;',
  '>',
  '<![CDATA[<&]]>',
  '<!-- <c> > -->',
  '<?p >?>',
);
const { element } = fc.letrec<{ element: string; inside: string }>((tie) => ({
  inside: fc.oneof({ maxDepth: 4 }, text, tie('element')),
  element: fc
    .tuple(fc.constantFrom(...NAMES), fc.array(attribute, { maxLength: 3 }), fc.array(tie('inside'), { maxLength: 4 }))
    .map(([name, attributes, inside]) => {
      const start = `<${name}${attributes.join('')}`;
      return inside.length === 0 ? `${start}/>` : `${start}>${inside.join('')}</${name}\n>`;
    }),
}));

/** Both tell a document as lines: what opened with which attributes, texts joined, what closed; null if not well-formed. */
type Told = string[] | null;

function joinTexts(lines: readonly string[]): string[] {
  const joined: string[] = [];
  for (const line of lines) {
    const last = joined.at(-1);
    if (line.startsWith('"') && last?.startsWith('"')) joined[joined.length - 1] = last + line.slice(1);
    else joined.push(line);
  }
  return joined;
}

function bySaxes(xml: string): Told {
  const lines: string[] = [];
  const parser = new SaxesParser<{ xmlns: false; position: false }>({ xmlns: false, position: false });
  const local = (name: string): string => name.slice(name.indexOf(':') + 1);
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) =>
    lines.push(`<${nameNumber(local(name))} ${ATTRIBUTES.map((one) => attributes[one])}`),
  );
  parser.on('text', (part) => lines.push(`"${part}`));
  parser.on('cdata', (part) => lines.push(`"${part}`));
  parser.on('closetag', ({ name }) => lines.push(`/${nameNumber(local(name))}`));
  try {
    parser.write(xml).close();
    return joinTexts(lines);
  } catch {
    return null;
  }
}

function byOurs(pieces: readonly string[]): Told {
  const lines: string[] = [];
  const scanner = new XmlScanner();
  try {
    for (const piece of pieces) {
      scanner.feed(piece);
      for (let token = scanner.next(); token !== 'more'; token = scanner.next()) {
        if (token === 'text') lines.push(`"${scanner.text()}`);
        else if (token === 'close') lines.push(`/${scanner.name}`);
        else lines.push(`<${scanner.name} ${ATTRIBUTES.map((one) => scanner.attribute(nameNumber(one)))}`);
      }
    }
    scanner.finish();
    return joinTexts(lines);
  } catch (error) {
    if (error instanceof UnreadableFile) return null;
    throw error;
  }
}

describe('the scanner of XML', () => {
  it('hears in any document what a general parser hears, piece by piece', () => {
    fc.assert(
      fc.property(element, (xml) => {
        expect(byOurs(xml.split(/(?<=>)/))).toEqual(bySaxes(xml));
      }),
      { numRuns: 1000 },
    );
  });

  it('hears the same where a damaged document is still well-formed, and else fails by name or not at all', () => {
    const damaged = fc
      .tuple(element, fc.nat(), fc.constantFrom('', '<', '>', '/', '"', '&', ' ', 'r', '\u0001'))
      .map(([xml, at, letter]) => xml.slice(0, at % xml.length) + letter + xml.slice((at % xml.length) + 1))
      // A prefix without a name: saxes, told to know nothing of namespaces, would let it pass.
      .filter((xml) => !/:[\s/>]/.test(xml));
    fc.assert(
      fc.property(damaged, (xml) => {
        const [theirs, ours] = [bySaxes(xml), byOurs([xml])];
        // It does not know which letters a name may have: nothing of a sheet depends on that.
        if (theirs !== null) expect(ours).toEqual(theirs);
      }),
      { numRuns: 3000 },
    );
  });
});
