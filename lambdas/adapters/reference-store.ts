import { z } from 'zod';
import type { References } from '../domain/ports.ts';
import { referenceData } from '../domain/reference-data.ts';
import type { Bucket } from './buckets.ts';

/** Where the published bundle and the pointer to it stand in the reference bucket. */
export const REFERENCE_POINTER = 'reference/current.json';
export const referencePointer = z.object({ version: z.string(), publishedAt: z.iso.datetime() });
export const referenceBundleKey = (version: string) => `reference/${version}/bundle.json`;

/** The reference data as published last. A bundle is immutable, so a warm function parses each version once. */
export class ReferenceStore implements References {
  readonly #bucket: Bucket;
  #read: Awaited<ReturnType<References['version']>> | undefined;

  constructor(bucket: Bucket) {
    this.#bucket = bucket;
  }

  async current(): ReturnType<References['version']> {
    const { version } = await this.#bucket.json(REFERENCE_POINTER, referencePointer);
    return this.version(version);
  }

  async version(version: string): ReturnType<References['version']> {
    if (this.#read?.version !== version) {
      this.#read = { version, data: await this.#bucket.json(referenceBundleKey(version), referenceData) };
    }
    return this.#read;
  }
}
