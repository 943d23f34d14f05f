import { UnreadableFile } from './unreadable-file.ts';
import { withoutEntities } from './xml-entities.ts';

/** What {@link XmlScanner.next} came upon. `more`: the piece is used up. */
export type XmlToken = 'open' | 'close' | 'text' | 'more';

const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const EXCLAMATION = 0x21;
const QUOTE = 0x22;
const AMPERSAND = 0x26;
const APOSTROPHE = 0x27;
const SLASH = 0x2f;
const COLON = 0x3a;
const LESS_THAN = 0x3c;
const EQUALS = 0x3d;
const GREATER_THAN = 0x3e;
const QUESTION = 0x3f;

/** Nothing in a workbook nests deeper than some ten elements. */
const MAX_DEPTH = 256;
/** The root of a sheet names some ten namespaces, no other element has more. */
const MAX_ATTRIBUTES = 256;
/** A tag or a comment that has not ended after so many letters never will. */
const MAX_UNFINISHED = 4 * 1024 * 1024;

/** Of the FNV-1a hash in 32 bits: names of the few dozen letters that workbooks use never meet. */
const FNV_PRIME = 0x0100_0193;

/** An element's or attribute's name as one number: comparing numbers costs no text for every tag. */
export function nameNumber(name: string): number {
  let number = 0;
  for (let index = 0; index < name.length; index++) number = Math.imul(number ^ name.charCodeAt(index), FNV_PRIME);
  return number;
}

/**
 * Pulls tags and texts out of XML that comes in pieces, each ending behind a `>`. It makes no object for a tag, none
 * for an attribute and no text that nobody asks for: sheets have millions of them, and a general parser spent most of
 * intake's time there (docs/adr/0011). Elements go by their local name, since some writers put `x:` before everything;
 * attributes by their whole name, so that `xr:r` is never taken for `r`.
 *
 * Throws {@link UnreadableFile} where elements do not match, at entities that XML does not define itself, and at a
 * DOCTYPE: workbooks have none (ECMA-376 part 2, 9.1.4), and entities are how XML is made to swell or to read files.
 */
export class XmlScanner {
  /** The element that was just opened or closed, by {@link nameNumber}. */
  name = 0;
  #xml = '';
  #at = 0;
  #textStart = 0;
  #textEnd = 0;
  /** Whether the text is to be taken as it stands: no entity, no carriage return. */
  #textIsPlain = true;
  #textIsCdata = false;
  #closesItself = false;
  readonly #open: number[] = [];
  #sawRoot = false;
  #attributes = 0;
  readonly #attributeNames = new Int32Array(MAX_ATTRIBUTES);
  readonly #valueStarts = new Int32Array(MAX_ATTRIBUTES);
  readonly #valueEnds = new Int32Array(MAX_ATTRIBUTES);

  /** Hands over the next piece, once {@link next} has asked for more. */
  feed(piece: string): void {
    const rest = this.#xml.length - this.#at;
    if (rest > MAX_UNFINISHED) throw new UnreadableFile('too-large', 'A tag of the workbook is too long');
    this.#xml = rest === 0 ? piece : this.#xml.slice(this.#at) + piece;
    this.#at = 0;
  }

  /** To be called behind the last piece: everything that was opened must have been closed. */
  finish(): void {
    if (this.#at < this.#xml.length || this.#open.length > 0 || !this.#sawRoot) throw damaged('it ends too early');
  }

  next(): XmlToken {
    if (this.#closesItself) {
      this.#closesItself = false;
      return 'close';
    }
    for (;;) {
      const xml = this.#xml;
      const at = this.#at;
      if (at >= xml.length) return 'more';
      if (xml.charCodeAt(at) !== LESS_THAN) {
        if (this.#open.length > 0) return this.#takeText(xml, at);
        this.#skipBlanks(xml, at);
        continue;
      }
      const code = xml.charCodeAt(at + 1);
      if (code === SLASH) return this.#takeCloseTag(xml, at + 2);
      if (code !== EXCLAMATION && code !== QUESTION) return this.#takeOpenTag(xml, at + 1);
      const taken = code === QUESTION ? this.#skipPast('?>', at + 2) : this.#takeDeclaration(xml, at);
      if (taken !== 'skipped') return taken;
    }
  }

  /** The text that was just come upon; a run may come in several parts. */
  text(): string {
    const text = this.#xml.slice(this.#textStart, this.#textEnd);
    if (this.#textIsPlain) return text;
    const unbroken = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text; // XML 1.0, 2.11
    return this.#textIsCdata ? unbroken : withoutEntities(unbroken);
  }

  /** Whether the text was plain digits, few enough for an exact number; then it is that number, else -1. */
  textAsIndex(): number {
    return this.#digits(this.#textStart, this.#textEnd);
  }

  /** An attribute of the element just opened, by its {@link nameNumber}. */
  attribute(name: number): string | undefined {
    const found = this.#find(name);
    if (found === -1) return undefined;
    const value = this.#xml.slice(this.#valueStarts[found], this.#valueEnds[found]);
    return value.includes('&') ? withoutEntities(value) : value;
  }

  /** An attribute that is a whole number of plain digits; `absent` where it is not there, -1 where it is none. */
  wholeAttribute(name: number, absent: number): number {
    const found = this.#find(name);
    return found === -1 ? absent : this.#digits(this.#valueStarts[found] ?? 0, this.#valueEnds[found] ?? 0);
  }

  /** The letters of a cell reference as a column from 0 ("AB12" is 27); `absent` without one, -1 where impossible. */
  columnAttribute(name: number, absent: number): number {
    const found = this.#find(name);
    if (found === -1) return absent;
    const end = this.#valueEnds[found] ?? 0;
    let column = 0;
    for (let at = this.#valueStarts[found] ?? 0; at < end; at++) {
      const letter = this.#xml.charCodeAt(at) & ~0x20;
      if (letter < 0x41 || letter > 0x5a) break;
      column = column * 26 + letter - 0x40;
    }
    return column > 16_384 ? -1 : column - 1; // XFD, the last column that Excel has
  }

  #find(name: number): number {
    for (let index = 0; index < this.#attributes; index++) if (this.#attributeNames[index] === name) return index;
    return -1;
  }

  #digits(start: number, end: number): number {
    if (end === start || end - start > 9) return -1;
    let value = 0;
    for (let at = start; at < end; at++) {
      const digit = this.#xml.charCodeAt(at) - 0x30;
      if (digit < 0 || digit > 9) return -1;
      value = value * 10 + digit;
    }
    return value;
  }

  #takeText(xml: string, start: number): XmlToken {
    let at = start;
    let isPlain = true;
    for (; at < xml.length; at++) {
      const code = xml.charCodeAt(at);
      if (code === LESS_THAN) break;
      if (code === AMPERSAND || code === CARRIAGE_RETURN) isPlain = false;
      else if (code < SPACE && code !== LINE_FEED && code !== TAB) throw damaged('it holds a control character');
    }
    this.#textStart = start;
    this.#textEnd = at;
    this.#textIsPlain = isPlain;
    this.#textIsCdata = false;
    this.#at = at;
    return 'text';
  }

  /** Around the root nothing else may stand. */
  #skipBlanks(xml: string, start: number): void {
    let at = start;
    while (isSpace(xml.charCodeAt(at))) at++;
    if (at < xml.length && xml.charCodeAt(at) !== LESS_THAN) throw damaged('text stands outside its root');
    this.#at = at;
  }

  #takeOpenTag(xml: string, start: number): XmlToken {
    let at = start;
    let name = 0;
    let code = xml.charCodeAt(at);
    for (; code > SPACE && code !== GREATER_THAN && code !== SLASH; code = xml.charCodeAt(++at)) {
      name = code === COLON ? 0 : Math.imul(name ^ code, FNV_PRIME);
    }
    this.#attributes = 0;
    for (;;) {
      while (isSpace(code)) code = xml.charCodeAt(++at);
      if (code === GREATER_THAN) break;
      if (code === SLASH) {
        if (at + 1 >= xml.length) return 'more';
        if (xml.charCodeAt(at + 1) !== GREATER_THAN) throw damaged('a tag does not end');
        this.#opened(name, at + 2);
        this.#open.pop();
        this.#closesItself = true;
        return 'open';
      }
      at = this.#takeAttribute(xml, at);
      if (at >= xml.length) return 'more';
      code = xml.charCodeAt(at);
    }
    this.#opened(name, at + 1);
    return 'open';
  }

  #opened(name: number, next: number): void {
    if (name === 0) throw damaged('a tag has no name');
    if (this.#open.length === 0 && this.#sawRoot) throw damaged('it has two roots');
    this.#sawRoot = true;
    if (this.#open.push(name) > MAX_DEPTH) throw damaged('it nests too deeply');
    this.name = name;
    this.#at = next;
  }

  /** Notes where one attribute stands. Returns the place behind it; the piece's length where it is cut off. */
  #takeAttribute(xml: string, start: number): number {
    let at = start;
    let name = 0;
    let code = xml.charCodeAt(at);
    for (; code > SPACE && code !== EQUALS && code !== GREATER_THAN; code = xml.charCodeAt(++at)) {
      name = Math.imul(name ^ code, FNV_PRIME);
    }
    while (isSpace(code)) code = xml.charCodeAt(++at);
    if (at >= xml.length) return xml.length;
    if (code !== EQUALS || name === 0) throw damaged('an attribute has no value');
    code = xml.charCodeAt(++at);
    while (isSpace(code)) code = xml.charCodeAt(++at);
    if (at >= xml.length) return xml.length;
    if (code !== QUOTE && code !== APOSTROPHE) throw damaged('an attribute is not quoted');
    const quote = code;
    const valueStart = at + 1;
    do code = xml.charCodeAt(++at);
    while (code !== quote && code !== LESS_THAN && at < xml.length);
    if (at >= xml.length) return xml.length;
    if (code === LESS_THAN) throw damaged('an attribute does not end');
    if (this.#find(name) !== -1 || this.#attributes === MAX_ATTRIBUTES) throw damaged('an attribute stands twice');
    this.#attributeNames[this.#attributes] = name;
    this.#valueStarts[this.#attributes] = valueStart;
    this.#valueEnds[this.#attributes] = at;
    this.#attributes += 1;
    return at + 1;
  }

  #takeCloseTag(xml: string, start: number): XmlToken {
    let at = start;
    let name = 0;
    let code = xml.charCodeAt(at);
    for (; code > SPACE && code !== GREATER_THAN; code = xml.charCodeAt(++at)) {
      name = code === COLON ? 0 : Math.imul(name ^ code, FNV_PRIME);
    }
    while (isSpace(code)) code = xml.charCodeAt(++at);
    if (at >= xml.length) return 'more';
    if (code !== GREATER_THAN || this.#open.pop() !== name) throw damaged('its elements do not match');
    this.name = name;
    this.#at = at + 1;
    return 'close';
  }

  #takeDeclaration(xml: string, at: number): XmlToken | 'skipped' {
    if (xml.startsWith('<!--', at)) return this.#skipPast('-->', at + 4);
    if (xml.startsWith('<![CDATA[', at)) {
      const end = xml.indexOf(']]>', at);
      if (end === -1) return 'more';
      if (this.#open.length === 0) throw damaged('text stands outside its root');
      this.#textStart = at + '<![CDATA['.length;
      this.#textEnd = end;
      this.#textIsPlain = false;
      this.#textIsCdata = true;
      this.#at = end + 3;
      return 'text';
    }
    if (xml.startsWith('<!DOCTYPE', at)) throw damaged('it declares a DOCTYPE');
    throw damaged('a tag has no name');
  }

  #skipPast(end: string, from: number): XmlToken | 'skipped' {
    const at = this.#xml.indexOf(end, from);
    if (at === -1) return 'more';
    this.#at = at + end.length;
    return 'skipped';
  }
}

/** Not a number behind the end of the piece, which is no space either. */
function isSpace(code: number): boolean {
  return code === SPACE || code === LINE_FEED || code === CARRIAGE_RETURN || code === TAB;
}

function damaged(what: string): UnreadableFile {
  return new UnreadableFile('unreadable', `A part of the workbook is not well-formed XML: ${what}`);
}
