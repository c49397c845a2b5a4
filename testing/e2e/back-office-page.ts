import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { system, until } from './system.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The back office with an admin signed on, and short words for what tests do on its pages. */
export async function openBackOffice(browser: Browser) {
  const { url, demo } = system();
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(`${url}/hq/`);
  await page.getByTestId('token').fill(demo.admins[0]?.token ?? '');
  await page.getByTestId('token').press('Enter');
  await page.getByTestId('verdict').waitFor();
  const field = (id: string) => page.getByTestId(id).first();
  const text = async (id: string) =>
    ((await page.getByTestId(id).first().textContent()) ?? '').replace(/\s+/g, ' ').trim();
  return {
    page,
    field,
    text,
    open: async (path: string, shows: string) => {
      await page.goto(`${url}${path}`);
      await field(shows).waitFor();
      await until('everything is loaded', async () => (await page.getByTestId('loading').count()) === 0);
    },
    says: (id: string, words: string | RegExp) =>
      until(`${id} says ${words}`, async () =>
        (await page.getByTestId(id).count()) > 0 ? (await text(id)).match(words) : null,
      ),
    /** Fills in the reason where one is asked for, and confirms. */
    confirm: async (reason?: string) => {
      await field('ask-deed').waitFor();
      if (reason !== undefined) await field('ask-reason').fill(reason);
      await field('ask-deed').click();
      await until('the dialog has closed', async () => (await page.getByTestId('ask-deed').count()) === 0);
    },
  };
}

/** Faults of WCAG 2.2 A and AA and of good practice, in the light and the dark theme, as sentences. */
export async function axeFaultsInBothThemes(page: Page): Promise<string[]> {
  const faults: string[] = [];
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(axeSource);
    faults.push(
      ...(await page.evaluate(async () => {
        const runOnly = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
        const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
        // A colour that is still on its way to another one has a contrast of its own.
        await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
        const { violations } = await axe.run(document, { runOnly });
        return violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`,
        );
      })),
    );
  }
  return faults;
}
