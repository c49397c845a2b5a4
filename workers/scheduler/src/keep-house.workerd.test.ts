import { env as bindings } from 'cloudflare:workers';
import { beforeAll, describe, expect, test } from 'vitest';
import { housekeeping } from '../../../db/hq/housekeeping.ts';
import { type MasterRow, masterStore } from '../../../db/hq/master-store.ts';
import { masterTables } from '../../../db/hq/master-tables.ts';
import { publishStore } from '../../../db/hq/publish-store.ts';
import type { Bytes } from '../../../protocol/bytes.ts';
import { blobKey } from '../../../protocol/package-keys.ts';
import { importSigningKey } from '../../../protocol/signed-document.ts';
import { smallRetailer } from '../../../testing/contract/hq-fixture.ts';
import { PackageReplica } from '../../../testing/contract/package-replica.ts';
import type { Env } from './env.ts';
import { keepHouse } from './keep-house.ts';
import { publish } from './publish.ts';

const env = bindings as unknown as Env;
const masters = publishStore(env.MASTERS);
const store = masterStore(env.MASTERS);
const DAY_MS = 86_400_000;
const today = Date.UTC(2026, 10, 26);
const daysOn = (days: number) => today + days * DAY_MS;

async function put(noun: string, ...rows: MasterRow[]): Promise<void> {
  const master = masterTables.find((table) => table.noun === noun);
  if (master)
    await store.put(
      master,
      rows.map((row) => master.shape.parse(row)),
      'ada',
    );
}

async function release(): Promise<void> {
  await publish({
    masters,
    packages: env.PACKAGES,
    key: await importSigningKey(env.SIGNING_KEY),
    now: () => new Date(today).toISOString(),
    notify: async () => undefined,
    isSpent: () => false,
  });
}

async function pulled(): Promise<PackageReplica> {
  const { keyId, publicKey } = await importSigningKey(env.SIGNING_KEY);
  const replica = new PackageReplica('S1', { [keyId]: publicKey }, async (name) => {
    const object = await env.PACKAGES.get(name);
    return object && ((await object.bytes()) as Bytes);
  });
  await replica.pull();
  return replica;
}

const offer = smallRetailer.find(({ noun }) => noun === 'offers')?.items[0] as MasterRow;
const isThere = async () => (await pulled()).rows().has(`price-group:members offer ${String(offer.id)}`);

beforeAll(async () => {
  for (const { noun, items } of smallRetailer) await put(noun, ...items);
  await release();
});

describe('once a day', () => {
  test('an offer leaves packages with its lines and coupons when its return window is over; a later end brings it back', async () => {
    await put('offers', { ...offer, validTo: '2026-08-28' });
    await keepHouse(env.MASTERS, env.PACKAGES, today);
    await release();
    expect(await isThere()).toBe(true);
    await keepHouse(env.MASTERS, env.PACKAGES, daysOn(1));
    await release();
    expect([...(await pulled()).rows().keys()].filter((key) => /offer|coupon/.test(key))).toEqual([]);
    await put('offers', { ...offer, validTo: '2026-12-24' });
    await release();
    const rows = [...(await pulled()).rows().keys()].filter((key) => /offer|coupon/.test(key));
    expect(rows).toHaveLength(4);
  });

  test('prices whose return window is over leave masters and packages, the others stay; the change log keeps them', async () => {
    const price = smallRetailer.find(({ noun }) => noun === 'prices')?.items[1] as MasterRow;
    const ended = { ...price, validFrom: '2026-01-01' };
    await put(
      'prices',
      { ...ended, id: 'over', validTo: '2026-08-30' },
      { ...ended, id: 'in-window', validTo: '2026-08-31' },
      { ...ended, id: 'open', validTo: null },
    );
    await release();
    const there = async () =>
      [...(await pulled()).rows().keys()].flatMap(
        (key) => / price (over|in-window|open)$/.exec(key)?.[1] ?? [],
      );
    expect((await there()).sort()).toEqual(['in-window', 'open', 'over']);
    // The window of ninety days ends on 31 August 2026.
    await keepHouse(env.MASTERS, env.PACKAGES, daysOn(3));
    await release();
    expect((await there()).sort()).toEqual(['in-window', 'open']);
    const log = await env.MASTERS.prepare(
      "SELECT operation, admin, before ->> '$.valid_to' AS ended FROM change_log WHERE row_key = 'over' ORDER BY version DESC LIMIT 1",
    ).first();
    expect(log).toEqual({ operation: 'remove', admin: 'evertill', ended: '2026-08-30' });
  });

  test('a limit of prices a day takes those first that ended first', async () => {
    const price = smallRetailer.find(({ noun }) => noun === 'prices')?.items[1] as MasterRow;
    const ended = { ...price, validFrom: '2020-01-01' };
    await put(
      'prices',
      { ...ended, id: 'second', validTo: '2020-03-02' },
      { ...ended, id: 'first', validTo: '2020-03-01' },
    );
    const house = housekeeping(env.MASTERS);
    expect(await house.removePrices(today, 1)).toBe(1);
    const left = await env.MASTERS.prepare("SELECT id FROM price WHERE valid_to < '2021-01-01'").all();
    expect(left.results).toEqual([{ id: 'second' }]);
    expect(await house.removePrices(today, 10)).toBe(1);
    expect(await house.removePrices(today, 10)).toBe(0);
  });

  test('and not twice', async () => {
    await keepHouse(env.MASTERS, env.PACKAGES, daysOn(5));
    await put('offers', { ...offer, validTo: '2026-01-31' });
    await keepHouse(env.MASTERS, env.PACKAGES, daysOn(5));
    await release();
    expect(await isThere()).toBe(true);
  });

  test('blobs that no head has named for a week are deleted, others stay', async () => {
    const many = (name: string) =>
      Array.from({ length: 1100 }, (_, index) => ({
        number: `C${index}`,
        name,
        country: 'France',
        customerGroup: 'customers',
      }));
    await put('customers', ...many('first'));
    await release();
    const before = await (await pulled()).head('customers:customers');
    const old = before.snapshot.blobs.map(({ sha256 }) => blobKey(sha256));
    await put('customers', ...many('second'));
    await release();
    expect((await (await pulled()).head('customers:customers')).snapshot).not.toEqual(before.snapshot);
    await keepHouse(env.MASTERS, env.PACKAGES, daysOn(7));
    for (const key of old) expect(await env.PACKAGES.head(key)).not.toBeNull();
    await keepHouse(env.MASTERS, env.PACKAGES, daysOn(8));
    for (const key of old) expect(await env.PACKAGES.head(key)).toBeNull();
    expect((await pulled()).rows().size).toBeGreaterThan(1100);
  });
});
