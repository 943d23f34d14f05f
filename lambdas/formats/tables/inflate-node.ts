import { crc32, createInflateRaw, inflateRawSync } from 'node:zlib';
import type { InflatePort } from './inflate-port.ts';
import { UnreadableFile } from './unreadable-file.ts';

/** Up to here one synchronous call spares setting up a stream, and holds no more memory than its result. */
const AT_ONCE = 1024 * 1024;
const CHUNK = 256 * 1024;

/** Inflating with Node's own zlib. */
export const INFLATE: InflatePort = {
  async *inflateRaw(compressed, size) {
    try {
      if (size > AT_ONCE) yield* streamed(compressed);
      // One letter more than declared is enough to be seen as too many, but damage shall be told from a bomb.
      else yield inflateRawSync(compressed, { chunkSize: size + 64, maxOutputLength: 2 * AT_ONCE });
    } catch (error) {
      const code = codeOf(error);
      if (code === 'ERR_BUFFER_TOO_LARGE') {
        throw new UnreadableFile('bomb', 'An entry of the zip is larger than declared', { cause: error });
      }
      if (!code.startsWith('Z_')) throw error;
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

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
