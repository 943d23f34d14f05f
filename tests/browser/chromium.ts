import { existsSync, statSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import chromium, { inflate } from '@sparticuz/chromium';
import puppeteer, { type Browser } from 'puppeteer-core';

const PACKED = join(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '..', 'bin');
/** Another version has another size: it is unpacked anew. */
const UNPACKED = join(
  process.env['ANSINH_MACHINE_TMPDIR'] ?? tmpdir(),
  `ansinh-test-browser-${statSync(join(PACKED, 'chromium.br')).size}`,
);

/**
 * Starts Chromium without a window. The package brings the browser, the libraries that a machine without a desktop lacks,
 * and a font: of the system it takes only the C library, so tests look the same wherever Linux runs.
 */
export async function startChromium(): Promise<Browser> {
  if (!existsSync(UNPACKED)) await unpack();
  return puppeteer.launch({
    executablePath: join(UNPACKED, 'chromium'),
    args: await puppeteer.defaultArgs({ args: chromium.args, headless: 'shell' }),
    headless: 'shell',
    env: {
      PATH: '/usr/bin:/bin',
      HOME: UNPACKED,
      LD_LIBRARY_PATH: join(UNPACKED, 'al2023', 'lib'),
      FONTCONFIG_PATH: join(UNPACKED, 'fonts'),
    },
  });
}

/** About four seconds, once per machine. A run that is stopped halfway leaves nothing that the next one would take for whole. */
async function unpack(): Promise<void> {
  const folder = await mkdtemp(`${UNPACKED}-`);
  const temporary = process.env['TMPDIR'];
  // The package unpacks into the system's temporary folder, wherever that is.
  process.env['TMPDIR'] = folder;
  try {
    await Promise.all(
      ['chromium.br', 'al2023.tar.br', 'fonts.tar.br', 'swiftshader.tar.br'].map((file) => inflate(join(PACKED, file))),
    );
  } finally {
    if (temporary === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = temporary;
  }
  try {
    await rename(folder, UNPACKED);
  } catch {
    // Another run was first.
    await rm(folder, { recursive: true, force: true });
  }
}
