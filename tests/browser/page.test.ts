import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { pageOf } from '../../lambdas/formats/reports/page-document.ts';
import { communePage, districtPage, emptyPage, pageOfCommunes } from '../support/page-models.ts';
import { startChromium } from './chromium.ts';

/*
 * The page in a real browser. What runs inside it is written as text: the types of a browser are no part of a project
 * that runs on servers.
 */
const PAGES = { district: districtPage(), commune: communePage(), empty: emptyPage(), wide: pageOfCommunes(166) };
type Name = keyof typeof PAGES;
const NAMES = ['district', 'commune', 'empty'] as const;

const PHONE = { width: 360, height: 740 };
const DESKTOP = { width: 1280, height: 900 };
/** What the page's margins leave of A4, at 96 points an inch. */
const A4 = { width: Math.floor((184 / 25.4) * 96), height: Math.floor((269 / 25.4) * 96) };

let browser: Browser;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ansinh-pages-'));
  for (const name of ['wide', ...NAMES] as const) await writeFile(fileOf(name), pageOf(PAGES[name]));
  browser = await startChromium();
}, 60_000);

afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
});

const fileOf = (name: Name) => join(folder, `${name}.html`);

interface Opened {
  readonly page: Page;
  /** What the browser complained of, and what it asked for beside the page itself. */
  readonly complaints: string[];
  readonly requests: string[];
}

async function opened(name: Name, viewport = DESKTOP): Promise<Opened> {
  const page = await browser.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => requests.push(request.url()));
  await page.setViewport(viewport);
  await page.goto(pathToFileURL(fileOf(name)).href);
  return { page, complaints, requests };
}

/** A page, closed again whatever happens. */
async function look<Seen>(name: Name, viewport: typeof PHONE, at: (page: Page) => Promise<Seen>): Promise<Seen> {
  const { page } = await opened(name, viewport);
  try {
    return await at(page);
  } finally {
    await page.close();
  }
}

const results = z.object({
  violations: z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) })),
  passes: z.array(z.object({ id: z.string() })),
});

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'];

/** What axe finds, by rule. It needs scripts, which the page itself forbids. */
async function checked(
  name: Name,
  scheme: 'light' | 'dark',
  options: { runOnly: readonly string[] },
): Promise<{ broken: string[]; passed: string[] }> {
  const page = await browser.newPage();
  try {
    await page.setBypassCSP(true);
    await page.setViewport(DESKTOP);
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    await page.goto(pathToFileURL(fileOf(name)).href);
    await page.addScriptTag({ content: axe.source });
    const run = `axe.run(${JSON.stringify(options)})
      .then(({ violations, passes }) => JSON.parse(JSON.stringify({ violations, passes })))`;
    const found = results.parse(await page.evaluate(run));
    return {
      broken: found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 120)}`),
      passed: found.passes.map(({ id }) => id),
    };
  } finally {
    await page.close();
  }
}

describe.each(NAMES)('the page of %s', (name) => {
  test('asks for nothing and complains of nothing, with scripts and without', async () => {
    for (const scripts of [true, false]) {
      const { page, complaints, requests } = await opened(name);
      await page.setJavaScriptEnabled(scripts);
      await page.reload();
      expect(complaints).toEqual([]);
      const asked = requests.filter((url) => url !== pathToFileURL(fileOf(name)).href && !url.startsWith('data:'));
      expect(asked).toEqual([]);
      await page.close();
    }
  });

  test('everybody can use it (axe)', async () => {
    const { broken, passed } = await checked(name, 'light', { runOnly: RULES });
    expect(broken).toEqual([]);
    expect(passed).toEqual(expect.arrayContaining(['color-contrast', 'heading-order', 'region']));
  });

  test('fits a phone without scrolling sideways', async () => {
    const width = await look(name, PHONE, (page) => page.evaluate('document.documentElement.scrollWidth'));
    expect(width).toBe(PHONE.width);
  });

  test('every link and every folding table is reached by the Tab key, in the order of the page', async () => {
    const reached = z.array(z.number()).parse(
      await look(name, DESKTOP, async (page) => {
        const all = z.number().parse(await page.evaluate(`(${FOCUSABLE}).length`));
        const order: unknown[] = [];
        for (let index = 0; index < all; index++) {
          await page.keyboard.press('Tab');
          order.push(await page.evaluate(`(${FOCUSABLE}).indexOf(document.activeElement)`));
        }
        return order;
      }),
    );
    expect(reached).toEqual(reached.map((_, index) => index));
    expect(reached.length).toBeGreaterThan(20);
  });
});

const FOCUSABLE = `[...document.querySelectorAll('a[href], summary, [tabindex="0"]')]`;

test('the dark colours can be read as well (axe)', async () => {
  const { broken, passed } = await checked('district', 'dark', { runOnly: ['color-contrast'] });
  expect(broken).toEqual([]);
  expect(passed).toEqual(['color-contrast']);
});

test('the link to the content comes first and shows itself', async () => {
  const seen = await look('commune', PHONE, async (page) => {
    await page.keyboard.press('Tab');
    const left = await page.evaluate('document.activeElement.getBoundingClientRect().left');
    await page.keyboard.press('Enter');
    return { left, hash: await page.evaluate('location.hash') };
  });
  expect(seen).toEqual({ left: 16, hash: '#content' });
});

test('the letters of a chart can be read on a phone, and its names are not cut', async () => {
  const letters = z.array(z.object({ height: z.number(), left: z.number(), right: z.number() })).parse(
    await look('district', PHONE, (page) =>
      page.evaluate(`[...document.querySelectorAll('svg text')].map((text) => {
        const { height } = text.getBoundingClientRect();
        const box = text.getBoundingClientRect();
        const svg = text.closest('svg').getBoundingClientRect();
        return { height, left: box.left - svg.left, right: svg.right - box.right };
      })`),
    ),
  );
  expect(Math.min(...letters.map(({ height }) => height))).toBeGreaterThan(12);
  expect(Math.min(...letters.map(({ left }) => left))).toBeGreaterThanOrEqual(0);
  expect(Math.min(...letters.map(({ right }) => right))).toBeGreaterThanOrEqual(0);
});

test('on paper the light colours are used', async () => {
  const ground = await look('district', A4, async (page) => {
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
    await page.emulateMediaType('print');
    return page.evaluate('getComputedStyle(document.body).backgroundColor');
  });
  expect(ground).toBe('rgb(255, 255, 255)');
});

test('no chart, card or row of a table stands on two sheets of paper, however many units there are', async () => {
  const pieces = await look('wide', A4, async (page) => {
    await page.emulateMediaType('print');
    // Columns of the size of a sheet break as sheets do, and tell into how many pieces a box was broken.
    await page.evaluate(`document.documentElement.style.cssText =
      'height:${A4.height}px;column-width:${A4.width}px;column-fill:auto;column-gap:0'`);
    return page.evaluate(`({
      sheets: Math.round(document.documentElement.scrollWidth / ${A4.width}),
      tallest: Math.max(...[...document.querySelectorAll('svg')].map((svg) => svg.getBoundingClientRect().height)),
      broken: [...document.querySelectorAll('figure, .card, tbody tr')]
        .filter((box) => box.getClientRects().length > 1).map((box) => box.outerHTML.slice(0, 80)),
    })`);
  });
  const { broken, tallest, sheets } = z
    .object({ sheets: z.number(), tallest: z.number(), broken: z.array(z.string()) })
    .parse(pieces);
  expect(broken).toEqual([]);
  expect(tallest).toBeLessThan(A4.height - 40);
  expect(sheets).toBeGreaterThan(10);
});
