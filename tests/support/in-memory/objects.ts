import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { Clock, Objects } from '../../../lambdas/domain/ports.ts';

/** As the S3 client names it: use cases know a missing object by this name. */
class NoSuchKey extends Error {
  override readonly name = 'NoSuchKey';
}

class SealBroken extends Error {
  override readonly name = 'SealBroken';
}

function sealOf(body: Uint8Array | string): string {
  return createHash('sha256').update(body).digest('hex');
}

interface StoredObject {
  readonly body: Uint8Array;
  readonly storedAt: Date;
}

/** A versioned bucket in memory. A version's id is its number, from 0. */
export class ObjectsInMemory implements Objects {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #versions = new Map<string, StoredObject[]>();

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  async bytes(key: string, versionId?: string): Promise<Uint8Array> {
    return this.#stored(key, versionId).body;
  }

  async facts(key: string, versionId?: string): ReturnType<Objects['facts']> {
    const { body, storedAt } = this.#stored(key, versionId);
    const newest = (this.#versions.get(key) ?? []).length - 1;
    const etag = createHash('md5').update(body).digest('hex');
    return { size: body.byteLength, etag, storedAt, versionId: versionId ?? String(newest) };
  }

  async put(key: string, body: Uint8Array | string, _contentType: string): Promise<void> {
    const versions = this.#versions.get(key) ?? [];
    // Last-Modified knows whole seconds only.
    const now = Math.floor((await this.#clock.now()).getTime() / 1000) * 1000;
    const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : Uint8Array.from(body);
    this.#versions.set(key, [...versions, { body: bytes, storedAt: new Date(now) }]);
  }

  async putJson(key: string, content: object): Promise<void> {
    await this.put(key, `${JSON.stringify(content, null, 2)}\n`, 'application/json; charset=utf-8');
  }

  async json<Schema extends z.ZodType>(key: string, schema: Schema): Promise<z.output<Schema>> {
    return schema.parse(JSON.parse(new TextDecoder().decode(await this.bytes(key))));
  }

  async jsonIfThere<Schema extends z.ZodType>(key: string, schema: Schema): Promise<z.output<Schema> | undefined> {
    return this.#versions.has(key) ? this.json(key, schema) : undefined;
  }

  async seenJson<Schema extends z.ZodType>(
    key: string,
    schema: Schema,
  ): Promise<{ content: z.output<Schema>; etag: string } | undefined> {
    const content = await this.jsonIfThere(key, schema);
    return content === undefined ? undefined : { content, etag: (await this.facts(key)).etag };
  }

  async replaceJson(key: string, content: object, seen: { readonly etag: string } | undefined): Promise<boolean> {
    const standing = this.#versions.has(key) ? (await this.facts(key)).etag : undefined;
    if (standing !== seen?.etag) return false;
    await this.putJson(key, content);
    return true;
  }

  /** Not gzipped here: nobody but {@link unpack} reads it. */
  async pack(key: string, content: object): Promise<void> {
    await this.put(key, JSON.stringify(content), 'application/gzip');
  }

  async unpack<Schema extends z.ZodType>(key: string, schema: Schema): Promise<z.output<Schema>> {
    return this.json(key, schema);
  }

  async unpackIfThere<Schema extends z.ZodType>(key: string, schema: Schema): Promise<z.output<Schema> | undefined> {
    return this.#versions.has(key) ? this.unpack(key, schema) : undefined;
  }

  async packFirst<Schema extends z.ZodType>(key: string, schema: Schema, content: object): Promise<z.output<Schema>> {
    if (!this.#versions.has(key)) await this.pack(key, content);
    return this.unpack(key, schema);
  }

  async packSealed(prefix: string, content: object): Promise<string> {
    const key = `${prefix}-${sealOf(JSON.stringify(content))}.json.gz`;
    await this.pack(key, content);
    return key;
  }

  async unpackSealed<Schema extends z.ZodType>(key: string, schema: Schema): Promise<z.output<Schema>> {
    if (!key.endsWith(`-${sealOf(await this.bytes(key))}.json.gz`)) throw new SealBroken('It is not what was sealed');
    return this.unpack(key, schema);
  }

  /** Every key that begins so, sorted. */
  keys(prefix = ''): string[] {
    return [...this.#versions.keys()].filter((key) => key.startsWith(prefix)).sort();
  }

  #stored(key: string, versionId?: string): StoredObject {
    const versions = this.#versions.get(key) ?? [];
    const found = versionId === undefined ? versions.at(-1) : versions[Number(versionId)];
    if (!found) throw new NoSuchKey('The specified key does not exist.');
    return found;
  }
}
