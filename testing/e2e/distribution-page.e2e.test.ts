import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { chromiumArgs, findChromium } from '../../scripts/browser.mjs';
import { testDevice } from '../contract/journal-fixture.ts';
import { axeFaultsInBothThemes, openBackOffice } from './back-office-page.ts';
import { system, until } from './system.ts';

/** Every lever of the page of distribution: clicked, and its outcome looked up at headquarters and the gateway. */
const STORE = 'L3';
const CUSTOMER = 'LEVER-C';
const { url, hq } = system();
const everything = { id: 'all', name: 'Everything', everyMinutes: 1 };
let browser: Browser;
let office: Awaited<ReturnType<typeof openBackOffice>>;

interface Run {
  readonly id: string;
  readonly job: string;
  readonly state: string;
  readonly stopAskedBy: string | null;
}
const job = (id: string) => hq.get<Record<string, unknown>>(`/v1/distribution-jobs/${id}`);
const runs = async () => (await hq.get<{ items: Run[] }>('/v1/distribution-runs?limit=50')).items;
const due = async () =>
  (await hq.get<{ streams: { stream: string }[] }>('/v1/distribution-jobs/all/preview')).streams.map(
    ({ stream }) => stream,
  );
const paused = async () => {
  const { items } = await hq.get<{ items: { state: { paused: object | null } }[] }>(
    `/v1/sync-states?store=${STORE}`,
  );
  return items[0]?.state.paused;
};

/** A fault that only a broken R2 or a long run would bring, put where the scheduler would have put it. */
async function sql(statement: string): Promise<void> {
  const path = '/cdn-cgi/local/explorer/api/d1/database/evertill-masters-local/raw';
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ sql: statement }),
  });
  expect(await answer.json()).toMatchObject({ success: true });
}
const customer = (name: string) => ({ number: CUSTOMER, name, country: 'GB', customerGroup: 'customers' });

beforeAll(async () => {
  const [s1] = (await hq.get<{ items: Record<string, unknown>[] }>('/v1/stores?limit=1')).items;
  await hq.putAll('stores', [{ ...s1, store: STORE, name: 'Levers on the page' }]);
  const till = { id: `${STORE}-1`, store: STORE, terminal: '1', name: 'Till', offlineProfile: 'standard' };
  await hq.putAll('registers', [till]);
  const path = `/v1/registers/${till.id}/activation-codes`;
  const { code } = await hq.request<{ code: string }>('POST', path, {});
  const body = JSON.stringify((await testDevice()).request(code));
  expect((await fetch(`${url}/store/activations`, { method: 'POST', body })).ok).toBe(true);
  browser = await chromium.launch({ executablePath: await findChromium(), args: chromiumArgs });
  office = await openBackOffice(browser);
});
beforeEach(() => office.open('/hq/distribution/', 'jobs'));
afterAll(async () => {
  await hq.putAll('distribution-jobs', [everything]);
  await hq.request('DELETE', '/v1/distribution-jobs/night-prices').catch(() => undefined);
  await browser?.close();
});

test('a job is made, refused where it is unclear, changed and paused', async () => {
  const { field, says, text } = office;
  await field('new-job').click();
  await field('job-id').fill('night-prices');
  await field('job-name').fill('Prices at night');
  await field('job-kinds-price-group').check();
  await field('job-runFrom').fill('22:00');
  await field('save-job').click();
  await says('job-runUntil-error', 'give both or none');
  await field('job-runUntil').fill('05:00');
  expect(await axeFaultsInBothThemes(office.page)).toEqual([]);
  await field('save-job').click();
  await says('jobs', 'Every 15 min, 22:00 to 05:00');
  const made = { name: 'Prices at night', streamKinds: ['price-group'], everyMinutes: 15, runFrom: '22:00' };
  expect(await job('night-prices')).toMatchObject({ ...made, runUntil: '05:00', paused: false });
  await field('edit-job-night-prices').click();
  await field('job-everyMinutes').fill('60');
  await field('save-job').click();
  await says('jobs', 'Hourly, 22:00 to 05:00');
  // Paused: from here on nothing but these tests publishes.
  await says('next-run-night-prices', /^Next (today|\d+ \w+ \d+,) \d\d:\d\d$/);
  await says('last-run-night-prices', 'Not run yet');
  await field('toggle-all').click();
  await says('toast', 'Everything is paused');
  await says('next-run-all', 'Next on demand');
  expect(await job('all')).toMatchObject({ ...everything, paused: true });
  expect(await text('jobs')).toContain('Paused');
});

test('what a run would send is shown, a failed stream is tried alone, and the rest with one click', async () => {
  const { field, says, page } = office;
  await hq.publish();
  await hq.putAll('customers', [customer('Before')]);
  await hq.putAll('employees', [
    { number: 'L300', name: `Lev ${Date.now()}`, permissionGroup: 'supervisor', employeeGroup: 'staff-S1' },
  ]);
  await sql(
    `INSERT OR REPLACE INTO due_stream VALUES ('customers:customers', 0, '2026-01-01', '10001 internal error')`,
  );
  await field('preview-next').click();
  await says('previewed', /customers:customers.*10001 internal error.*Failed the last time/);
  await says('previewed', /employees:staff-S1/);
  expect(await axeFaultsInBothThemes(page)).toEqual([]);
  await field('publish-customers:customers').click();
  await until('it is out', async () => (await due()).join() === 'employees:staff-S1');
  await field('publish-previewed').click();
  await says('toast', /^Published 1 stream: 1 row/);
  await says('last-run-all', /^Last today \d\d:\d\d$/);
  expect(await due()).toEqual([]);
  const [newest] = await runs();
  await until('the run is listed', () => page.locator(`[data-key="${newest?.id}"]`).isVisible());
});

test('a row that cannot be packed stands there with its reason until it is repaired', async () => {
  const { field, says, page } = office;
  await sql(`UPDATE customer SET attributes = '{not json' WHERE number = '${CUSTOMER}'`);
  await field('publish').click();
  await says('refused', new RegExp(`Customer ${CUSTOMER}.*malformed JSON`));
  expect(await axeFaultsInBothThemes(page)).toEqual([]);
  await hq.putAll('customers', [customer('Repaired')]);
  await field('publish').click();
  await says('refused', 'No row was refused');
});

test('a run that goes on is stopped when that is confirmed', async () => {
  const { field, says, confirm, page, open } = office;
  const id = `run-${Date.now()}`;
  await sql(
    `INSERT INTO distribution_run (id, job, trigger, started_at, state, streams, rows, bytes)
      VALUES ('${id}', 'night-prices', 'demand', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 'running', 2, 40, 900)`,
  );
  await open('/hq/distribution/', `stop-${id}`);
  await field(`stop-${id}`).click();
  await says('ask', 'The 2 streams that it has published stay published.');
  await field('ask-cancel').click();
  await field(`stop-${id}`).click();
  await confirm();
  await until('it is asked to stop', async () => (await runs()).find((run) => run.id === id)?.stopAskedBy);
  await says('runs', 'Stopping, asked by');
  await field('run-night-prices').click();
  await until('it has stopped', async () =>
    ['stopped', 'done'].includes((await runs()).find((run) => run.id === id)?.state ?? ''),
  );
  await page.locator(`[data-testid="stop-${id}"]`).waitFor({ state: 'detached' });
});

test('a store is held with a reason, and let go', async () => {
  const { field, says, confirm } = office;
  await field(`pause-${STORE}`).click();
  await field('ask-deed').click();
  await says('ask-reason-error', 'Type a reason');
  expect(await axeFaultsInBothThemes(office.page)).toEqual([]);
  await confirm('stocktaking');
  expect(await paused()).toMatchObject({ reason: 'stocktaking', wholeStore: true });
  await says('stores', /Paused\s*since today .*: stocktaking/);
  await field(`resume-${STORE}`).click();
  await confirm();
  expect(await paused()).toBeNull();
  const { items } = await hq.get<{ items: object[] }>(`/v1/package-orders?store=${STORE}`);
  expect(items).toMatchObject([{ deed: 'resume' }, { deed: 'pause', reason: 'stocktaking', terminal: null }]);
});

test('the key that signs is named, runs are walked on, and the job goes on by the clock', async () => {
  const { field, says, page } = office;
  const { items } = await hq.get<{ items: { keyId: string; signs: boolean }[] }>('/v1/signing-keys');
  const [signing] = items.filter(({ signs }) => signs);
  await says('keys', new RegExp(`${signing?.keyId}.*Signs`));
  const pages = page.getByTestId('runs');
  for (let run = (await runs()).length; run <= 10; run++) await hq.publish();
  await office.open('/hq/distribution/', 'runs');
  await pages.getByTestId('next-page').click();
  await until('page 2', async () => (await pages.getByTestId('page-number').textContent()) === 'Page 2');
  const [eleventh] = (await runs()).slice(10);
  await pages.locator(`[data-key="${eleventh?.id}"]`).waitFor();
  await field('toggle-all').click();
  await says('toast', 'runs by the clock again');
  expect(await job('all')).toMatchObject({ paused: false });
});
