import { env as bindings } from 'cloudflare:workers';
import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type MasterRow, masterStore } from '../../../db/hq/master-store.ts';
import { keyField, type MasterTable, masterTables } from '../../../db/hq/master-tables.ts';
import { type PublishStore, publishStore } from '../../../db/hq/publish-store.ts';
import { type Bytes, utf8 } from '../../../protocol/bytes.ts';
import { importSigningKey, type SigningKey } from '../../../protocol/signed-document.ts';
import { product, smallRetailer } from '../../../testing/contract/hq-fixture.ts';
import { rowsOfStore } from '../../../testing/contract/hq-rows.ts';
import { PackageReplica } from '../../../testing/contract/package-replica.ts';
import type { Env } from './env.ts';
import { type PublishPorts, publish } from './publish.ts';

const env = bindings as unknown as Env;
const masters = publishStore(env.MASTERS);
const store = masterStore(env.MASTERS);
let key: SigningKey;

const master = (noun: string): MasterTable => {
  const found = masterTables.find((table) => table.noun === noun);
  if (!found) throw new Error(`there is no master ${noun}`);
  return found;
};
const put = (noun: string, ...rows: MasterRow[]) => store.put(master(noun), rows, 'ada');
const remove = (noun: string, id: string) => store.remove(master(noun), id, 'ada');
const sample = (noun: string, at = 0): MasterRow => {
  const found = smallRetailer.find((write) => write.noun === noun)?.items[at];
  if (!found) throw new Error(`the small retailer has no such row of ${noun}`);
  return master(noun).shape.parse(found);
};

/** The masters that these tests change; the others are as they were loaded. */
const changing = [
  ...['price-groups', 'categories', 'stores', 'products', 'customers', 'prices', 'offers', 'coupons'],
  ...['loyalty-cards', 'tax-rates'],
];
const loaded = Object.fromEntries(
  smallRetailer.map(({ noun, items }) => [noun, items.map((row) => master(noun).shape.parse(row))]),
);

/** What a store must hold now. */
async function expected(number = 'S1') {
  const lists = changing.map(async (noun) => {
    const listed = await store.list(master(noun), { limit: 10_000 });
    // Lists leave an offer's lines out.
    const whole = listed.map(async (row) =>
      noun === 'offers' ? store.get(master(noun), String(row.id)) : row,
    );
    return [noun, await Promise.all(whole)] as const;
  });
  const rows = Object.fromEntries(await Promise.all(lists)) as Record<string, MasterRow[]>;
  return rowsOfStore({ ...loaded, ...rows }, number);
}

/** Brings the masters back to what was loaded, and publishes that. */
async function restore(): Promise<void> {
  await env.MASTERS.exec(
    `DELETE FROM store WHERE store <> 'S1'; DELETE FROM price; DELETE FROM coupon; DELETE FROM loyalty_card;
     DELETE FROM offer; DELETE FROM product; DELETE FROM customer; DELETE FROM tax_rate;`,
  );
  for (const noun of changing) await put(noun, ...(loaded[noun] ?? []));
  await publish(ports().ports);
}

/** What lies in R2. In memory, because these tests read it thousands of times; the scheduler's own use the real one. */
const many = (count: number, name: string) =>
  Array.from({ length: count }, (_, index) => ({ ...sample('customers'), number: `C${index}`, name }));

const packages = new Map<string, { bytes: Bytes; customMetadata: Record<string, string> }>();

const replica = (number = 'S1') =>
  new PackageReplica(
    number,
    { [key.keyId]: key.publicKey },
    async (name) => packages.get(name)?.bytes ?? null,
  );

const traced = ['saveHead', 'saveManifests', 'saveSnapshotWork', 'endSnapshotWork', 'settle'] as const;

/** What a run writes and whom it tells; the n-th step that leaves a trace fails, before or after it is done. */
function ports(
  fault: { step: number; when: 'before' | 'after' } = { step: 0, when: 'before' },
  isSpent: () => boolean = () => false,
) {
  const written: string[] = [];
  const told: string[] = [];
  const step = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    written.push(name);
    const fails = written.length === fault.step;
    if (fails && fault.when === 'before') throw new Error(`${name} fails`);
    const done = await work();
    if (fails) throw new Error(`${name} fails after it was done`);
    return done;
  };
  const failing = Object.fromEntries(
    traced.map((name) => {
      const work = masters[name] as (...params: unknown[]) => Promise<void>;
      return [name, (...params: unknown[]) => step(name, () => work(...params))];
    }),
  ) as Pick<PublishStore, (typeof traced)[number]>;
  const bucket = {
    head: async (name: string) => packages.get(name) ?? null,
    put: (name: string, value: Bytes | string, { customMetadata = {} }: R2PutOptions = {}) =>
      step(name, async () => {
        packages.set(name, { bytes: typeof value === 'string' ? utf8(value) : value, customMetadata });
      }),
  };
  const whole: PublishPorts = {
    masters: { ...masters, ...failing },
    packages: bucket as unknown as PublishPorts['packages'],
    key,
    now: () => new Date().toISOString(),
    notify: async (stores) => void told.push(...stores),
    isSpent: () => isSpent(),
  };
  return { ports: whole, written, told };
}

async function run() {
  const { ports: whole, written, told } = ports();
  return { ...(await publish(whole)), written, told };
}

const heads = (written: readonly string[]) => written.filter((name) => name.startsWith('heads/')).sort();
const change = async (noun: string, row: MasterRow, changes: MasterRow) => put(noun, { ...row, ...changes });

beforeAll(async () => {
  key = await importSigningKey(env.SIGNING_KEY);
  for (const { noun, items } of smallRetailer) await put(noun, ...items);
  await put('customer-groups', { id: 'others', name: 'Others' });
});
beforeEach(restore);

describe('publishing', () => {
  test('a store holds exactly what headquarters says of it', async () => {
    const till = replica();
    await till.pull();
    expect(till.rows()).toEqual(await expected());
    expect(till.rows().size).toBeGreaterThan(12);
  });

  test('when nothing has changed nothing is written and nobody is told', async () => {
    expect(await run()).toEqual({ streams: 0, rows: 0, bytes: 0, isDone: true, written: [], told: [] });
    await put('products', sample('products'));
    expect(await run()).toMatchObject({ streams: 0, written: [] });
  });

  test('a change goes to the streams it belongs to, as a delta of its rows, and to the stores that follow', async () => {
    await put('stores', { ...sample('stores'), store: 'S2', assortment: 'toys', priceGroups: [] });
    await run();
    const till = replica();
    await till.pull();
    const before = await till.head('assortment:gifts');
    await change('prices', sample('prices'), { amountMinor: 199 });
    const { written, told, rows } = await run();
    expect(heads(written)).toEqual(['heads/assortment%3Agifts.json']);
    expect({ told, rows }).toEqual({ told: ['S1'], rows: 1 });
    const after = await till.head('assortment:gifts');
    expect(after).toMatchObject({ version: before.version + 1, snapshot: before.snapshot });
    expect((await till.lines(after.deltas.at(-1))).map((line) => JSON.parse(line) as object)).toEqual([
      { t: 'price', k: 'HEART@1', r: { ...sample('prices'), amountMinor: 199 } },
    ]);
    await change('products', sample('products', 1), { name: 'Lamp, red' });
    expect(await run()).toMatchObject({ streams: 2, rows: 2, told: ['S1', 'S2'] });
  });

  test('a product that leaves an assortment takes its barcodes and base prices with it', async () => {
    await put('products', product('HEART', 'White heart holder', ['2000000000015'], ['toys']));
    await run();
    const till = replica();
    const lines = await till.lines((await till.head('assortment:gifts')).deltas.at(-1));
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
      { t: 'product', k: 'HEART' },
      { t: 'barcode', k: '2000000000015' },
      { t: 'price', k: 'HEART@1' },
    ]);
  });

  test('a price that moves from one group to another, and to everybody', async () => {
    const till = replica();
    await till.pull();
    const lines = async (stream: string) =>
      (await till.lines((await till.head(stream)).deltas.at(-1))).map((line) => JSON.parse(line) as object);
    await put('stores', { ...sample('stores'), priceGroups: ['members', 'trade'] });
    await change('prices', sample('prices', 2), { priceGroup: 'trade' });
    await run();
    expect(await lines('price-group:members')).toEqual([{ t: 'price', k: 'LAMP@members' }]);
    await till.pull();
    expect(till.rows()).toEqual(await expected());
    await change('prices', sample('prices', 2), { priceGroup: null });
    await run();
    expect(await lines('price-group:trade')).toEqual([{ t: 'price', k: 'LAMP@members' }]);
    expect(await lines('assortment:gifts')).toMatchObject([
      { t: 'price', k: 'LAMP@members', r: { priceGroup: null } },
    ]);
    await till.pull();
    expect(till.rows()).toEqual(await expected());
  });

  test('an offer, its lines and coupons: in the stream of each of its groups, only what changed', async () => {
    const till = replica();
    const lines = async (stream: string) =>
      (await till.lines((await till.head(stream)).deltas.at(-1)))
        .map((line) => JSON.parse(line) as { t: string; k: string; r?: object })
        .map(({ t, k, r }) => `${r ? '+' : '-'} ${t} ${k}`);
    await put('stores', { ...sample('stores'), memberPriceGroups: ['trade'] });
    await run();
    await till.pull();
    expect(till.rows()).toEqual(await expected());
    await change('offers', sample('offers'), { priceGroups: ['members', 'trade'] });
    await run();
    expect(await lines('price-group:members')).toEqual(['+ offer LIGHTS10']);
    expect(await lines('price-group:trade')).toEqual([
      '+ offer LIGHTS10',
      '+ offerLine ["LIGHTS10",1]',
      '+ offerLine ["LIGHTS10",2]',
      '+ coupon ADVENT',
    ]);
    const both = { ...sample('offers'), priceGroups: ['members', 'trade'] };
    await put('offers', { ...both, lines: [{ target: 'category:lights' }] });
    await run();
    expect(await lines('price-group:trade')).toEqual(['+ offer LIGHTS10', '- offerLine ["LIGHTS10",2]']);
    await put('offers', { ...both, priceGroups: ['members'] });
    await change('coupons', sample('coupons'), { usesMax: 7 });
    await run();
    await till.pull();
    expect(till.rows()).toEqual(await expected());
  });

  test('the priority of a group goes to its stream', async () => {
    await change('price-groups', sample('price-groups'), { priority: 9 });
    const { written, told } = await run();
    expect([heads(written), told]).toEqual([['heads/price-group%3Amembers.json'], ['S1']]);
  });

  test("a customer's prices and cards move with the customer and the card", async () => {
    const till = replica();
    await change('prices', sample('prices'), { id: 'OWN', customer: '17850' });
    await run();
    await till.pull();
    expect(till.rows().has('customers:customers price OWN')).toBe(true);
    await change('customers', sample('customers'), { customerGroup: 'others' });
    await run();
    await till.pull();
    expect(till.rows()).toEqual(await expected());
    expect(till.rows().has('customers:customers price OWN')).toBe(false);
    expect(till.rows().has('customers:customers loyaltyCard 7001')).toBe(true);
  });

  test('brackets of a tax beside its plain rate', async () => {
    const till = replica();
    await put('tax-rates', { ...sample('tax-rates'), id: 'ABOVE', fromMinor: 10_000, ratePpm: 1 });
    await run();
    await till.pull();
    expect(till.rows().has('tax:UK taxRate ["STANDARD","2010-01-01",10000]')).toBe(true);
    await put('tax-rates', { ...sample('tax-rates'), id: 'ABOVE', fromMinor: 20_000, ratePpm: 1 });
    await run();
    await till.pull();
    expect(till.rows()).toEqual(await expected());
  });

  test('a barcode that moves to another product, inside the assortment and out of it', async () => {
    const till = replica();
    for (const sku of ['LAMP', 'BEAR', 'HEART']) {
      await put('products', { ...(await store.get(master('products'), sku)), barcodes: ['2000000000015'] });
      await run();
      await till.pull();
      expect(till.rows()).toEqual(await expected());
    }
  });

  test('a store that changes its assortment gets a newer manifest and the rows of the new one only', async () => {
    const till = replica();
    await till.pull();
    await change('stores', sample('stores'), { assortment: 'toys' });
    const { written } = await run();
    expect(written).toContain('manifests/S1.json');
    await till.pull();
    expect(till.rows()).toEqual(await expected());
    expect(till.version('assortment:gifts')).toBe(0);
  });

  test('a stream that nobody followed for a while brings what changed meanwhile', async () => {
    const till = replica();
    await change('stores', sample('stores'), { assortment: 'toys' });
    await run();
    await change('prices', sample('prices'), { amountMinor: 150 });
    await remove('products', 'LAMP');
    await run();
    await put('stores', sample('stores'));
    await run();
    await till.pull();
    expect(till.rows()).toEqual(await expected());
  });

  test('a store that was removed and comes back follows what changed meanwhile', async () => {
    await put('stores', { ...sample('stores'), store: 'S2', assortment: 'toys' });
    await run();
    await remove('stores', 'S2');
    await run();
    await change('prices', sample('prices', 3), { amountMinor: 1 });
    await run();
    await put('stores', { ...sample('stores'), store: 'S2', assortment: 'toys' });
    await run();
    const till = replica('S2');
    await till.pull();
    expect(till.rows()).toEqual(await expected('S2'));
  });

  test('a snapshot is cut anew when its deltas grow too large, and not again by the next small change', async () => {
    const [fresh, behind, farBehind] = [replica(), replica(), replica()];
    await farBehind.pull();
    await put('customers', ...many(100, 'first'));
    await run();
    await behind.pull();
    const before = await behind.head('customers:customers');
    expect(before.snapshot.version).toBeLessThan(before.version);
    await put('customers', ...many(1100, 'second'));
    await run();
    const recut = await behind.head('customers:customers');
    expect(recut.snapshot.version).toBe(recut.version);
    await put('customers', { ...sample('customers'), name: 'third' });
    await run();
    expect((await behind.head('customers:customers')).snapshot).toEqual(recut.snapshot);
    for (const till of [fresh, behind, farBehind]) {
      await till.pull();
      expect(till.rows()).toEqual(await expected());
    }
  });
});

/** Of a run that is spent after so many statements: a few more than it begins with. */
function spentAfter(count: number, fault?: Parameters<typeof ports>[0]): PublishPorts {
  const limit = masters.statements + count;
  return ports(fault, () => masters.statements > limit).ports;
}

describe('a run that is spent', () => {
  /** Runs until all is done, each run spent after a few statements; answers how many runs that took. */
  async function runInPieces(between: () => Promise<void> = async () => undefined): Promise<number> {
    for (let runs = 1; runs < 20; runs++) {
      if ((await publish(spentAfter(26))).isDone) return runs;
      await between();
    }
    throw new Error('the runs come to no end');
  }

  test('a snapshot is cut over several runs, and what changes meanwhile follows it', async () => {
    await put('customer-groups', { id: 'crowd', name: 'Crowd' });
    await put('stores', { ...sample('stores'), store: 'S2', customerGroup: 'crowd' });
    const crowd = many(9000, 'first').map((row) => ({ ...row, customerGroup: 'crowd' }));
    for (let from = 0; from < crowd.length; from += 3000)
      await put('customers', ...crowd.slice(from, from + 3000));
    let edits = 0;
    const runs = await runInPieces(async () => {
      await put(
        'customers',
        { ...crowd[0], name: `changed ${++edits}` },
        { ...crowd.at(-1), name: `${edits}` },
      );
      await remove('customers', `C${4000 + edits}`);
    });
    expect(runs).toBeGreaterThan(2);
    await run();
    const till = replica('S2');
    await till.pull();
    expect(till.rows()).toEqual(await expected('S2'));
    expect((await env.MASTERS.prepare('SELECT count(*) AS n FROM snapshot_work').first())?.n).toBe(0);
  }, 60_000);

  test('a delta does not wait for the snapshot that it makes due, and no register takes that without need', async () => {
    await put('customers', ...many(1100, 'first'));
    await run();
    const till = replica();
    await till.pull();
    const before = await till.head('customers:customers');
    await put('customers', ...many(1100, 'second'));
    await runInPieces();
    await till.pull();
    const after = await till.head('customers:customers');
    expect(after.snapshot.version).toBe(after.version);
    expect(after.deltas.map(({ version, blobs }) => [version, blobs.length > 0])).toContainEqual([
      after.version,
      false,
    ]);
    expect(till.rows()).toEqual(await expected());
    const retired = await env.MASTERS.prepare('SELECT sha256 FROM retired_blob').all<{ sha256: string }>();
    expect(retired.results.map(({ sha256 }) => sha256)).toContain(before.snapshot.blobs[0]?.sha256);
  });
});

describe('a run that fails', () => {
  const edits = [
    () => change('prices', sample('prices'), { amountMinor: 201 }),
    () => change('prices', sample('prices', 2), { priceGroup: 'trade' }),
    () => change('stores', sample('stores'), { priceGroups: ['trade'], assortment: 'toys' }),
  ];

  /** Lets a run fail at each of its steps in turn; answers how many there were. */
  async function atEachStep(
    when: 'before' | 'after',
    then: (till: PackageReplica, step: number) => Promise<void>,
  ): Promise<number> {
    for (let step = 1; ; step++) {
      await restore();
      const till = replica();
      await till.pull();
      for (const edit of edits) await edit();
      const failing = publish(ports({ step, when }).ports);
      const failed = await failing.then(
        () => false,
        () => true,
      );
      await then(till, step);
      expect([step, till.rows()]).toEqual([step, await expected()]);
      if (!failed) return step;
    }
  }

  test('before any of its steps, and run again: the same result', async () => {
    const steps = await atEachStep('before', async (till) => {
      await run();
      await till.pull();
    });
    expect(steps).toBeGreaterThan(8);
  });

  test('after any of its steps, seen by a register, and run again after more changes: the same result', async () => {
    const steps = await atEachStep('after', async (till, step) => {
      await till.pull();
      await change('prices', sample('prices', 3), { amountMinor: 1000 + step });
      await run();
      await till.pull();
    });
    expect((await run()).written).toEqual([]);
    expect(steps).toBeGreaterThan(8);
  });
});

describe('a run that fails while a snapshot is due', () => {
  test.each(['before', 'after'] as const)('%s any of its steps: no later change is missed', async (when) => {
    const failedAt: number[] = [];
    for (let step = 1; step < 12; step++) {
      await restore();
      await put('customers', ...many(1100, 'first'));
      await run();
      await put('customers', ...many(1100, `step ${step}`));
      await publish(ports({ step, when }).ports).catch(() => failedAt.push(step));
      await publish(spentAfter(16));
      await put('customers', { ...many(8, '')[7], name: 'changed' } as MasterRow);
      await remove('customers', 'C9');
      await run();
      const till = replica();
      await till.pull();
      expect([step, till.rows()]).toEqual([step, await expected()]);
      if (failedAt.at(-1) !== step) break;
    }
    expect(failedAt.length).toBeGreaterThan(6);
  });
});

describe('any history', () => {
  const sku = fc.constantFrom('HEART', 'LAMP', 'BEAR', 'CUP');
  const some = <T>(values: readonly T[]) => fc.subarray([...values]);
  const edit = fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        noun: fc.constant('products'),
        sku,
        name: fc.constantFrom('One', 'Two'),
        barcodes: some(['11', '22', '33']),
        assortments: some(['gifts', 'toys']),
      }),
    },
    {
      weight: 5,
      arbitrary: fc.record({
        noun: fc.constant('prices'),
        id: fc.constantFrom('p1', 'p2', 'p3'),
        sku,
        priceGroup: fc.constantFrom(null, 'members', 'trade'),
        amountMinor: fc.nat(3),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        noun: fc.constant('stores'),
        assortment: fc.constantFrom('gifts', 'toys'),
        priceGroups: some(['members', 'trade']),
        memberPriceGroups: some(['members', 'trade']),
      }),
    },
    {
      weight: 5,
      arbitrary: fc.record({
        noun: fc.constant('offers'),
        id: fc.constantFrom('o1', 'o2'),
        priceGroups: fc.subarray(['members', 'trade'], { minLength: 1 }),
        validTo: fc.constantFrom(null, '2026-02-01'),
        lines: fc.array(
          fc.constantFrom({ target: 'all' }, { target: 'category:lights' }, { target: 'label:a' }),
          {
            maxLength: 4,
          },
        ),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        noun: fc.constant('coupons'),
        code: fc.constantFrom('c1', 'c2'),
        offer: fc.constantFrom('o1', 'o2', 'LIGHTS10'),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        noun: fc.constant('customers'),
        number: fc.constantFrom('17850', 'C2'),
        customerGroup: fc.constantFrom('customers', 'others'),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        noun: fc.constant('prices'),
        id: fc.constantFrom('p1', 'p2', 'p3'),
        sku,
        priceGroup: fc.constant(null),
        customer: fc.constantFrom(null, '17850'),
        amountMinor: fc.nat(3),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ noun: fc.constant('coupons'), remove: fc.constantFrom('c1', 'c2') }),
    },
    { weight: 1, arbitrary: fc.record({ noun: fc.constant('offers'), remove: fc.constantFrom('o1', 'o2') }) },
    { weight: 2, arbitrary: fc.record({ noun: fc.constant('products'), remove: sku }) },
    { weight: 1, arbitrary: fc.record({ noun: fc.constant('prices'), remove: fc.constantFrom('p1', 'p2') }) },
    {
      weight: 5,
      arbitrary: fc.record({
        publish: fc.boolean(),
        failAt: fc.nat(12),
        spentAfter: fc.constantFrom(15, 20, 1000),
        pull: fc.constantFrom('none', 'often', 'both'),
      }),
    },
  );

  async function make(changes: MasterRow): Promise<void> {
    const { noun, remove: gone, ...fields } = changes;
    const table = master(String(noun));
    if (gone !== undefined) {
      // An offer whose coupons are there is not removed.
      const kept = (problem: unknown) => expect(String(problem)).toContain('FOREIGN KEY');
      return void (await remove(table.noun, String(gone)).catch(kept));
    }
    const base = { ...sample(table.noun), ...fields };
    if ((await store.faults(table, [base])).length > 0) return;
    await put(table.noun, base);
    const stored = await store.get(table, String(base[keyField(table)]));
    expect(stored).toMatchObject(table.shape.parse(base));
  }

  test('published at any point, with runs that fail anywhere: every replica ends with the rows of headquarters', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 30, maxLength: 30 }), async (history) => {
        const [often, seldom] = [replica(), replica()];
        for (const changes of history) {
          if (!('pull' in changes)) {
            await make(changes as MasterRow);
            continue;
          }
          if (changes.publish) {
            const fault = { step: changes.failAt, when: 'after' } as const;
            await publish(spentAfter(changes.spentAfter, fault)).catch(() => undefined);
          }
          if (changes.pull !== 'none') await often.pull();
          if (changes.pull === 'both') await seldom.pull();
        }
        await run();
        const rows = await expected();
        for (const till of [often, seldom, replica()]) {
          await till.pull();
          expect(till.rows()).toEqual(rows);
        }
      }),
      { numRuns: 6 },
    );
  }, 60_000);
});
