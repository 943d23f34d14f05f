import type { RefusalCode } from '../domain/refusal-catalogue.ts';

/** Why the bytes of a file cannot be read as a table, whatever the table would mean. */
export type UnreadableCode = Extract<
  RefusalCode,
  'unreadable' | 'encrypted' | 'legacy-xls' | 'other-format' | 'not-a-list' | 'too-large' | 'bomb'
>;

/** A file whose bytes are refused. The message is for engineers and never quotes the file's contents. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
  readonly code: UnreadableCode;

  constructor(code: UnreadableCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
