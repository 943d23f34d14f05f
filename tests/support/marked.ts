import { createHash } from 'node:crypto';

/** Ways in which a text may hide: escaped as in JSON, encoded as in an address, another composition, another case. */
function readable(text: string): string {
  const unescaped = text.replace(/\\+u([0-9a-f]{4})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  const decoded = unescaped.replace(/(%[0-9a-f]{2})+/gi, (run) =>
    Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'),
  );
  const plain = decoded.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('đ', 'd');
  // As it came too: base64 means something else in lower case.
  return `${plain.replace(/[+_\s]+/g, ' ')}\n${decoded}`;
}

/** Forms of a mark that would tell who is meant: as it is, without leading zeros, in base64, as the hash of all of it. */
function formsOf(mark: string): string[] {
  const bytes = Buffer.from(mark, 'utf8');
  const hashes = ['sha256', 'sha1', 'md5'].map((algorithm) => createHash(algorithm).update(bytes).digest('hex'));
  const plain = mark.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('đ', 'd');
  return [
    plain,
    plain.replace(/^0+/, ''),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('hex'),
    ...hashes,
  ];
}

/** The marks that are found in these texts, each with where it stands: about a hundred characters of the first text. */
export function marksIn(texts: readonly string[], marks: readonly string[]): string[] {
  const forms = marks.flatMap((mark) => formsOf(mark).map((form) => ({ mark, form })));
  const found = new Map<string, string>();
  for (const text of texts) {
    const searched = readable(text);
    for (const { mark, form } of forms) {
      const place = found.has(mark) ? -1 : searched.indexOf(form);
      if (place >= 0) found.set(mark, searched.slice(Math.max(0, place - 60), place + 60));
    }
  }
  return [...found].map(([mark, where]) => `${mark}: …${where}…`);
}
