/** Items as a query gives them: here two a page, and an empty page after the last, as the store may give one. */
export function* pagesOf<Item>(items: readonly Item[]): Generator<Item[]> {
  for (let start = 0; start < items.length; start += 2) yield items.slice(start, start + 2);
  yield [];
}
