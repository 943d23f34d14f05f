import type { RefusalCode, RefusalDetails } from '../../domain/lists/refusal-catalogue.ts';

/** Why the bytes of a file cannot be read as a table, whatever the table would mean. */
export type UnreadableCode = Extract<
  RefusalCode,
  'unreadable' | 'encrypted' | 'legacy-xls' | 'other-format' | 'not-a-list' | 'too-large' | 'too-slow' | 'bomb'
>;

/** A file whose bytes are refused. The message is for engineers and never quotes the file's contents. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
  readonly code: UnreadableCode;
  /** Which limit was passed, or what format it is: the officer is told. */
  readonly details: RefusalDetails;

  constructor(code: UnreadableCode, message: string, options: ErrorOptions & RefusalDetails = {}) {
    const { cause, ...details } = options;
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = details;
  }
}
