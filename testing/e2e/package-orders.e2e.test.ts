import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RegisterCommand } from '../../scripts/replay/invoice-commands.ts';
import type { RegisterAnswer } from '../../scripts/replay/register-answer.ts';
import { RegisterProcess } from '../../scripts/replay/register-process.ts';
import { system, until } from './system.ts';

/** An admin's levers over one store's packages, through the API, the gateway and a register on the real line. */
const STORE = 'L1';
const PIN = '482915';
const { url, hq } = system();
const folder = mkdtempSync(join(tmpdir(), 'evertill-orders-'));
let register: RegisterProcess;
let amountMinor = 500;

async function send(command: object): Promise<RegisterAnswer> {
  const [answer] = register.send([command as RegisterCommand]);
  if (!answer) throw new Error('a command is answered');
  return answer;
}
const sells = async () => {
  const scanned = await send({ type: 'scan', code: 'LEVER-A' });
  await send({ type: 'voidTransaction' });
  return scanned.ok;
};
async function reprice(): Promise<void> {
  amountMinor += 1;
  const row = { id: 'LEVER-A@1', sku: 'LEVER-A', currency: 'GBP', validFrom: '2020-01-01', amountMinor };
  await hq.putAll('prices', [row]);
  await hq.publish();
}
interface SyncStates {
  readonly items: readonly {
    readonly state: { readonly paused: object | null; readonly report: { versions: Record<string, number> } };
    readonly behindSince: Readonly<Record<string, string>>;
  }[];
}
const state = async () => (await hq.get<SyncStates>(`/v1/sync-states?store=${STORE}`)).items[0];
const versions = async () => {
  await send({ type: 'sync' });
  return ((await send({ type: 'status' })) as unknown as { versions: Record<string, number> }).versions;
};
const head = async (stream: string) => {
  for await (const row of hq.all<{ stream: string; version: number }>('/v1/streams'))
    if (row.stream === stream) return row.version;
  return 0;
};
const isUpToDate = async () => (await versions())['assortment:levers'] === (await head('assortment:levers'));

beforeAll(async () => {
  const [s1] = (await hq.get<{ items: Record<string, unknown>[] }>('/v1/stores?limit=1')).items;
  await hq.putAll('assortments', [{ id: 'levers', name: 'Levers' }]);
  await hq.putAll('products', [
    { sku: 'LEVER-A', name: 'Lever', taxCode: 'STANDARD', stocked: true, assortments: ['levers'] },
  ]);
  await hq.putAll('stores', [{ ...s1, store: STORE, name: 'Levers', assortment: 'levers', priceGroups: [] }]);
  await hq.putAll('registers', [
    { id: `${STORE}-1`, store: STORE, terminal: '1', name: 'Till', offlineProfile: 'standard' },
  ]);
  await hq.putAll('employees', [
    { number: 'L100', name: 'Lev', permissionGroup: 'supervisor', employeeGroup: s1?.employeeGroup },
  ]);
  await hq.request('PUT', '/v1/employees/L100/pin', { pin: PIN });
  await reprice();
  const { code } = await hq.request<{ code: string }>(
    'POST',
    `/v1/registers/${STORE}-1/activation-codes`,
    {},
  );
  register = new RegisterProcess({ name: STORE, url, activationCode: code, data: join(folder, 'till') });
  await register.ready;
  await until('the register has its packages', isUpToDate);
  await send({ type: 'signOn', employee: 'L100', pin: PIN });
});
afterAll(async () => {
  await register?.kill();
  rmSync(folder, { recursive: true, force: true });
});

test.each([
  ['a store', `/v1/stores/${STORE}/package-orders`],
  ['a register', `/v1/registers/${STORE}-1/package-orders`],
])('%s that is paused sells on with what it has, is shown as behind, and catches up', async (_, path) => {
  await hq.request('POST', path, { deed: 'pause', reason: 'stocktaking' });
  const before = await versions();
  await reprice();
  expect(await versions()).toEqual(before);
  expect(await sells()).toBe(true);
  expect(await state()).toMatchObject({
    state: { paused: { reason: 'stocktaking' } },
    behindSince: { 'assortment:levers': expect.stringMatching(/^20/) },
  });
  await hq.request('POST', path, { deed: 'resume' });
  await until('the register is up to date again', isUpToDate);
  expect((await state())?.state.paused).toBeNull();
});

test('a stream is sent whole once more, and who ordered it is on record', async () => {
  const order = { deed: 'resend', streams: ['assortment:levers'], reason: 'looks wrong' };
  await hq.request('POST', `/v1/registers/${STORE}-1/package-orders`, order);
  await send({ type: 'sync' });
  expect(await isUpToDate()).toBe(true);
  const { items } = await hq.get<{ items: object[] }>(`/v1/package-orders?store=${STORE}&limit=1`);
  expect(items).toMatchObject([{ ...order, terminal: '1', admin: expect.any(String) }]);
});

test('a run without a body publishes everything that the job is for', async () => {
  expect(await hq.request('POST', '/v1/distribution-jobs/all/runs')).toMatchObject({ state: 'done' });
});

test('a stream that the store does not follow is refused by name', async () => {
  const order = { deed: 'resend', streams: ['assortment:gifts'] };
  await expect(hq.request('POST', `/v1/registers/${STORE}-1/package-orders`, order)).rejects.toThrow(
    'does not follow assortment:gifts',
  );
});

test('a register that may not sell offline has no database entry and begins no sale without a line', async () => {
  const row = { id: `${STORE}-1`, store: STORE, terminal: '1', name: 'Till', offlineProfile: 'standard' };
  const entry = async () =>
    (await hq.get<{ items: { retiredAt: string | null }[] }>(`/v1/channel-databases?store=${STORE}`)).items;
  expect(await entry()).toMatchObject([{ dataGroup: 'levers', retiredAt: null }]);
  await hq.putAll('registers', [{ ...row, supportOffline: false }]);
  await hq.publish();
  expect(await entry()).toMatchObject([{ retiredAt: expect.any(String) }]);
  await until(
    'the register knows',
    async () => (await versions())[`store:${STORE}`] === (await head(`store:${STORE}`)),
  );
  await send({ type: 'network', connected: false });
  expect(await send({ type: 'scan', code: 'LEVER-A' })).toMatchObject({
    ok: false,
    error: { type: 'offlineNotSupported' },
  });
  await send({ type: 'network', connected: true });
  await send({ type: 'sync' });
  expect(await send({ type: 'scan', code: 'LEVER-A' })).toMatchObject({ ok: true });
});
