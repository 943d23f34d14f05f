/** Functions that have more than the usual memory, in MiB: as the template gives it (a test holds the two together). */
const LARGER: Readonly<Record<string, number>> = {
  'answer-unit': 1024,
  'build-instructions': 1024,
  'render-reports': 1024,
  'publish-books': 1024,
};
const USUAL = 512;

/** The memory of a task's function, in MiB. */
export function memoryOf(task: string): number {
  return LARGER[task] ?? USUAL;
}
