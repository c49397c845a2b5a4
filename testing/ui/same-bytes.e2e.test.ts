import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { chromiumArgs, findChromium } from '../../scripts/browser.mjs';
import { priceSeededBaskets, type SeededAnswers } from '../../scripts/pricing/engine/price-seeded-baskets.ts';
import { runEngineWorker } from '../../scripts/pricing/engine/run-engine-worker.ts';
import { buildScript, servePage } from './served-page.ts';

const BASKETS = 1000;
const folder = mkdtempSync(join(tmpdir(), 'same-bytes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('1,000 baskets, some unproven, cost the same to the byte on Node, in workerd and in Chromium', async () => {
  const onNode = await priceSeededBaskets(BASKETS, 1);
  const inWorkerd = await priceInWorkerd();
  const inChromium = await priceInChromium();
  console.log(`Node      ${onNode.sha256}\nworkerd   ${inWorkerd.sha256}\nChromium  ${inChromium.sha256}`);
  expect(onNode.unproven).toBeGreaterThan(0);
  expect(inWorkerd).toEqual(onNode);
  expect(inChromium).toEqual(onNode);
});

/** The bundle that wrangler makes, as of every worker. */
async function priceInWorkerd(): Promise<SeededAnswers> {
  const { url, stop } = await runEngineWorker();
  try {
    return (await (await fetch(`${url}/digest?count=${BASKETS}`)).json()) as SeededAnswers;
  } finally {
    stop();
  }
}

/** The bundle that Vite makes, as of the register. */
async function priceInChromium(): Promise<SeededAnswers> {
  await buildScript('scripts/pricing/engine/engine-page.ts', folder);
  const { server, origin } = await servePage(folder);
  const browser = await chromium.launch({ executablePath: await findChromium(), args: chromiumArgs });
  try {
    const page = await browser.newPage();
    await page.goto(origin);
    await page.waitForFunction(() => 'priceSeededBaskets' in globalThis);
    return await page.evaluate((count) => {
      const engine = globalThis as unknown as { priceSeededBaskets: typeof priceSeededBaskets };
      return engine.priceSeededBaskets(count, 1);
    }, BASKETS);
  } finally {
    await browser.close();
    server.close();
  }
}
