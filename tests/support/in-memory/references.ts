import type { References } from '../../../lambdas/domain/ports.ts';
import type { ReferenceData } from '../../../lambdas/domain/reference-data.ts';

/** Published versions of the reference data; the last is the current one. */
export class ReferencesInMemory implements References {
  readonly #versions = new Map<string, ReferenceData>();
  #current = '';

  publish(version: string, data: ReferenceData): void {
    this.#versions.set(version, data);
    this.#current = version;
  }

  async current(): ReturnType<References['version']> {
    return this.version(this.#current);
  }

  async version(version: string): ReturnType<References['version']> {
    const data = this.#versions.get(version);
    if (!data) throw new Error('No reference data of that version');
    return { version, data };
  }
}
