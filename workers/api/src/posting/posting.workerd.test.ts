import { createExecutionContext, createMessageBatch, getQueueResult } from 'cloudflare:test';
import { env as bindings } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import type { Place } from '../../../../commerce/journal/watermarks.ts';
import { type Bytes, utf8 } from '../../../../protocol/bytes.ts';
import { gzipText } from '../../../../protocol/gzip-text.ts';
import { RECORD_MAX_BYTES, type WireRecord } from '../../../../protocol/journal-messages.ts';
import { segmentKey } from '../../../../protocol/package-keys.ts';
import type { SegmentNotice } from '../../../../protocol/worker-calls.ts';
import { TestJournal } from '../../../../testing/contract/journal-fixture.ts';
import type { Env } from '../env.ts';
import { consumeNotices } from './consume-notices.ts';
import { postSegment } from './post-segment.ts';

const env = bindings as unknown as Env;
let stores = 0;

/** A terminal of a store of its own, whose journal lies in segments. */
class Terminal {
  readonly store: string;
  readonly journal: TestJournal;
  #cut = 0;

  constructor(store = `B${++stores}`) {
    this.store = store;
    this.journal = new TestJournal({ store, terminal: '1' });
  }

  /** Stores what the journal holds beyond the last segment; `damage` is done to its bytes. */
  async segment(
    damage: (bytes: Bytes) => Bytes = (bytes) => bytes,
    alter: (records: WireRecord[]) => WireRecord[] = (records) => records,
  ): Promise<SegmentNotice> {
    const from = this.#cut + 1;
    const to = this.journal.records.length;
    this.#cut = to;
    return this.range(from, to, damage, alter);
  }

  async range(
    from: number,
    to: number,
    damage: (bytes: Bytes) => Bytes = (bytes) => bytes,
    alter: (records: WireRecord[]) => WireRecord[] = (records) => records,
  ): Promise<SegmentNotice> {
    const hash = this.journal.records[to - 1]?.hash ?? '';
    const segment = segmentKey(this.journal.identity, 1, { from, to, hash });
    const records = alter(this.journal.records.slice(from - 1, to));
    const text = records.map((record) => `${JSON.stringify(record)}\n`).join('');
    await env.PACKAGES.put(segment, damage(await gzipText(text)));
    return { store: this.store, terminal: '1', epoch: 1, from, to, hash, segment };
  }

  rows(sql: string): Promise<Record<string, unknown>[]> {
    return books(sql.replaceAll('$store', `'${this.store}'`));
  }

  async booked(): Promise<object | undefined> {
    const [found] = await this.rows(`SELECT
      (SELECT count(*) FROM sale WHERE store = $store) AS sales,
      (SELECT count(*) FROM suspense WHERE store = $store) AS suspense,
      (SELECT coalesce(sum(quantity_thousandths), 0) / 1000 FROM stock WHERE store = $store) AS stock,
      (SELECT coalesce(sum(debit_minor), 0) FROM ledger_day WHERE store = $store) AS debit,
      (SELECT coalesce(sum(credit_minor), 0) FROM ledger_day WHERE store = $store) AS credit,
      (SELECT coalesce(max(seq), 0) FROM journal_branch WHERE store = $store) AS seq`);
    return found;
  }
}

async function books(sql: string): Promise<Record<string, unknown>[]> {
  return (await env.BOOKS.prepare(sql).all<Record<string, unknown>>()).results;
}

/** The books as D1 holds them in production, where no text may be larger than 2 MB. Locally any may. */
const BOOKS = {
  prepare(sql: string) {
    const statement = env.BOOKS.prepare(sql);
    const bind = (...params: unknown[]) => {
      const sizes = params.map((param) => (typeof param === 'string' ? utf8(param).length : 0));
      if (Math.max(...sizes) > 2_000_000) throw new Error('D1_ERROR: string or blob too big: SQLITE_TOOBIG');
      return statement.bind(...params);
    };
    return Object.assign(Object.create(statement) as D1PreparedStatement, { bind });
  },
  batch: (statements: D1PreparedStatement[]) => env.BOOKS.batch(statements),
} as D1Database;

/** Delivers notices as one batch of the Queue; answers which were taken, and what the gateway was told. */
async function deliver(notices: readonly unknown[], gateway = async (): Promise<void> => undefined) {
  const told: [string, number][] = [];
  const posted = async (store: string, _terminal: string, _epoch: number, { seq }: Place) => {
    await gateway();
    told.push([store, seq]);
  };
  const messages = notices.map((body, index) => ({ id: String(index), timestamp: 0, attempts: 1, body }));
  const batch = createMessageBatch('evertill-segments', messages);
  const GATEWAY_CALLS = { ...env.GATEWAY_CALLS, posted };
  await consumeNotices(batch, { ...env, BOOKS, GATEWAY_CALLS });
  const { explicitAcks, retryMessages } = await getQueueResult(batch, createExecutionContext());
  return {
    acked: explicitAcks.map(Number).sort(),
    retried: retryMessages.map(({ msgId }) => Number(msgId)).sort(),
    told,
  };
}

const nothing = { sales: 0, suspense: 0, stock: 0, debit: 0, credit: 0, seq: 0 };
const afterSales = (sales: number, seq: number) => ({
  ...nothing,
  sales,
  stock: -sales,
  debit: 295 * sales,
  credit: 295 * sales,
  seq,
});

async function withSales(sales: number): Promise<Terminal> {
  const terminal = new Terminal();
  await terminal.journal.epochStart();
  for (let sale = 0; sale < sales; sale++) await terminal.journal.sale();
  return terminal;
}

describe('booking segments', () => {
  test('a sale becomes lines, tenders, stock and entries that balance; the gateway is told', async () => {
    const terminal = await withSales(1);
    const { store } = terminal;
    expect(await deliver([await terminal.segment()])).toEqual({
      acked: [0],
      retried: [],
      told: [[store, 2]],
    });
    expect(await terminal.booked()).toEqual(afterSales(1, 2));
    const sale = `'${store}.1.1.2'`;
    expect(await books(`SELECT sku, gross_minor FROM sale_line WHERE sale_id = ${sale}`)).toEqual([
      { sku: '85123A', gross_minor: 295 },
    ]);
    expect(await books(`SELECT tender_type, amount_minor FROM sale_tender WHERE sale_id = ${sale}`)).toEqual([
      { tender_type: 'CASH', amount_minor: 295 },
    ]);
    expect(
      await books(
        `SELECT account, debit_minor, credit_minor FROM ledger_entry WHERE sale_id = ${sale} ORDER BY account`,
      ),
    ).toEqual([
      { account: 'sales', debit_minor: 0, credit_minor: 251 },
      { account: 'tax.STANDARD', debit_minor: 0, credit_minor: 44 },
      { account: 'tender.CASH', debit_minor: 295, credit_minor: 0 },
    ]);
  });

  test('a notice that comes twice, in one batch and later, is booked once', async () => {
    const terminal = await withSales(2);
    const notice = await terminal.segment();
    expect(await deliver([notice, notice])).toMatchObject({ acked: [0, 1] });
    expect(await deliver([notice])).toMatchObject({ acked: [0], told: [[terminal.store, 3]] });
    expect(await terminal.booked()).toEqual(afterSales(2, 3));
  });

  test('posted by several at once, it is booked once', async () => {
    const terminal = await withSales(3);
    const notice = await terminal.segment();
    const results = await Promise.all(Array.from({ length: 4 }, () => deliver([notice])));
    expect(results.some(({ acked }) => acked.length === 1)).toBe(true);
    expect(await deliver([notice])).toMatchObject({ acked: [0] });
    expect(await terminal.booked()).toEqual(afterSales(3, 4));
  });

  test('notices out of order in a batch are booked in order', async () => {
    const terminal = await withSales(1);
    const first = await terminal.segment();
    await terminal.journal.sale();
    const second = await terminal.segment();
    expect(await deliver([second, first])).toMatchObject({ acked: [0, 1], retried: [] });
    expect(await terminal.booked()).toEqual(afterSales(2, 3));
  });

  test('a notice that comes before the one before it waits, and nothing of it is booked', async () => {
    const terminal = await withSales(1);
    const first = await terminal.segment();
    await terminal.journal.sale();
    const second = await terminal.segment();
    expect(await deliver([second])).toEqual({ acked: [], retried: [0], told: [] });
    expect(await terminal.booked()).toEqual(nothing);
    await deliver([first]);
    expect(await terminal.booked()).toEqual(afterSales(1, 2));
    expect(await deliver([second])).toMatchObject({ acked: [0], told: [[terminal.store, 3]] });
    expect(await terminal.booked()).toEqual(afterSales(2, 3));
  });

  test('a segment cut anew, that overlaps what is booked, adds its new part only', async () => {
    const terminal = await withSales(4);
    await deliver([await terminal.range(1, 3)]);
    expect(await deliver([await terminal.range(2, 5)])).toMatchObject({ acked: [0] });
    expect(await terminal.booked()).toEqual(afterSales(4, 5));
  });

  test('a copied device: both lines are booked, each record once, and the second under a name of its own', async () => {
    const terminal = await withSales(3);
    const copy = new Terminal(terminal.store);
    await copy.journal.epochStart();
    await copy.journal.sale();
    for (let sale = 0; sale < 2; sale++) await copy.journal.sale(2);
    const [main, beside] = [await terminal.segment(), await copy.segment()];
    for (let time = 0; time < 2; time++) {
      expect(await deliver([main])).toMatchObject({ acked: [0] });
      expect(await deliver([beside])).toMatchObject({ acked: [0], told: [[terminal.store, 4]] });
    }
    const { store } = terminal;
    expect(await terminal.rows('SELECT id, line_count FROM sale WHERE store = $store ORDER BY id')).toEqual([
      { id: `${store}.1.1.2`, line_count: 1 },
      { id: `${store}.1.1.3`, line_count: 1 },
      { id: `${store}.1.1.3~1`, line_count: 2 },
      { id: `${store}.1.1.4`, line_count: 1 },
      { id: `${store}.1.1.4~1`, line_count: 2 },
    ]);
    expect(
      await terminal.rows(
        'SELECT branch, parent, shared_seq, seq, receipt_max FROM journal_branch WHERE store = $store ORDER BY branch',
      ),
    ).toEqual([
      { branch: 0, parent: 0, shared_seq: 0, seq: 4, receipt_max: 3 },
      { branch: 1, parent: 0, shared_seq: 2, seq: 4, receipt_max: 3 },
    ]);
    // Each line goes on.
    await copy.journal.sale(2);
    await terminal.journal.sale();
    expect(await deliver([await copy.segment(), await terminal.segment()])).toMatchObject({ acked: [0, 1] });
    expect(await terminal.booked()).toMatchObject({
      sales: 7,
      suspense: 0,
      debit: 295 * 10,
      credit: 295 * 10,
    });
  });

  test('a notice of what is booked is answered without reading its segment', async () => {
    const terminal = await withSales(1);
    const notice = await terminal.segment();
    await deliver([notice]);
    await env.PACKAGES.delete(notice.segment);
    expect(await deliver([notice])).toMatchObject({ acked: [0], told: [[terminal.store, 2]] });
  });

  test('a gateway that cannot be told is told again, and nothing is booked twice', async () => {
    const terminal = await withSales(1);
    const notice = await terminal.segment();
    const down = async () => Promise.reject(new Error('the object was reset'));
    expect(await deliver([notice], down)).toEqual({ acked: [], retried: [0], told: [] });
    expect(await deliver([notice])).toEqual({ acked: [0], retried: [], told: [[terminal.store, 2]] });
    expect(await terminal.booked()).toEqual(afterSales(1, 2));
  });

  test('what is not a notice is put aside; the others flow on', async () => {
    const terminal = await withSales(1);
    expect(await deliver([{ store: 1 }, 'rubbish', await terminal.segment()])).toMatchObject({
      acked: [0, 1, 2],
    });
    expect(await terminal.booked()).toEqual(afterSales(1, 2));
  });

  test('a sale of 2,000 lines', async () => {
    const terminal = new Terminal();
    await terminal.journal.epochStart();
    await terminal.journal.sale(2000);
    expect(await deliver([await terminal.segment()])).toMatchObject({ acked: [0] });
    expect(await terminal.booked()).toEqual({
      ...nothing,
      sales: 1,
      stock: -2000,
      debit: 590_000,
      credit: 590_000,
      seq: 2,
    });
    expect(
      await terminal.rows(
        'SELECT count(*) AS lines FROM sale_line JOIN sale ON id = sale_id WHERE store = $store',
      ),
    ).toEqual([{ lines: 2000 }]);
  });

  test('books dropped and built again from the segments are the same books', async () => {
    const terminal = await withSales(2);
    const tables = [
      'sale',
      'suspense',
      'stock',
      'ledger_day',
      'journal_branch',
      'journal_record',
      'posting',
      'stock_movement',
    ];
    const everything = async () =>
      Promise.all(
        tables.map(async (table) =>
          (await terminal.rows(`SELECT * FROM ${table} WHERE store = $store`))
            .map((row) => JSON.stringify(row))
            .sort(),
        ),
      );
    const first = await terminal.segment();
    await terminal.journal.sale(1, (sale) => ({ ...sale, totals: {} }));
    await terminal.journal.sale(3);
    const second = await terminal.segment();
    const build = async () => {
      for (const notice of [first, second]) await postSegment(env, notice, () => '2026-01-01T00:00:00.000Z');
    };
    await build();
    const before = await everything();
    for (const table of tables)
      await env.BOOKS.prepare(`DELETE FROM ${table} WHERE store = ?`).bind(terminal.store).run();
    for (const table of ['sale_line', 'sale_tender', 'ledger_entry'])
      await env.BOOKS.prepare(`DELETE FROM ${table} WHERE sale_id LIKE ? || '.%'`).bind(terminal.store).run();
    expect(await terminal.booked()).toEqual(nothing);
    await build();
    expect(await everything()).toEqual(before);
  });
});

describe('a segment that is not what was announced', () => {
  const other = { header: { terminal: '2' } };
  test.each<{
    name: string;
    damage?: (bytes: Bytes) => Bytes;
    alter?: (records: WireRecord[]) => WireRecord[];
  }>([
    { name: 'a byte is flipped', damage: (bytes) => bytes.map((byte, at) => (at === 40 ? byte ^ 1 : byte)) },
    { name: 'it ends too soon', damage: (bytes) => bytes.slice(0, -20) },
    { name: 'it is empty', damage: () => new Uint8Array(0) },
    { name: 'it is no gzip', damage: () => utf8('no gzip') },
    { name: 'a record is missing', alter: (records) => records.filter((_, index) => index !== 1) },
    { name: 'the last record is missing', alter: (records) => records.slice(0, -1) },
    {
      name: 'two records are exchanged',
      alter: ([a, b, ...rest]) => [b, a, ...rest].filter((r) => r !== undefined),
    },
    {
      name: 'a body is altered',
      alter: (records) => records.map((record) => ({ ...record, body: record.body.replace('295', '195') })),
    },
    {
      name: "a header is another terminal's",
      alter: (records) =>
        records.map((record) => ({
          ...record,
          header: JSON.stringify({ ...(JSON.parse(record.header) as object), ...other.header }),
        })),
    },
    { name: 'a line is no record', alter: (records) => [...records, { seq: 9 } as WireRecord] },
  ])(
    '$name: nothing of it is booked, other terminals flow on, it is tried again',
    async ({ damage, alter }) => {
      const [damaged, whole] = [await withSales(2), await withSales(1)];
      const notice = await damaged.segment(damage, alter);
      expect(await deliver([notice, await whole.segment()])).toMatchObject({
        acked: [1],
        retried: [0],
        told: [[whole.store, 2]],
      });
      expect(await damaged.booked()).toEqual(nothing);
      expect(await whole.booked()).toEqual(afterSales(1, 2));
      await damaged.range(1, 3);
      expect(await deliver([notice])).toMatchObject({ acked: [0] });
      expect(await damaged.booked()).toEqual(afterSales(2, 3));
    },
  );

  test('it is not there yet: tried again', async () => {
    const terminal = await withSales(1);
    const notice = await terminal.segment();
    await env.PACKAGES.delete(notice.segment);
    expect(await deliver([notice])).toMatchObject({ acked: [], retried: [0], told: [] });
    expect(await terminal.booked()).toEqual(nothing);
  });

  test('its records, each well hashed, do not continue each other: nothing of it is booked', async () => {
    const terminal = await withSales(1);
    terminal.journal.head = { ...terminal.journal.head, hash: 'f'.repeat(64) };
    await terminal.journal.sale();
    expect(await deliver([await terminal.segment()])).toMatchObject({ acked: [], retried: [0] });
    expect(await terminal.booked()).toEqual(nothing);
  });

  test('it continues another chain than the one that is booked: nothing of it is booked', async () => {
    const terminal = await withSales(1);
    await deliver([await terminal.segment()]);
    terminal.journal.head = { ...terminal.journal.head, hash: 'f'.repeat(64) };
    await terminal.journal.sale();
    expect(await deliver([await terminal.segment()])).toMatchObject({ acked: [], retried: [0] });
    expect(await terminal.booked()).toEqual(afterSales(1, 2));
  });
});

describe('a record that cannot be understood goes to suspense as it came; the books stay balanced', () => {
  type Sale = Parameters<NonNullable<Parameters<TestJournal['sale']>[1]>>[0];
  const twice = <T>(items: readonly T[]) => [...items, ...items];
  test.each<{ name: string; change?: (sale: Sale) => object; replace?: { header?: object; body?: string } }>([
    { name: 'a body that is no JSON', replace: { body: '{"type":' } },
    { name: 'an empty body', replace: { body: '' } },
    { name: 'a body that is null', replace: { body: 'null' } },
    { name: 'a body of another kind', replace: { body: '{"type":"poem"}' } },
    { name: 'a kind of a newer version', replace: { header: { kind: 'giftCardSold' } } },
    { name: 'a schema of a newer version', replace: { header: { schema: 2 } } },
    { name: 'a body of another kind than its record', change: (sale) => ({ ...sale, type: 'return' }) },
    { name: "another terminal's body", change: (sale) => ({ ...sale, terminal: '2' }) },
    {
      name: 'a total that is not the sum of the lines',
      change: (sale) => ({ ...sale, totals: { ...sale.totals, grossMinor: 296 } }),
    },
    {
      name: 'a net total that is not the sum of the lines',
      change: (sale) => ({ ...sale, totals: { ...sale.totals, netMinor: 1 } }),
    },
    { name: 'tenders that do not pay it', change: (sale) => ({ ...sale, tenders: [] }) },
    {
      name: 'a line whose net and tax are not its gross',
      change: (sale) => ({ ...sale, lines: sale.lines.map((line) => ({ ...line, netMinor: 250 })) }),
    },
    {
      name: 'two lines of one number',
      change: (sale) => ({
        ...sale,
        lines: twice(sale.lines.map((line) => ({ ...line, grossMinor: 0, netMinor: 0, taxMinor: 0 }))),
        totals: { netMinor: 0, taxMinor: 0, grossMinor: 0, quantityThousandths: 2000 },
        tenders: [],
      }),
    },
    {
      name: 'two tenders of one number',
      change: (sale) => ({
        ...sale,
        tenders: [
          { ...sale.tenders[0], amountMinor: 200 },
          { ...sale.tenders[0], amountMinor: 95 },
        ],
      }),
    },
    { name: 'a currency that is none', change: (sale) => ({ ...sale, currency: 'POUNDS' }) },
    {
      name: 'an amount that is no integer',
      change: (sale) => ({ ...sale, totals: { ...sale.totals, taxMinor: 44.5 } }),
    },
    {
      name: 'a body as large as may be, all of quotes',
      replace: { body: '"'.repeat(RECORD_MAX_BYTES - 1000) },
    },
  ])('$name', async ({ change, replace }) => {
    const terminal = await withSales(1);
    const bad = await terminal.journal.sale(1, change, replace);
    await terminal.journal.sale();
    expect(await deliver([await terminal.segment()])).toEqual({
      acked: [0],
      retried: [],
      told: [[terminal.store, 4]],
    });
    expect(await terminal.booked()).toEqual({ ...afterSales(2, 4), suspense: 1 });
    const [kept] = await terminal.rows('SELECT id, header, body, reason FROM suspense WHERE store = $store');
    expect(kept).toMatchObject({ id: `${terminal.store}.1.1.3`, header: bad.header, body: bad.body });
    expect(kept?.reason).toMatch(/\w/);
  });

  test.each([
    'shiftOpen',
    'shiftBlindClose',
    'shiftClose',
    'drawer',
    'declaration',
    'approval',
    'suspend',
    'recall',
  ] as const)('a %s that is none', async (kind) => {
    const terminal = await withSales(1);
    await terminal.journal.add({ kind, body: { shift: 'first' } });
    await terminal.journal.sale();
    expect(await deliver([await terminal.segment()])).toMatchObject({ acked: [0] });
    expect(await terminal.booked()).toEqual({ ...afterSales(2, 4), suspense: 1 });
  });

  test('many large ones in one segment', async () => {
    const terminal = await withSales(1);
    for (let record = 0; record < 6; record++)
      await terminal.journal.sale(1, undefined, { body: `"${'\\"'.repeat(300_000)}` });
    await terminal.journal.sale();
    expect(await deliver([await terminal.segment()])).toMatchObject({ acked: [0] });
    expect(await terminal.booked()).toEqual({ ...afterSales(2, 9), suspense: 6 });
  });
});

test('a drawer and its shift: what was brought, dropped and counted balances, and stands in its list', async () => {
  const terminal = new Terminal();
  const { journal } = terminal;
  const of = { ...journal.identity, shift: 1, businessDate: '2010-12-01' };
  const at = '2010-12-01T08:00:00.000Z';
  const shift = {
    ...of,
    openedAt: at,
    openedBy: '1001',
    floatMinor: 10_000,
    floatTender: 'CASH',
    totals: {},
  };
  const drop = { ...of, at, employee: '1001', currency: 'GBP', tenderType: 'CASH', reasonCode: null };
  const counted = [{ tenderType: 'CASH', amountMinor: 7290, denominations: [] }];
  const differences = [{ tenderType: 'CASH', expectedMinor: 7295, countedMinor: 7290, overShortMinor: -5 }];
  await journal.epochStart();
  await journal.add({ kind: 'shiftOpen', body: { ...shift, currency: 'GBP' } });
  await journal.sale();
  await journal.add({
    kind: 'drawer',
    body: { ...drop, type: 'safeDrop', amountMinor: 3000, note: 'bag 7' },
  });
  await journal.add({
    kind: 'drawer',
    body: { ...drop, type: 'noSale', tenderType: null, amountMinor: 0, note: null },
  });
  await journal.add({
    kind: 'approval',
    body: {
      ...{ ...journal.identity, operation: 'overridePrice', line: 1, employee: '1002', approvedBy: '1001' },
      ...{ at, shift: 1, nextReceiptNumber: 2 },
    },
  });
  await journal.add({ kind: 'declaration', body: { ...of, at, employee: '1001', counted } });
  await journal.add({
    kind: 'shiftClose',
    body: { ...shift, currency: 'GBP', closedAt: at, closedBy: '1001', expectedCashMinor: 7295, differences },
  });
  expect(await deliver([await terminal.segment()])).toMatchObject({ acked: [0] });
  expect(await terminal.rows('SELECT reason FROM suspense WHERE store = $store')).toEqual([]);
  const days = await terminal.rows(
    'SELECT account, debit_minor - credit_minor AS minor FROM ledger_day WHERE store = $store ORDER BY account',
  );
  expect(Object.fromEntries(days.map(({ account, minor }) => [account, minor]))).toEqual({
    overShort: 5,
    safe: -10_000 + 3000 + 7290,
    sales: -251,
    'tax.STANDARD': -44,
    'tender.CASH': 0,
  });
  expect(
    await terminal.rows(
      'SELECT type, amount_minor, note FROM drawer_operation WHERE store = $store ORDER BY id',
    ),
  ).toEqual([
    { type: 'safeDrop', amount_minor: 3000, note: 'bag 7' },
    { type: 'noSale', amount_minor: 0, note: null },
  ]);
  expect(
    await terminal.rows('SELECT operation, employee, approved_by FROM approval WHERE store = $store'),
  ).toEqual([{ operation: 'overridePrice', employee: '1002', approved_by: '1001' }]);
});
