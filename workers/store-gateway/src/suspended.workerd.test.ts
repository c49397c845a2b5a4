import { env as bindings } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { type ActiveDevice, activated } from '../../../testing/contract/gateway-fixture.ts';
import type { Env } from './env.ts';

const env = bindings as unknown as Env;
let stores = 0;

/** Two registers of one store. */
async function twoTills() {
  const store = env.STORE.getByName(`W${++stores}`);
  return { one: await activated(store, '1'), two: await activated(store, '2') };
}

const basket = (id: string, note: string | null = null) => ({
  ...{ id, terminal: '1', suspendedAt: '2010-12-01T09:00:00.000Z', employee: '1001', note },
  ...{ customer: null, lineCount: 1, grossMinor: 295, currency: 'GBP' },
  steps: [{ type: 'lineAdded', product: { sku: '85123A' }, quantityThousandths: 1000 }],
});

async function suspends(till: ActiveDevice, id: string, note?: string): Promise<void> {
  await till.journal.add({ kind: 'suspend', body: basket(id, note) });
  await till.push();
}

const waitingFor = async (till: ActiveDevice) =>
  JSON.parse((await till.call('suspended', '')).body) as { waiting: { id: string }[]; gone: string[] };
const ids = async (till: ActiveDevice) => (await waitingFor(till)).waiting.map(({ id }) => id);
const claim = async (till: ActiveDevice, id: string) => {
  const { status, body } = await till.call('claim', JSON.stringify({ id }));
  return { status, ...(JSON.parse(body) as { suspended?: unknown; by?: string }) };
};

test('what one register puts aside waits at every register of the store, newest first, without its lines', async () => {
  const { one, two } = await twoTills();
  await suspends(one, 'A');
  await suspends(one, 'B', 'red coat');
  expect(await ids(two)).toEqual(['B', 'A']);
  const [newest] = (await waitingFor(two)).waiting;
  expect(newest).toEqual({ ...basket('B', 'red coat'), steps: undefined });
});

test('the first that asks for it has it, as often as it asks; the others are told who', async () => {
  const { one, two } = await twoTills();
  await suspends(one, 'A');
  expect(await claim(two, 'A')).toEqual({ status: 200, suspended: basket('A') });
  expect(await claim(two, 'A')).toMatchObject({ status: 200 });
  expect(await claim(one, 'A')).toMatchObject({ status: 409, by: '2' });
  expect(await ids(two)).toEqual(['A']);
  expect(await waitingFor(one)).toEqual({ waiting: [], gone: ['A'] });
});

test('who goes on with it says so in its journal, and it waits no more', async () => {
  const { one, two } = await twoTills();
  await suspends(one, 'A');
  await claim(two, 'A');
  const recalledAt = '2010-12-01T09:05:00.000Z';
  await two.journal.add({
    kind: 'recall',
    body: { id: 'A', from: '1', terminal: '2', recalledAt, employee: '1002' },
  });
  await two.push();
  expect(await ids(two)).toEqual([]);
  expect(await claim(two, 'A')).toMatchObject({ status: 409 });
});

test('one that its own register took up while it had no line is offered to nobody', async () => {
  const { one, two } = await twoTills();
  await one.journal.add({ kind: 'suspend', body: basket('A') });
  const recalledAt = '2010-12-01T09:05:00.000Z';
  await one.journal.add({
    kind: 'recall',
    body: { id: 'A', from: '1', terminal: '1', recalledAt, employee: '1001' },
  });
  await one.push();
  expect(await ids(two)).toEqual([]);
});

test('unknown, or not asked for as one asks', async () => {
  const { one } = await twoTills();
  expect(await claim(one, 'Z')).toMatchObject({ status: 404 });
  expect((await one.call('claim', '{}')).status).toBe(422);
});

test('a record that cannot be read is stored and waits for nobody', async () => {
  const { one } = await twoTills();
  await one.journal.add({ kind: 'suspend', body: { id: 7 } });
  expect(await one.pushed()).toMatchObject({ result: 'stored' });
  expect(await ids(one)).toEqual([]);
});

test('sent twice, it waits once', async () => {
  const { one, two } = await twoTills();
  await suspends(one, 'A');
  await one.push();
  await claim(two, 'A');
  await one.push();
  expect(await waitingFor(one)).toEqual({ waiting: [], gone: ['A'] });
});
