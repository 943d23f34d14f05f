import type { Population } from '../domain/identity/citizen.ts';
import { readPopulation } from '../formats/population-csv.ts';
import type { Bucket } from './buckets.ts';

/**
 * A small object in a bucket that may come, change and go while a warm function lives. It is read when its ETag is
 * not the one that was read last; every look costs one HEAD, so that what was put is what is answered from.
 */
export class WatchedObject<Content> {
  readonly #bucket: Pick<Bucket, 'facts' | 'bytes'>;
  readonly #key: string;
  readonly #read: (bytes: Uint8Array) => Content | Promise<Content>;
  #etag: string | undefined;
  #content: Content | undefined;

  constructor(
    bucket: Pick<Bucket, 'facts' | 'bytes'>,
    key: string,
    read: (bytes: Uint8Array) => Content | Promise<Content>,
  ) {
    this.#bucket = bucket;
    this.#key = key;
    this.#read = read;
  }

  /** The content as it is now, or undefined when there is no such object. Errors of reading pass through. */
  async current(): Promise<Content | undefined> {
    const etag = await this.#bucket.facts(this.#key).then((facts) => facts.etag, undefinedWhenAbsent);
    if (etag === undefined) this.#content = undefined;
    // Between HEAD and GET a newer version may come: then it is read now, and once more after the next check.
    else if (etag !== this.#etag) this.#content = await this.#read(await this.#bucket.bytes(this.#key));
    this.#etag = etag;
    return this.#content;
  }
}

/** The population file of the registry's stub (contract *Own month*). */
export function populationFile(bucket: Pick<Bucket, 'facts' | 'bytes'>, key: string): WatchedObject<Population> {
  return new WatchedObject(bucket, key, readPopulation);
}

/** HEAD has no body, so S3 can say no more than `NotFound`; without s3:ListBucket it says 403 instead, which is thrown. */
function undefinedWhenAbsent(error: unknown): undefined {
  if (error instanceof Error && (error.name === 'NotFound' || error.name === 'NoSuchKey')) return undefined;
  throw error;
}
