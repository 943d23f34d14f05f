import type { Population } from '../domain/citizen.ts';
import { readPopulation } from '../formats/population-csv.ts';
import type { Bucket } from './buckets.ts';

/** How long a file may be old news: a demo changes it between months, and a check costs one HEAD. */
const CHECK_EVERY_MILLISECONDS = 3_000;

/**
 * A small object in a bucket that may come, change and go while a warm function lives. It is read when its ETag is
 * not the one that was read last, and asked about at most every few seconds.
 */
export class WatchedObject<Content> {
  readonly #bucket: Pick<Bucket, 'facts' | 'bytes'>;
  readonly #key: string;
  readonly #read: (bytes: Uint8Array) => Content | Promise<Content>;
  readonly #now: () => number;
  #checkedAt = Number.NEGATIVE_INFINITY;
  #etag: string | undefined;
  #content: Content | undefined;

  /** `now` tells milliseconds and never runs backwards. */
  constructor(
    bucket: Pick<Bucket, 'facts' | 'bytes'>,
    key: string,
    read: (bytes: Uint8Array) => Content | Promise<Content>,
    now: () => number = () => performance.now(),
  ) {
    this.#bucket = bucket;
    this.#key = key;
    this.#read = read;
    this.#now = now;
  }

  /** The content as it is now, or undefined when there is no such object. Errors of reading pass through. */
  async current(): Promise<Content | undefined> {
    if (this.#now() - this.#checkedAt < CHECK_EVERY_MILLISECONDS) return this.#content;
    const etag = await this.#bucket.facts(this.#key).then((facts) => facts.etag, undefinedWhenAbsent);
    if (etag === undefined) this.#content = undefined;
    // Between HEAD and GET a newer version may come: then it is read now, and once more after the next check.
    else if (etag !== this.#etag) this.#content = await this.#read(await this.#bucket.bytes(this.#key));
    this.#etag = etag;
    this.#checkedAt = this.#now();
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
