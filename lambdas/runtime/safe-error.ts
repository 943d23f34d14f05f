import { z } from 'zod';
import { ControlTotalBroken } from '../domain/control-total.ts';

/**
 * An error as it may leave a function: into its log, its trace and the history of a state machine, where people read
 * it who must not read lists. The name stays, for `ErrorEquals` goes by it, and so does every stack frame. The
 * message loses what may be somebody's data; causes and other properties, which Lambda's runtime would log, are left out.
 */
export function safeError(error: unknown): Error {
  if (!(error instanceof Error)) return new Error('Something was thrown that is no error');
  const safe = new Error(safeMessage(error));
  safe.name = /^[A-Za-z][\w.]{0,80}$/.test(error.name) ? error.name : 'Error';
  const frames = (error.stack ?? '').split('\n').filter((line) => /^ +at /.test(line));
  safe.stack = [`${safe.name}: ${safe.message}`, ...frames].join('\n');
  return safe;
}

function safeMessage(error: Error): string {
  if (error instanceof z.ZodError) return error.issues.slice(0, 20).map(issueText).join('; ');
  // Sums of đồng and the names of totals, all ours.
  if (error instanceof ControlTotalBroken) return error.message;
  if (NATIVE.includes(error.name)) return HARMLESS.test(error.message) ? error.message : WITHHELD;
  return masked(error.message);
}

/** V8 quotes what it stumbled over: `JSON.parse` a piece of the text, `in` the string it was asked to look into. */
const NATIVE: readonly string[] = ['SyntaxError', 'TypeError', 'RangeError', 'ReferenceError', 'URIError'];
const HARMLESS =
  /^Cannot (read|set) properties of (undefined|null) \((reading|setting) '[a-z][a-zA-Z]*'\)$|^Invalid (time value|array length|string length)$|^[a-zA-Z.]+ is not (a function|a constructor|defined)$/;
const WITHHELD = 'The message is withheld, since it may quote data: see the stack';

/** What zod found, and where, without what stood there. Its own messages name keys that it does not know. */
function issueText(issue: z.core.$ZodIssue): string {
  const where = issue.path.map((part) => (typeof part === 'number' || isFieldName(part) ? String(part) : '…'));
  return `${issue.code} at ${where.join('.') || 'the top'}`;
}

/** Fields are camel case; the key of a record may be anything. */
function isFieldName(part: PropertyKey): boolean {
  return typeof part === 'string' && /^[a-z][a-zA-Z]{0,40}$/.test(part);
}

/**
 * Leaves out of a text what our own constant English messages, and those of AWS, never need: numbers long enough for
 * an id, a phone or an account, words with marks, whatever stands in quotes, and the names of objects and files.
 */
function masked(text: string): string {
  return text
    .slice(0, 2000)
    .split(/["“”]|(?<!\w)'|'(?!\w)/)
    .map((piece, index) => (index % 2 === 0 ? piece : '…'))
    .join('')
    .split(' ')
    .map((word) => (/[/\\]/.test(word) && !/^arn:aws[\w-]*:(?!s3:)/.test(word) ? '…' : word))
    .join(' ')
    .replace(/\d{6,}/g, '…')
    .replace(/[^\s\x20-\x7e…]\S*/g, '…');
}
