import { describe, expect, it } from 'vitest';
import { UnreadableFile } from '../../../lambdas/formats/tables/unreadable-file.ts';
import { nameNumber, XmlScanner } from '../../../lambdas/formats/tables/xml-scanner.ts';

/** What the scanner comes upon in `<c>` elements: the attribute `r` where one opens, texts, `/` where it closes. */
function seenIn(...pieces: readonly string[]): string[] {
  const scanner = new XmlScanner();
  const seen: string[] = [];
  for (const piece of pieces) {
    scanner.feed(piece);
    for (let token = scanner.next(); token !== 'more'; token = scanner.next()) {
      if (token === 'text') seen.push(scanner.text());
      else if (scanner.name !== nameNumber('c')) continue;
      else seen.push(token === 'open' ? `r=${scanner.attribute(nameNumber('r'))}` : '/');
    }
  }
  scanner.finish();
  return seen;
}

const reads: readonly (readonly [string, string, readonly string[]])[] = [
  ['an element that closes itself', '<x><c r="A1"/></x>', ['r=A1', '/']],
  ['attributes in any order, in either quote', `<x><c s='1' t="s" r='A1' ></c ></x>`, ['r=A1', '/']],
  ['an attribute with a tag’s end in it', '<x><c q="a>b" r="A1"/></x>', ['r=A1', '/']],
  ['line breaks inside a tag', '<x><c\n\tr = "A1"\r\n/></x>', ['r=A1', '/']],
  ['elements with a prefix', '<y:x><y:c r="A1">a</y:c></y:x>', ['r=A1', 'a', '/']],
  ['an attribute of another namespace, which is another', '<x><c xr:r="no" r="A1"/></x>', ['r=A1', '/']],
  ['an attribute that only begins alike', '<x><c ref="no"/></x>', ['r=undefined', '/']],
  ['the entities of XML', '<x><c r="&lt;&#65;">&amp;&#x1EB4;&quot;&apos;&gt;</c></x>', ['r=<A', `&Ẵ"'>`, '/']],
  ['CDATA, in which nothing is an entity', '<x><c r="1"><![CDATA[<&amp;]]></c></x>', ['r=1', '<&amp;', '/']],
  ['text around a comment in two parts', '<x><c r="1">a<!-- <c> -- -->b</c></x>', ['r=1', 'a', 'b', '/']],
  ['a declaration and instructions as nothing', '<?xml version="1.0"?><x><?go <c>?></x><!-- end -->\n', []],
  ['line ends as one, however they were written', '<x><c r="1">a\r\nb\rc</c></x>', ['r=1', 'a\nb\nc', '/']],
];

const refuses: readonly (readonly [string, string])[] = [
  ['elements that do not match', '<x><c></x></c>'],
  ['an element that is never closed', '<x><c>'],
  ['a tag that is cut off', '<x></x'],
  ['two roots', '<x/><x/>'],
  ['nothing at all', ''],
  ['text beside the root', '<x/>a'],
  ['CDATA beside the root', '<x/><![CDATA[a]]>'],
  ['an entity of its own', '<x>&c;</x>'],
  ['a bare ampersand', '<x>a & b</x>'],
  ['a DOCTYPE', '<!DOCTYPE x [<!ENTITY c "c">]><x>&c;</x>'],
  ['an attribute without quotes', '<x a=1/>'],
  ['an attribute without a value', '<x a/>'],
  ['an attribute that stands twice', '<x a="1" a="2"/>'],
  ['a tag within an attribute', '<x a="<c>"/>'],
  ['a control character', '<x>\u0001</x>'],
  ['a number that is no character', '<x>&#xD800;</x>'],
  ['a slash that closes nothing', '<x / a="1"></x>'],
  ['elements without end', '<x>'.repeat(300) + '</x>'.repeat(300)],
];

/** Texts are asked for, since only then are entities looked at. */
describe('the scanner of XML', () => {
  it.each(reads)('reads %s', (_, xml, expected) => {
    expect(seenIn(xml)).toEqual(expected);
  });

  it.each(reads)('reads %s, cut behind each “>”', (_, xml, expected) => {
    expect(seenIn(...xml.split(/(?<=>)/)).join('')).toBe(expected.join(''));
  });

  it.each(refuses)('refuses %s', (_, xml) => {
    expect(() => seenIn(xml)).toThrow(UnreadableFile);
  });

  it('gives up on a comment that never ends', () => {
    const pieces = Array.from({ length: 30 }, () => '>'.repeat(256 * 1024));
    expect(() => seenIn('<x><!--', ...pieces)).toThrow(expect.objectContaining({ code: 'too-large' }));
  });
});
