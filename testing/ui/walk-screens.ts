import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTill, type TillBrowser } from './till-page.ts';
import { type Stop, stops } from './walk.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const sizes = {
  till: { width: 1366, height: 768 },
  tablet: { width: 1024, height: 768 },
  phone: { width: 390, height: 844 },
};
const TARGET_PX = 48;

/** Every screen of the register on a device of a size, light, dark and from right to left. A file each: they run side by side. */
export function walkScreens(size: keyof typeof sizes): void {
  const viewport = sizes[size];
  let till: TillBrowser;

  beforeAll(async () => {
    till = await startTill();
  }, 60_000);
  afterAll(() => till?.close());

  describe.each(['light', 'dark'] as const)(`on a ${size}, %s`, (colorScheme) => {
    let page: Page;

    beforeAll(async () => {
      page = await till.open({ viewport, colorScheme, reducedMotion: 'reduce' });
      await page.evaluate(axeSource);
    });
    afterAll(() => page?.context().close());

    test.each(stops)('$name', { timeout: 30_000 }, async (stop) => {
      await stop.go(page);
      await says(page, stop);
      expect(await axe(page)).toEqual([]);
      expect(await page.evaluate(tooSmall, TARGET_PX)).toEqual([]);
      expect(await page.evaluate(tooWide)).toEqual([]);
      expect(`${size}: ${till.complaints.join('\n')}`).toBe(`${size}: `);
    });
  });

  test(`from right to left nothing leaves the screen of a ${size}`, { timeout: 90_000 }, async () => {
    const page = await till.open({ viewport, reducedMotion: 'reduce' });
    await page.evaluate(() => {
      document.documentElement.dir = 'rtl';
    });
    for (const stop of stops) {
      await stop.go(page);
      await says(page, stop);
      expect({ stop: stop.name, wide: await page.evaluate(tooWide) }).toEqual({ stop: stop.name, wide: [] });
    }
    await page.context().close();
  });
}

/** Waits until the words stand on the screen, as a person reads them. */
async function says(page: Page, { words }: Stop): Promise<void> {
  for (const part of words) {
    await page
      .waitForFunction(
        (expected) => document.body.innerText.replaceAll(/\s+/g, ' ').includes(expected),
        part,
        { polling: 'raf', timeout: 5000 },
      )
      .catch(async () => {
        expect(await page.locator('body').innerText()).toContain(part);
      });
  }
}

async function axe(page: Page): Promise<string[]> {
  const results = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } }).axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    }),
  );
  return results.violations.map(({ id, help, nodes }) => {
    const where = nodes.map((node) => `${node.html}: ${node.failureSummary ?? ''}`).slice(0, 3);
    return `${id}: ${help}\n${where.join('\n')}`;
  });
}

/** Everything that can be touched and is smaller than a finger. Runs in the page. */
function tooSmall(leastPx: number): string[] {
  const small: string[] = [];
  for (const element of document.querySelectorAll<HTMLElement>('button, input, select, a[href]')) {
    const target = element.matches('[type=checkbox]') ? (element.closest('label') ?? element) : element;
    const { width, height } = target.getBoundingClientRect();
    const hidden = width === 0 || getComputedStyle(element).visibility === 'hidden';
    if (!hidden && (width < leastPx - 0.5 || height < leastPx - 0.5))
      small.push(`${element.outerHTML.slice(0, 120)}: ${width} × ${height}`);
  }
  return small;
}

/** What reaches beyond the window's sides, or makes it scroll sideways. Runs in the page. */
function tooWide(): string[] {
  const wide = document.documentElement.scrollWidth > innerWidth ? ['the page scrolls sideways'] : [];
  for (const element of document.querySelectorAll<HTMLElement>('.panel, .bar > *, .title > *, .btn, .say')) {
    if (element.closest('.picks, .scroll, .printroot')) continue;
    const { left, right, width } = element.getBoundingClientRect();
    if (width > 1 && (left < -0.5 || right > innerWidth + 0.5))
      wide.push(`${element.outerHTML.slice(0, 100)}: ${left} to ${right}`);
  }
  return wide;
}
