import { createHash } from 'node:crypto';
import {
  CopyObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { NotUnderstood } from './expression-reader.ts';

/** Keeps an object's bytes somewhere, and gives them back when they are read. */
export type Shelf = (bytes: Uint8Array) => () => Uint8Array;

const IN_MEMORY: Shelf = (bytes) => () => bytes;

interface StoredObject {
  readonly read: () => Uint8Array;
  readonly size: number;
  readonly etag: string;
  readonly versionId: string;
  readonly storedAt: Date;
}

/** S3 as our adapters see it: versioned and strongly consistent. */
export class Buckets {
  /** By bucket and key, every version, oldest first. */
  readonly #objects = new Map<string, Map<string, StoredObject[]>>();
  readonly #now: () => number;
  #versions = 0;
  /** Told of every object that is put: what EventBridge is told of a bucket. */
  onPut: (bucket: string, key: string, versionId: string) => void = () => undefined;

  readonly #shelf: Shelf;

  constructor(now: () => number, shelf: Shelf = IN_MEMORY) {
    this.#now = now;
    this.#shelf = shelf;
  }

  static writes(command: unknown): boolean {
    return command instanceof PutObjectCommand || command instanceof CopyObjectCommand;
  }

  static label(command: unknown): string {
    if (command instanceof PutObjectCommand) return `put ${command.input.Bucket}/${command.input.Key}`;
    if (command instanceof GetObjectCommand) return `get ${command.input.Bucket}/${command.input.Key}`;
    if (command instanceof HeadObjectCommand) return `head ${command.input.Bucket}/${command.input.Key}`;
    if (command instanceof ListObjectsV2Command) return `list ${command.input.Bucket}/${command.input.Prefix}`;
    return 'unknown';
  }

  answer(command: unknown, pageSize: () => number): object {
    if (command instanceof GetObjectCommand) {
      const found = this.#find(command.input);
      if (!found) throw new NoSuchKey({ message: 'The specified key does not exist.', $metadata: {} });
      return { ...told(found), Body: { transformToByteArray: async () => found.read().slice() } };
    }
    if (command instanceof HeadObjectCommand) {
      const found = this.#find(command.input);
      if (!found) throw new NotFound({ message: 'NotFound', $metadata: {} });
      return told(found);
    }
    if (command instanceof PutObjectCommand) {
      const { Bucket = '', Key = '', Body, ContentType: _, IfNoneMatch, IfMatch, ...unknown } = command.input;
      nothingElse(unknown);
      if (IfNoneMatch !== undefined && IfNoneMatch !== '*') throw new NotUnderstood('If-None-Match takes * alone');
      if (IfNoneMatch === '*' && this.#newest(Bucket, Key)) throw preconditionFailed();
      if (IfMatch !== undefined && IfMatch !== `"${this.#newest(Bucket, Key)?.etag}"`) throw preconditionFailed();
      const bytes = typeof Body === 'string' ? new TextEncoder().encode(Body) : Body;
      if (!(bytes instanceof Uint8Array)) throw new NotUnderstood('Only bytes and texts are put');
      return { VersionId: this.put(Bucket, Key, bytes) };
    }
    if (command instanceof CopyObjectCommand) {
      const { Bucket = '', Key = '', CopySource = '', ...unknown } = command.input;
      nothingElse(unknown);
      const [source = '', ...key] = CopySource.split('/');
      const found = this.#newest(source, decodeURIComponent(key.join('/')));
      if (!found) throw new NoSuchKey({ message: 'The specified key does not exist.', $metadata: {} });
      return { VersionId: this.put(Bucket, Key, found.read()) };
    }
    if (command instanceof ListObjectsV2Command) {
      const { Bucket = '', Prefix = '', ContinuationToken = '', ...unknown } = command.input;
      nothingElse(unknown);
      const rest = this.keys(Bucket, Prefix).filter((key) => key > ContinuationToken);
      const page = rest.slice(0, pageSize());
      const goesOn = page.length < rest.length;
      return { Contents: page.map((Key) => ({ Key })), ...(goesOn ? { NextContinuationToken: page.at(-1) } : {}) };
    }
    throw new NotUnderstood('A request to S3 that the simulation does not know');
  }

  /** @returns the version's id. */
  put(bucket: string, key: string, body: Uint8Array): string {
    const bytes = body.slice();
    const objects = this.#objects.get(bucket) ?? new Map<string, StoredObject[]>();
    this.#objects.set(bucket, objects);
    const versionId = `v${++this.#versions}`;
    const etag = createHash('md5').update(bytes).digest('hex');
    // S3 tells arrivals apart by the second.
    const storedAt = new Date(Math.floor(this.#now() / 1000) * 1000);
    const stored = { read: this.#shelf(bytes), size: bytes.byteLength, etag, versionId, storedAt };
    objects.set(key, [...(objects.get(key) ?? []), stored]);
    this.onPut(bucket, key, versionId);
    return versionId;
  }

  keys(bucket: string, prefix: string): string[] {
    return [...(this.#objects.get(bucket)?.keys() ?? [])].filter((key) => key.startsWith(prefix)).sort();
  }

  /** The newest version's bytes. */
  bytes(bucket: string, key: string): Uint8Array | undefined {
    return this.#newest(bucket, key)?.read();
  }

  /** The fingerprints of all versions of an object, oldest first. */
  versions(bucket: string, key: string): string[] {
    return (this.#objects.get(bucket)?.get(key) ?? []).map(({ etag }) => etag);
  }

  #newest(bucket: string, key: string): StoredObject | undefined {
    return this.#objects.get(bucket)?.get(key)?.at(-1);
  }

  #find({
    Bucket = '',
    Key = '',
    VersionId,
    ...unknown
  }: {
    Bucket?: string | undefined;
    Key?: string | undefined;
    VersionId?: string | undefined;
  }) {
    nothingElse(unknown);
    if (VersionId === undefined) return this.#newest(Bucket, Key);
    return this.#objects
      .get(Bucket)
      ?.get(Key)
      ?.find((version) => version.versionId === VersionId);
  }
}

/** As the SDK gives what has no class of its own: known by its name and status. */
function preconditionFailed(): S3ServiceException {
  return new S3ServiceException({
    name: 'PreconditionFailed',
    message: 'At least one of the pre-conditions you specified did not hold',
    $fault: 'client',
    $metadata: { httpStatusCode: 412 },
  });
}

function told({ size, etag, versionId, storedAt }: StoredObject) {
  return { ContentLength: size, ETag: `"${etag}"`, LastModified: storedAt, VersionId: versionId };
}

function nothingElse(unknown: object): void {
  const fields = Object.entries(unknown).filter(([, value]) => value !== undefined);
  if (fields.length > 0) throw new NotUnderstood(`The simulation does not know ${fields.map(([name]) => name)}`);
}
