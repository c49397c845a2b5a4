import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BrowserProcess, startBrowser } from '../../scripts/browser-process.ts';
import { system } from './system.ts';

/** A register that is opened twice in one browser. */
const STORE = 'L5';
const { url, hq, demo } = system();
const profile = mkdtempSync(join(tmpdir(), 'evertill-tabs-'));
const employee = demo.employees.find(
  ({ store, permissionGroup }) => store === 'S1' && permissionGroup === 'cashier',
);
let browser: BrowserProcess;
let code: string;

beforeAll(async () => {
  const s1 = await hq.get<Record<string, unknown>>('/v1/stores/S1');
  await hq.putAll('stores', [{ ...s1, store: STORE, name: 'Two tabs' }]);
  const till = { id: `${STORE}-1`, store: STORE, terminal: '1', name: 'Till', offlineProfile: 'standard' };
  await hq.putAll('registers', [till]);
  await hq.publish();
  ({ code } = await hq.request<{ code: string }>('POST', `/v1/registers/${till.id}/activation-codes`, {}));
  browser = await startBrowser(profile);
});
afterAll(async () => {
  await browser?.kill();
  rmSync(profile, { recursive: true, force: true });
});

test('the second tab says so in words, the first sells on, and the second goes on when the first is closed', async () => {
  const first = await browser.context.newPage();
  await first.goto(`${url}/pos/`);
  await first.getByTestId('activation-code').fill(code);
  await first.getByTestId('activation-code').press('Enter');
  await first.getByTestId('employee').fill(employee?.number ?? '');
  await first.getByTestId('pin').fill(employee?.pin ?? '');
  await first.getByTestId('sign-on').click();
  await first.getByTestId('scan').waitFor();

  const second = await browser.context.newPage();
  await second.goto(`${url}/pos/`);
  await second.getByText('The register is open in another tab or window').first().waitFor();
  await second.getByText('Only one may write its sales. Close the other one, then try again here.').waitFor();

  await first.bringToFront();
  await first.getByTestId('scan').fill('85123A');
  await first.getByTestId('scan').press('Enter');
  await first.getByTestId('line').first().waitFor();
  await second.getByTestId('retry').click();
  await second.getByText('The register is open in another tab or window').first().waitFor();
  await first.close();

  await second.bringToFront();
  await second.getByTestId('retry').click();
  // The open sale of the first.
  await second.getByTestId('line').first().waitFor();
  expect(await second.getByTestId('line').count()).toBe(1);
  expect(await second.getByTestId('line').first().textContent()).toContain('85123A');
});
