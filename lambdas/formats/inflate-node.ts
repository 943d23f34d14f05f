import { crc32, createInflateRaw, inflateRawSync } from 'node:zlib';
import type { InflatePort } from './inflate-port.ts';
import { UnreadableFile } from './unreadable-file.ts';

/** Up to here one synchronous call is twice as quick as a stream, and holds no more memory than its result. */
const AT_ONCE = 1024 * 1024;
const CHUNK = 256 * 1024;

/** Inflating with Node's own zlib. */
export const INFLATE: InflatePort = {
  async *inflateRaw(compressed, size) {
    try {
      if (size <= AT_ONCE) yield inflateRawSync(compressed, { chunkSize: size + 64, maxOutputLength: size + 64 });
      else yield* streamed(compressed);
    } catch (error) {
      if (!isOfZlib(error)) throw error;
      throw new UnreadableFile('unreadable', 'An entry of the zip does not inflate', { cause: error });
    }
  },
  crc32,
};

async function* streamed(compressed: Uint8Array): AsyncGenerator<Uint8Array> {
  const inflate = createInflateRaw({ chunkSize: CHUNK });
  inflate.end(compressed);
  try {
    for await (const chunk of inflate) {
      if (!(chunk instanceof Uint8Array)) throw new TypeError('zlib gave something that is not bytes');
      yield chunk;
    }
  } finally {
    inflate.destroy();
  }
}

function isOfZlib(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}
