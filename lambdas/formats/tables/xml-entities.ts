import { UnreadableFile } from './unreadable-file.ts';

const NAMED_ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/**
 * Text with its entities put in: only the five of XML itself (4.6) and numbered characters. Throws
 * {@link UnreadableFile} at any other, and at an ampersand that begins none.
 */
export function withoutEntities(text: string): string {
  return text.replace(/&([^;&]{0,10})(;?)/g, (_, name: string, end: string) => {
    const character = name.startsWith('#') ? numberedCharacter(name) : NAMED_ENTITIES.get(name);
    if (character === undefined || end === '') {
      throw new UnreadableFile('unreadable', 'A part of the workbook names an entity that XML does not define');
    }
    return character;
  });
}

function numberedCharacter(name: string): string | undefined {
  const [, hexadecimal, decimal] = /^#(?:x([0-9A-Fa-f]+)|(\d+))$/.exec(name) ?? [];
  const code = hexadecimal === undefined ? Number(decimal ?? '') : Number.parseInt(hexadecimal, 16);
  const isCharacter =
    code <= 0x10_ffff && (code >= 0x20 ? code < 0xd800 || code > 0xdfff : [0x09, 0x0a, 0x0d].includes(code));
  return isCharacter ? String.fromCodePoint(code) : undefined;
}
