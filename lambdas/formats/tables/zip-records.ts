/** Signatures and sizes of a zip's records (APPNOTE 4.3). */
export const LOCAL_HEADER = 0x04034b50;
export const LOCAL_HEADER_SIZE = 30;
export const CENTRAL_HEADER = 0x02014b50;
export const CENTRAL_HEADER_SIZE = 46;
export const END_OF_CENTRAL = 0x06054b50;
export const END_OF_CENTRAL_SIZE = 22;

/** The time of every entry that we publish: 2020-01-01 00:00:00 as MS-DOS time and date (APPNOTE 4.4.6). */
export const ENTRY_TIME = 0;
/** (2020 - 1980) << 9 | 1 << 5 | 1. */
export const ENTRY_DATE = ((2020 - 1980) << 9) | (1 << 5) | 1;

/** Where the central directory begins, in a zip that we have written ourselves. */
export function centralDirectoryIn(zip: DataView): number {
  let end = zip.byteLength - END_OF_CENTRAL_SIZE;
  while (zip.getUint32(end, true) !== END_OF_CENTRAL) end--;
  return zip.getUint32(end + 16, true);
}
