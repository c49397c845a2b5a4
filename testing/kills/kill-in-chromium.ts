import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { Chance } from '../../db/demo/profiles/chance.ts';
import { type BrowserProcess, startBrowser } from '../../scripts/browser-process.ts';
import { BigShelf } from './big-shelf.ts';
import type { Inspected } from './inspect-register.ts';
import type { KilledRounds } from './kill-applying.ts';
import { ask, serveReplicaPage } from './replica-page.ts';

/** Transactions of packages that a version of the big assortment has at least. */
const KILL_WITHIN_CHUNKS = 6;
/**
 * As killApplying, in Chromium: SIGKILL to the browser and everything that it started while the register's Worker
 * applies a version, then the same profile again.
 */
export async function killInChromium({
  seed,
  count,
}: {
  readonly seed: number;
  readonly count: number;
}): Promise<KilledRounds> {
  const chance = new Chance(seed, 13);
  const folder = mkdtempSync(join(tmpdir(), 'evertill-kills-chromium-'));
  const shelf = await BigShelf.make();
  const faults: string[] = [];
  let midway = 0;
  const { origin, close } = await serveReplicaPage(folder, shelf);
  const profile = join(folder, 'profile');
  try {
    for (let round = 0; round <= count; round++) {
      const isLast = round === count;
      if (!isLast) await shelf.release();
      const browser = await startBrowser(profile);
      try {
        const page = await browser.context.newPage();
        await page.goto(origin);
        if (round > 0) {
          const found = (await ask(page, 'inspect')) as Inspected;
          if (found.isMidway) midway += 1;
          faults.push(...found.faults.map((fault) => `round ${round}: ${fault}`));
        }
        if (isLast) faults.push(...(await inspectEnd(page, shelf.version)));
        else await killWhilePulling(browser, page, 2 + chance.below(KILL_WITHIN_CHUNKS));
      } finally {
        await browser.kill();
      }
    }
  } finally {
    close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  return { rounds: count, midway, faults };
}

async function killWhilePulling(browser: BrowserProcess, page: Page, chunks: number): Promise<void> {
  const { promise: reached, resolve } = Promise.withResolvers<void>();
  await page.exposeFunction('reached', (done: number) => {
    if (done >= chunks) resolve();
  });
  // The browser dies under it; a version with fewer transactions is killed at its end.
  const pulled = ask(page, 'pull').catch(() => undefined);
  await Promise.race([reached, pulled]);
  await browser.kill();
}

/** What is left is fetched, and everything is there. */
async function inspectEnd(page: Page, version: number): Promise<string[]> {
  const problems = (await ask(page, 'pull')) as readonly object[];
  const { shown, faults } = (await ask(page, 'inspect')) as Inspected;
  return [
    ...problems.map((problem) => JSON.stringify(problem)),
    ...faults,
    ...(shown === version ? [] : [`version ${shown} is shown in the end, not ${version}`]),
  ];
}
