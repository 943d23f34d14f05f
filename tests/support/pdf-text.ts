import { inflateSync } from 'node:zlib';

/**
 * The words of a PDF in the order in which they stand in it, each page's own, read the way a viewer copies text: glyphs
 * through the ToUnicode map of their font (ISO 32000-1, 9.10). It knows as much of PDF as our papers use.
 */
export function textOfPdf(bytes: Uint8Array): string {
  const objects = new Map<string, string>();
  const raw = Buffer.from(bytes).toString('latin1');
  for (const [, number = '', body = ''] of raw.matchAll(/(\d+) 0 obj\n(.*?)\nendobj/gs)) objects.set(number, body);
  const objectAt = (text: string, name: string) =>
    objects.get(new RegExp(`/${name} (\\d+) 0 R`).exec(text)?.[1] ?? '') ?? '';
  const pages = [...objects.values()].filter((body) => body.includes('/Type /Page\n'));
  return pages
    .map((page) => {
      const resources = objectAt(page, 'Resources');
      const fonts = new Map(
        [...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name = '', number = '']) => [
          name,
          lettersOf(streamOf(objectAt(objects.get(number) ?? '', 'ToUnicode'))),
        ]),
      );
      return textOfPage(streamOf(objectAt(page, 'Contents')), fonts);
    })
    .join('\n');
}

/** What all pages draw, operator by operator, in the order in which they stand in the PDF. */
export function operatorsOfPdf(bytes: Uint8Array): string[] {
  const raw = Buffer.from(bytes).toString('latin1');
  const bodies = new Map(
    [...raw.matchAll(/(\d+) 0 obj\n(.*?)\nendobj/gs)].map(([, number, body = '']) => [number, body]),
  );
  return [...raw.matchAll(/\/Contents (\d+) 0 R/g)].flatMap(([, number]) =>
    streamOf(bodies.get(number) ?? '').split('\n'),
  );
}

function streamOf(body: string): string {
  const start = body.indexOf('stream\n') + 'stream\n'.length;
  const length = Number(/\/Length (\d+)/.exec(body)?.[1]);
  const bytes = Buffer.from(body.slice(start, start + length), 'latin1');
  return (body.includes('/FlateDecode') ? inflateSync(bytes) : bytes).toString('latin1');
}

/** What each glyph of a font means, by its number. */
function lettersOf(map: string): string[] {
  const letters: string[] = [];
  for (const [, first = '', texts = ''] of map.matchAll(/<([0-9a-f]+)> <[0-9a-f]+> \[([^\]]*)\]/g)) {
    const from = Number.parseInt(first, 16);
    [...texts.matchAll(/<([0-9a-f]*)>/g)].forEach(([, hex = ''], index) => {
      letters[from + index] = Buffer.from(hex, 'hex').swap16().toString('utf16le');
    });
  }
  return letters;
}

function textOfPage(content: string, fonts: ReadonlyMap<string, readonly string[]>): string {
  let letters: readonly string[] = [];
  let text = '';
  for (const [, font, shown = ''] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (font !== undefined) letters = fonts.get(font) ?? [];
    for (const [, hex = ''] of shown.matchAll(/<([0-9a-f]+)>/g)) {
      for (const glyph of hex.match(/.{4}/g) ?? []) text += letters[Number.parseInt(glyph, 16)] ?? '\uFFFD';
    }
  }
  return text;
}
