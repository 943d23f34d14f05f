/**
 * A cell that no spreadsheet will run: what begins as a formula does gets an apostrophe before it (OWASP, CSV
 * injection; full-width forms included), also behind blanks and invisible letters, which some programs drop. No name or
 * number of ours begins so; a cell that does was meant to harm.
 */
export function harmlessCell(text: string): string {
  return /^(?:[\t\r\n]|[\s\p{C}]*[=+\-@＝＋－＠])/u.test(text) ? `'${text}` : text;
}
