import { describe, expect, it } from 'vitest';
import { element, textElement, xmlDocument } from '../../../lambdas/formats/instructions/xml-writer.ts';

describe('Written XML', () => {
  it('escapes text and attributes', () => {
    expect(textElement('Nm', `<a>&"'`, { Ccy: '"<' }).markup).toBe(
      '<Nm Ccy="&quot;&lt;">&lt;a&gt;&amp;&quot;&apos;</Nm>',
    );
  });

  it('leaves out what XML 1.0 cannot hold', () => {
    expect(textElement('Nm', 'Lê\u0000\u001B\uFFFE\uD800 Ẵn 😀').markup).toBe('<Nm>Lê Ẵn 😀</Nm>');
  });

  it('leaves out elements that are not there', () => {
    expect(element('Cdtr', undefined, textElement('Nm', 'Lê')).markup).toBe('<Cdtr><Nm>Lê</Nm></Cdtr>');
  });

  it('is UTF-8 with its root in the namespace', () => {
    const bytes = xmlDocument('Document', 'urn:a&b', textElement('Nm', 'Ẵn'));
    expect(new TextDecoder().decode(bytes)).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:a&amp;b">\n<Nm>Ẵn</Nm>\n</Document>\n',
    );
  });
});
