import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chromiumArgs, findChromium } from '../../scripts/browser.mjs';
import { RegisterProcess } from '../../scripts/replay/register-process.ts';
import { axeFaultsInBothThemes, openBackOffice } from './back-office-page.ts';
import { system, until } from './system.ts';

/** The levers of a register's page, on a register that is on the line. */
const STORE = 'L4';
const { url, hq } = system();
const folder = mkdtempSync(join(tmpdir(), 'evertill-levers-'));
let browser: Browser;
let office: Awaited<ReturnType<typeof openBackOffice>>;
let register: RegisterProcess;

const orders = async () => (await hq.get<{ items: object[] }>(`/v1/package-orders?store=${STORE}`)).items;

beforeAll(async () => {
  const [s1] = (await hq.get<{ items: Record<string, unknown>[] }>('/v1/stores?limit=1')).items;
  await hq.putAll('assortments', [{ id: 'levers-page', name: 'Levers' }]);
  await hq.putAll('stores', [
    { ...s1, store: STORE, name: 'Levers', assortment: 'levers-page', priceGroups: [] },
  ]);
  const till = { id: `${STORE}-1`, store: STORE, terminal: '1', name: 'Till', offlineProfile: 'standard' };
  await hq.putAll('registers', [till]);
  await hq.publish();
  const path = `/v1/registers/${till.id}/activation-codes`;
  const { code } = await hq.request<{ code: string }>('POST', path, {});
  register = new RegisterProcess({ name: STORE, url, activationCode: code, data: join(folder, 'till') });
  await register.ready;
  register.send([{ type: 'sync' } as never]);
  browser = await chromium.launch({ executablePath: await findChromium(), args: chromiumArgs });
  office = await openBackOffice(browser);
  await office.open(`/hq/registers/${STORE}-1/`, 'packages');
  await office.field(`resend-store:${STORE}`).waitFor({ timeout: 40_000 });
});
afterAll(async () => {
  await browser?.close();
  await register?.kill();
  rmSync(folder, { recursive: true, force: true });
});

test('its packages are paused with a reason, and resumed', async () => {
  const { field, says, confirm, page } = office;
  await field('pause-packages').click();
  await confirm('stocktaking');
  await says('packages', /Paused.*stocktaking/);
  expect(await axeFaultsInBothThemes(page)).toEqual([]);
  await field('resume-packages').click();
  await confirm();
  await says('packages', 'Sent');
  expect(await orders()).toMatchObject([
    { deed: 'resume', terminal: '1' },
    { deed: 'pause', terminal: '1', reason: 'stocktaking' },
  ]);
});

test('one stream is sent once more, and all of them', async () => {
  const { field, confirm } = office;
  await field(`resend-store:${STORE}`).click();
  await confirm('looks wrong');
  expect((await orders())[0]).toMatchObject({
    deed: 'resend',
    streams: [`store:${STORE}`],
    reason: 'looks wrong',
  });
  await field('resend-all').click();
  await confirm();
  expect((await orders())[0]).toMatchObject({
    deed: 'resend',
    streams: expect.arrayContaining(['global', 'assortment:levers-page']),
  });
});

test('offline support is turned off and on, and its database entry with it', async () => {
  const { field, says, confirm, page, open } = office;
  await says('offline', /On.*Entered.*levers-page/);
  for (const [after, entry] of [
    ['Off', 'Retired'],
    ['On', 'Entered'],
  ] as const) {
    await field('toggle-offline').click();
    await confirm();
    await says('offline', `Support offline ?${after}`);
    await hq.publish();
    await until('the entry', async () => {
      await open(`/hq/registers/${STORE}-1/`, 'offline');
      return (await office.text('offline')).includes(entry);
    });
  }
  expect(await hq.get(`/v1/registers/${STORE}-1`)).toMatchObject({ supportOffline: true });
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});
