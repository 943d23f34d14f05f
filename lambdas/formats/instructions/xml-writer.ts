/** Markup that is well formed because only this module makes it: a plain string cannot stand in its place. */
export interface Xml {
  readonly markup: string;
}

/** An element that holds elements, in the order given; `undefined` is one that is left out. */
export function element(name: string, ...content: readonly (Xml | undefined)[]): Xml {
  return { markup: `<${name}>${content.map((part) => part?.markup ?? '').join('')}</${name}>` };
}

/** An element that holds text, escaped. */
export function textElement(name: string, text: string, attributes: Readonly<Record<string, string>> = {}): Xml {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(value)}"`);
  return { markup: `<${name}${written.join('')}>${escapeXml(text)}</${name}>` };
}

/** A whole document in UTF-8: its root element in its namespace, each part on a line of its own for whoever must look. */
export function xmlDocument(root: string, namespace: string, ...content: readonly Xml[]): Uint8Array {
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>';
  const opening = `<${root} xmlns="${escapeXml(namespace)}">`;
  const body = content.map(({ markup }) => markup);
  return new TextEncoder().encode([declaration, opening, ...body, `</${root}>`, ''].join('\n'));
}

/** Several elements in a row, each on a line of its own. */
export function lines(content: readonly Xml[]): Xml {
  return { markup: content.map(({ markup }) => `\n${markup}`).join('') };
}

/** What XML 1.0 cannot hold even escaped (section 2.2, Char). */
const NOT_A_CHAR = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

function escapeXml(text: string): string {
  return text.replace(NOT_A_CHAR, '').replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}
