import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { z } from 'zod';
import type { Objects } from '../../lambdas/domain/ports.ts';

const zip = promisify(gzip);
const unzip = promisify(gunzip);

type Used =
  | 'put'
  | 'putJson'
  | 'json'
  | 'jsonIfThere'
  | 'seenJson'
  | 'replaceJson'
  | 'keys'
  | 'pack'
  | 'unpack'
  | 'unpackIfThere';

/** A bucket as a folder, for what publishing reports needs of one. Packs as the real one does, and no writer waits. */
export class FolderObjects implements Pick<Objects, Used | 'packFirst'> {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async put(key: string, body: Uint8Array | string): Promise<void> {
    const file = this.#fileOf(key);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, body);
  }

  async putJson(key: string, content: object): Promise<void> {
    await this.put(key, `${JSON.stringify(content, null, 2)}\n`);
  }

  async json<Schema extends z.ZodType>(key: string, schema: Schema): Promise<z.output<Schema>> {
    return schema.parse(JSON.parse(await readFile(this.#fileOf(key), 'utf8')));
  }

  async jsonIfThere<Schema extends z.ZodType>(key: string, schema: Schema): Promise<z.output<Schema> | undefined> {
    return ifThere(this.json(key, schema));
  }

  async seenJson<Schema extends z.ZodType>(
    key: string,
    schema: Schema,
  ): Promise<{ content: z.output<Schema>; etag: string } | undefined> {
    const content = await this.jsonIfThere(key, schema);
    return content === undefined ? undefined : { content, etag: await this.#etagOf(key) };
  }

  async replaceJson(key: string, content: object, seen: { readonly etag: string } | undefined): Promise<boolean> {
    if ((await ifThere(this.#etagOf(key))) !== seen?.etag) return false;
    await this.putJson(key, content);
    return true;
  }

  async keys(prefix: string): Promise<string[]> {
    const found = await ifThere(readdir(this.#fileOf(prefix), { recursive: true, withFileTypes: true }));
    return (found ?? [])
      .filter((one) => one.isFile())
      .map((one) => join(one.parentPath, one.name).slice(this.#folder.length + 1))
      .sort();
  }

  async pack(key: string, content: object): Promise<void> {
    await this.put(key, await zip(JSON.stringify(content), { level: 1 }));
  }

  async unpack<Schema extends z.ZodType>(key: string, schema: Schema): Promise<z.output<Schema>> {
    return schema.parse(JSON.parse((await unzip(await readFile(this.#fileOf(key)))).toString()));
  }

  async unpackIfThere<Schema extends z.ZodType>(key: string, schema: Schema): Promise<z.output<Schema> | undefined> {
    return ifThere(this.unpack(key, schema));
  }

  async packFirst<Schema extends z.ZodType>(key: string, schema: Schema, content: object): Promise<z.output<Schema>> {
    const standing = await ifThere(this.unpack(key, schema));
    if (standing !== undefined) return standing;
    await this.pack(key, content);
    return this.unpack(key, schema);
  }

  async #etagOf(key: string): Promise<string> {
    return createHash('md5')
      .update(await readFile(this.#fileOf(key)))
      .digest('hex');
  }

  #fileOf(key: string): string {
    return join(this.#folder, key);
  }
}

async function ifThere<Found>(reading: Promise<Found>): Promise<Found | undefined> {
  return reading.catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}
