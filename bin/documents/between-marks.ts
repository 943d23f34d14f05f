/**
 * Puts a generated section between its two marks and leaves all other text as it is, so that people may write around
 * it. Throws when the page has no such marks.
 */
export function betweenMarks(page: string, name: string, section: string): string {
  const begin = `<!-- ${name}: generated -->`;
  const end = `<!-- end of ${name} -->`;
  const from = page.indexOf(begin);
  const to = page.indexOf(end, from);
  if (from === -1 || to === -1) throw new Error(`The page has no marks of ${name}`);
  return `${page.slice(0, from)}${begin}\n${section}\n${page.slice(to)}`;
}
