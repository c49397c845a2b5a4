import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { chromiumArgs, findChromium } from '../../scripts/browser.mjs';
import { buildPage, servePage } from './served-page.ts';

export interface TillBrowser {
  /** A page with the register in memory, nobody signed on. What the browser complains of lands in `complaints`. */
  open(options?: BrowserContextOptions): Promise<Page>;
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

/** Builds the screens over the host in memory, serves them under the production policy, and starts a browser. */
export async function startTill(): Promise<TillBrowser> {
  const folder = mkdtempSync(join(tmpdir(), 'register-screens-'));
  await buildPage(folder);
  const { server, origin } = await servePage(folder);
  const browser = await chromium.launch({ executablePath: await findChromium(), args: chromiumArgs });
  const complaints: string[] = [];
  return {
    complaints,
    async open(options = {}) {
      const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, ...options });
      const page = await context.newPage();
      page.setDefaultTimeout(10_000);
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
      });
      page.on('pageerror', (problem) => complaints.push(problem.message));
      await page.goto(origin);
      await page.getByTestId('sign-on').waitFor();
      return page;
    },
    close: () => closeAll(browser, server, folder),
  };
}

async function closeAll(browser: Browser, server: Server, folder: string): Promise<void> {
  await browser.close();
  server.close();
  rmSync(folder, { recursive: true, force: true });
}

export async function signOn(page: Page, employee = '1001', pin = '4821'): Promise<void> {
  await page.getByTestId('employee').fill(employee);
  await page.getByTestId('pin').fill(pin);
  await page.getByTestId('sign-on').click();
  await page.getByTestId('scan').waitFor();
}

/** Types a code into the field for codes and waits for its line. */
export async function scanCode(page: Page, code: string): Promise<void> {
  await page.getByTestId('scan').fill(code);
  await page.getByTestId('scan').press('Enter');
  await page.locator(`.line:has([data-testid=line-code]:text-is("${code}"))`).first().waitFor();
}

export interface Typist {
  /** The pause between two keys; a scanner's unless told. */
  readonly gapMs?: number;
  /** The pause before the first key; long enough to begin something new unless told. */
  readonly pauseMs?: number;
  readonly end?: 'Enter' | 'Tab' | null;
  /** The place of each key, where the layout is not the scanner's. */
  readonly codes?: readonly string[];
}

let lastTimestamp = 0;
const KEY_CODES = { Enter: 13, Tab: 9 } as const;

/**
 * Trusted key events with the times that a scanner would give them, however slow this machine is: the browser
 * takes the time of an event from whoever sends it.
 */
export async function typeAtPace(page: Page, text: string, typist: Typist = {}): Promise<void> {
  const { gapMs = 8, pauseMs = 200, end = 'Enter', codes = [] } = typist;
  const session = await page.context().newCDPSession(page);
  let timestamp = Math.max(Date.now() / 1000, lastTimestamp + (pauseMs - gapMs) / 1000);
  for (const [index, key] of [...text].entries()) {
    timestamp += gapMs / 1000;
    const code = codes[index] ?? (/\d/.test(key) ? `Digit${key}` : `Key${key.toUpperCase()}`);
    await session.send('Input.dispatchKeyEvent', { type: 'keyDown', key, code, text: key, timestamp });
    await session.send('Input.dispatchKeyEvent', { type: 'keyUp', key, code, timestamp });
  }
  if (end !== null) {
    timestamp += gapMs / 1000;
    const last = { key: end, code: end, windowsVirtualKeyCode: KEY_CODES[end], timestamp };
    const written = end === 'Enter' ? { text: '\r' } : {};
    await session.send('Input.dispatchKeyEvent', { type: 'keyDown', ...last, ...written });
    await session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...last });
  }
  lastTimestamp = timestamp;
  await session.detach();
}
