import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import {
  CopyObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { z } from 'zod';
import type { Objects } from '../domain/ports.ts';
import { awsClient } from './aws-client.ts';

const zip = promisify(gzip);
const unzip = promisify(gunzip);

/** What stands under a sealed key is not what was sealed there: somebody's hand was in the bucket. */
class SealBroken extends Error {
  override readonly name = 'SealBroken';
}

/** One S3 bucket. Objects of ours in the work bucket are gzipped JSON, parsed with their schema when read. */
export class Bucket implements Objects {
  readonly #client: S3Client;
  readonly #name: string;

  constructor(name: string, client = awsClient(S3Client)) {
    this.#name = name;
    this.#client = client;
  }

  async bytes(key: string, versionId?: string): Promise<Uint8Array> {
    const { Body } = await this.#client.send(
      new GetObjectCommand({ Bucket: this.#name, Key: key, ...(versionId ? { VersionId: versionId } : {}) }),
    );
    if (!Body) throw new Error('An object came without a body');
    return Body.transformToByteArray();
  }

  async facts(key: string, versionId?: string): ReturnType<Objects['facts']> {
    const head = await this.#client.send(
      new HeadObjectCommand({ Bucket: this.#name, Key: key, ...(versionId ? { VersionId: versionId } : {}) }),
    );
    return {
      size: head.ContentLength ?? 0,
      etag: (head.ETag ?? '').replaceAll('"', ''),
      storedAt: head.LastModified ?? new Date(0),
      versionId: head.VersionId,
    };
  }

  async put(key: string, body: Uint8Array | string, contentType: string): Promise<void> {
    await this.#client.send(
      new PutObjectCommand({ Bucket: this.#name, Key: key, Body: body, ContentType: contentType }),
    );
  }

  /** Readable JSON, for people and their programs: two spaces, a line feed at the end. */
  async putJson(key: string, content: object): Promise<void> {
    await this.put(key, readableJson(content), JSON_TYPE);
  }

  async json<Schema extends z.ZodType>(key: string, schema: Schema): Promise<z.output<Schema>> {
    return schema.parse(JSON.parse(new TextDecoder().decode(await this.bytes(key))));
  }

  /** Like {@link json}, but undefined when there is no such object. */
  async jsonIfThere<Schema extends z.ZodType>(key: string, schema: Schema): Promise<z.output<Schema> | undefined> {
    return ifThere(this.json(key, schema));
  }

  async seenJson<Schema extends z.ZodType>(
    key: string,
    schema: Schema,
  ): Promise<{ content: z.output<Schema>; etag: string } | undefined> {
    const read = async () => {
      const { Body, ETag } = await this.#client.send(new GetObjectCommand({ Bucket: this.#name, Key: key }));
      if (!Body || !ETag) throw new Error('An object came without a body or a fingerprint');
      const text = new TextDecoder().decode(await Body.transformToByteArray());
      return { content: schema.parse(JSON.parse(text)), etag: ETag };
    };
    return ifThere(read());
  }

  /** A conditional write. Of two at the same moment S3 may refuse both: whoever asks looks again at what stands. */
  async replaceJson(key: string, content: object, seen: { readonly etag: string } | undefined): Promise<boolean> {
    try {
      await this.#client.send(
        new PutObjectCommand({
          Bucket: this.#name,
          Key: key,
          Body: readableJson(content),
          ContentType: JSON_TYPE,
          ...(seen === undefined ? { IfNoneMatch: '*' } : { IfMatch: seen.etag }),
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof S3ServiceException && OVERTAKEN.includes(error.name)) return false;
      throw error;
    }
  }

  /** Compact JSON, gzipped: what one task leaves for the next. Level 1: these live for minutes. */
  async pack(key: string, content: object): Promise<void> {
    await this.put(key, await packed(content), PACKED);
  }

  async unpack<Schema extends z.ZodType>(key: string, schema: Schema): Promise<z.output<Schema>> {
    return unpacked(await this.bytes(key), schema);
  }

  async unpackIfThere<Schema extends z.ZodType>(key: string, schema: Schema): Promise<z.output<Schema> | undefined> {
    return ifThere(this.unpack(key, schema));
  }

  /**
   * A conditional write (`If-None-Match: *`). Of two at the same moment S3 may refuse one with
   * `ConditionalRequestConflict`: an error like another, and whoever tries again finds what stands.
   */
  async packFirst<Schema extends z.ZodType>(key: string, schema: Schema, content: object): Promise<z.output<Schema>> {
    const bytes = await packed(content);
    try {
      await this.#client.send(
        new PutObjectCommand({ Bucket: this.#name, Key: key, Body: bytes, ContentType: PACKED, IfNoneMatch: '*' }),
      );
      return await unpacked(bytes, schema);
    } catch (error) {
      if (!(error instanceof S3ServiceException && error.name === 'PreconditionFailed')) throw error;
      return this.unpack(key, schema);
    }
  }

  async packSealed(prefix: string, content: object): Promise<string> {
    const bytes = await packed(content);
    const key = `${prefix}-${sha256(bytes)}.json.gz`;
    await this.put(key, bytes, PACKED);
    return key;
  }

  async unpackSealed<Schema extends z.ZodType>(key: string, schema: Schema): Promise<z.output<Schema>> {
    const bytes = await this.bytes(key);
    if (!key.endsWith(`-${sha256(bytes)}.json.gz`)) throw new SealBroken('An object is not what was sealed');
    return unpacked(bytes, schema);
  }

  /** Copies an object of another bucket here, without its bytes passing through the function. */
  async copyFrom(source: Bucket, sourceKey: string, key: string): Promise<void> {
    await this.#client.send(
      new CopyObjectCommand({
        Bucket: this.#name,
        Key: key,
        CopySource: `${source.#name}/${encodeURIComponent(sourceKey)}`,
      }),
    );
  }

  async keys(prefix: string): Promise<string[]> {
    const found: string[] = [];
    let token: string | undefined;
    do {
      const page = await this.#client.send(
        new ListObjectsV2Command({
          Bucket: this.#name,
          Prefix: prefix,
          ...(token ? { ContinuationToken: token } : {}),
        }),
      );
      for (const { Key } of page.Contents ?? []) if (Key) found.push(Key);
      token = page.NextContinuationToken;
    } while (token);
    return found;
  }
}

const PACKED = 'application/gzip';
const JSON_TYPE = 'application/json; charset=utf-8';
const OVERTAKEN: readonly string[] = ['PreconditionFailed', 'ConditionalRequestConflict'];

/**
 * Everything that we store says by which version of its shape it was written: the first, unless it says another itself.
 * What has no version was written before this was so, and is of the first (docs/adr/0026-rebuild.md).
 */
function versioned(content: object): object {
  return { schemaVersion: 1, ...content };
}

function readableJson(content: object): string {
  return `${JSON.stringify(versioned(content), null, 2)}\n`;
}

function packed(content: object): Promise<Uint8Array> {
  return zip(JSON.stringify(versioned(content)), { level: 1 });
}

async function unpacked<Schema extends z.ZodType>(bytes: Uint8Array, schema: Schema): Promise<z.output<Schema>> {
  return schema.parse(JSON.parse((await unzip(bytes)).toString('utf8')));
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function ifThere<Content>(read: Promise<Content>): Promise<Content | undefined> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}
