/**
 * All that reading a list asks of the machine it runs on beyond the language itself. Node's answer stands in
 * `inflate-node.ts`; a browser page would put its own in that file's place, over `DecompressionStream`.
 */
export interface InflatePort {
  /**
   * Inflates raw deflate (RFC 1951), chunk by chunk or all at once.
   * @param size what the bytes are said to inflate to. It is never believed: whoever asks counts what comes.
   * Throws `UnreadableFile`: `unreadable` where the bytes are no deflate or end too early, `bomb` where there is far
   * more than that.
   */
  inflateRaw(compressed: Uint8Array, size: number): AsyncIterable<Uint8Array>;
  /** The checksum of zip (CRC-32 of ISO 3309), going on from that of the bytes before; 0 to begin with. */
  crc32(bytes: Uint8Array, before: number): number;
}
