import { env as bindings } from 'cloudflare:workers';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { smallRetailer } from '../../testing/contract/hq-fixture.ts';
import { changeRequestStore } from './change-request-store.ts';
import { currentRows } from './change-request-work.ts';
import { masterStore } from './master-store.ts';
import { masterTables } from './master-tables.ts';
import { distributePublished, publishChangeRequest, publishDue } from './publish-change-request.ts';

const { MASTERS } = bindings as unknown as { MASTERS: D1Database };
const requests = changeRequestStore(MASTERS);
const store = masterStore(MASTERS);
const heart = { ...smallRetailer.find(({ noun }) => noun === 'prices')?.items[0] };
const NINE = Date.UTC(2030, 0, 1, 9);
const at = (ms: number) => new Date(ms).toISOString();
let edits = 2000;

const all = async (sql: string, ...params: unknown[]) =>
  (
    await MASTERS.prepare(sql)
      .bind(...params)
      .all<Record<string, unknown>>()
  ).results;
const put = async (noun: string, items: readonly object[]) => {
  const master = masterTables.find((table) => table.noun === noun);
  if (master) await store.put(master, items as Record<string, unknown>[], 'ada');
};
const logOf = (request: string) => all('SELECT row_key, admin FROM change_log WHERE request = ?', request);
const amountOf = async (id: unknown) =>
  (await all('SELECT amount_minor FROM price WHERE id = ?', id))[0]?.amount_minor;
const stateOf = async (id: string) =>
  (await all('SELECT state, attempts, failure_reason, retry_at FROM change_request WHERE id = ?', id))[0];

/** A request that ada proposed and ben approved, for a time. */
async function approved(
  rows: readonly { noun: string; key: string; row: object | null }[],
  publishAtMs = NINE,
) {
  const now = await currentRows(MASTERS, rows);
  const items = rows.map(({ noun, key, row }) => {
    const base = now(noun, key);
    return {
      noun,
      key,
      row: row && JSON.stringify(row),
      base: base && JSON.stringify(base),
      reason: '',
      leftOut: false,
    };
  });
  const request = {
    title: 'x',
    note: '',
    publishAt: at(publishAtMs),
    state: 'approved',
    rollbackOf: null,
  } as const;
  const step = { event: 'created', admin: 'ada', at: at(NINE - 1000), set: { decidedBy: 'ben' } } as const;
  return requests.create(request, items, step);
}
const reprice = (amountMinor: number, publishAtMs?: number) =>
  approved([{ noun: 'prices', key: String(heart.id), row: { ...heart, amountMinor } }], publishAtMs);

beforeAll(async () => {
  for (const { noun, items } of smallRetailer) await put(noun, items);
});
beforeEach(async () => {
  edits++;
  await MASTERS.exec(`UPDATE change_request SET state = 'withdrawn' WHERE state <> 'published'`);
});

describe('when its time has come', () => {
  test('not a moment before', async () => {
    const id = await reprice(edits);
    expect(await publishDue(MASTERS, NINE - 1)).toBe(0);
    expect(await amountOf(heart.id)).not.toBe(edits);
    expect(await publishDue(MASTERS, NINE)).toBe(1);
    expect(await amountOf(heart.id)).toBe(edits);
    expect(await all('SELECT state, published_at FROM change_request WHERE id = ?', id)).toEqual([
      { state: 'published', published_at: at(NINE) },
    ]);
  });

  test('two crons at the same moment apply it once', async () => {
    const id = await reprice(edits);
    const outcomes = await Promise.all([
      publishChangeRequest(MASTERS, id, NINE),
      publishChangeRequest(MASTERS, id, NINE),
      publishDue(MASTERS, NINE),
    ]);
    expect(outcomes).toContainEqual({ type: 'published' });
    expect(await logOf(id)).toEqual([{ row_key: heart.id, admin: 'ada' }]);
    expect(
      await all(`SELECT event FROM change_history WHERE request = ? AND event = 'published'`, id),
    ).toHaveLength(1);
    expect(await publishDue(MASTERS, NINE + 60_000)).toBe(0);
  });

  test('5,000 rows in one transaction', async () => {
    const rows = Array.from({ length: 5000 }, (_, index) => ({
      noun: 'prices',
      key: `M${index}`,
      row: { ...heart, id: `M${index}`, amountMinor: index, minQuantityThousandths: index + 2000 },
    }));
    const id = await approved(rows);
    expect(await publishChangeRequest(MASTERS, id, NINE)).toEqual({ type: 'published' });
    expect(await all(`SELECT count(*) AS n, sum(amount_minor) AS sum FROM price WHERE id LIKE 'M%'`)).toEqual(
      [{ n: 5000, sum: (5000 * 4999) / 2 }],
    );
    expect(await logOf(id)).toHaveLength(5000);
    const back = await approved(rows.map(({ noun, key }) => ({ noun, key, row: null })));
    expect(await publishChangeRequest(MASTERS, back, NINE)).toEqual({ type: 'published' });
    expect(await all(`SELECT id FROM price WHERE id LIKE 'M%'`)).toEqual([]);
  });
});

describe('what cannot be published', () => {
  test('a row that has changed: nothing is written, it says which, and waits for a person', async () => {
    const id = await reprice(edits);
    await put('prices', [{ ...heart, amountMinor: 9 }]);
    expect(await publishDue(MASTERS, NINE)).toBe(0);
    expect(await amountOf(heart.id)).toBe(9);
    expect(await stateOf(id)).toEqual({
      ...{ state: 'failed', attempts: 1, retry_at: null },
      failure_reason: 'prices HEART@1 has changed since the draft was made: amountMinor',
    });
    expect(await logOf(id)).toEqual([]);
  });

  test('one row that does not fit any more keeps all of them back', async () => {
    await put('price-groups', [{ id: 'short', name: 'Short-lived' }]);
    const rows = [
      { noun: 'prices', key: String(heart.id), row: { ...heart, amountMinor: edits } },
      { noun: 'price-groups', key: 'short', row: null },
    ];
    const id = await approved(rows);
    await put('prices', [{ ...heart, id: 'T1', priceGroup: 'short' }]);
    expect(await publishDue(MASTERS, NINE)).toBe(0);
    expect(await stateOf(id)).toMatchObject({
      state: 'failed',
      failure_reason:
        'price-groups short: is still used by price T1; change or remove that in the same request',
    });
    expect(await amountOf(heart.id)).not.toBe(edits);
  });

  test('a failure that may pass is tried again, later each time, and then waits for a person', async () => {
    const id = await reprice(edits);
    const failing = failingAt(/INSERT INTO publication/);
    const waits: unknown[] = [];
    let nowMs = NINE;
    for (let attempt = 0; attempt < 5; attempt++) {
      await publishDue(failing, nowMs);
      const { retry_at: retryAt } = (await stateOf(id)) ?? {};
      waits.push(typeof retryAt === 'string' ? (Date.parse(retryAt) - nowMs) / 60_000 : null);
      if (typeof retryAt === 'string') nowMs = Date.parse(retryAt);
    }
    expect(waits).toEqual([1, 5, 15, 60, null]);
    expect(await stateOf(id)).toMatchObject({
      state: 'failed',
      attempts: 5,
      failure_reason: 'Error: D1 is away',
    });
    expect(await publishDue(MASTERS, nowMs + 1e9)).toBe(0);
    expect(await publishChangeRequest(MASTERS, id, nowMs)).toEqual({ type: 'published' });
    expect(await amountOf(heart.id)).toBe(edits);
  });

  test('an answer that gets lost after the transaction is not a failure', async () => {
    const id = await reprice(edits);
    const lossy = wrapped(async (statements) => {
      await MASTERS.batch(statements);
      throw new Error('the connection was lost');
    });
    expect(await publishChangeRequest(lossy, id, NINE)).toEqual({ type: 'published' });
    expect(await stateOf(id)).toMatchObject({ state: 'published', attempts: 0 });
    expect(await logOf(id)).toHaveLength(1);
  });

  test('a write between the check and the transaction makes it look again', async () => {
    const id = await reprice(edits);
    let writes = 0;
    const busy = wrapped(async (statements) => {
      if (writes++ === 0) await put('prices', [{ ...heart, amountMinor: 11 }]);
      return MASTERS.batch(statements);
    });
    expect(await publishChangeRequest(busy, id, NINE)).toMatchObject({ type: 'failed' });
    expect(await amountOf(heart.id)).toBe(11);
    const other = await reprice(edits);
    writes = 0;
    const busyElsewhere = wrapped(async (statements) => {
      if (writes++ === 0) await put('assortments', [{ id: 'gifts', name: `Gifts ${edits}` }]);
      return MASTERS.batch(statements);
    });
    expect(await publishChangeRequest(busyElsewhere, other, NINE)).toEqual({ type: 'published' });
    expect(writes).toBe(2);
  });

  test('a request that is sent back between the two is not published', async () => {
    const id = await reprice(edits);
    let done = false;
    const late = wrapped(async (statements) => {
      const request = await requests.get(id);
      if (!done && request)
        await requests.advance(request, {
          event: 'sentBack',
          admin: 'ben',
          at: at(NINE),
          set: { state: 'sentBack' },
        });
      done = true;
      return MASTERS.batch(statements);
    });
    expect(await publishChangeRequest(late, id, NINE)).toEqual({ type: 'notDue' });
    expect(await amountOf(heart.id)).not.toBe(edits);
    expect(await stateOf(id)).toMatchObject({ state: 'sentBack' });
  });
});

describe('registers are told', () => {
  const told = async (id: string) =>
    (await all('SELECT run, distributed_at, error FROM publication WHERE request = ?', id))[0];

  test('by a run of the first job; a run that fails is on record and made again', async () => {
    const id = await reprice(edits);
    await publishDue(MASTERS, NINE);
    const jobs: string[] = [];
    await distributePublished(MASTERS, async () => Promise.reject(new Error('R2 is away')), NINE);
    expect(await told(id)).toEqual({ run: null, distributed_at: null, error: 'R2 is away' });
    await distributePublished(MASTERS, async () => ({ run: null, state: 'busy' }), NINE);
    expect(await told(id)).toMatchObject({ distributed_at: null });
    const run = async (job: string) => {
      jobs.push(job);
      return { run: 'r1', state: 'done' };
    };
    await distributePublished(MASTERS, run, NINE + 60_000);
    expect(await told(id)).toEqual({ run: 'r1', distributed_at: at(NINE + 60_000), error: null });
    await distributePublished(MASTERS, run, NINE + 120_000);
    expect(jobs).toEqual(['all']);
  });
});

/** The database, with another way to run a batch. */
function wrapped(batch: (statements: D1PreparedStatement[]) => Promise<unknown>): D1Database {
  return {
    prepare: (sql: string) => MASTERS.prepare(sql),
    batch,
  } as unknown as D1Database;
}

/** The database, which is away whenever a request is to be applied. */
function failingAt(text: RegExp): D1Database {
  const marked = new WeakSet<object>();
  return {
    prepare: (sql: string) => {
      const statement = MASTERS.prepare(sql);
      if (!text.test(sql)) return statement;
      const bind = statement.bind.bind(statement);
      statement.bind = (...values: unknown[]) => {
        const bound = bind(...values);
        marked.add(bound);
        return bound;
      };
      return statement;
    },
    batch: async (statements: D1PreparedStatement[]) => {
      if (statements.some((statement) => marked.has(statement))) throw new Error('D1 is away');
      return MASTERS.batch(statements);
    },
  } as unknown as D1Database;
}
