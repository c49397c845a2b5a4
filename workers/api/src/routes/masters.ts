import { Hono } from 'hono';
import * as z from 'zod';
import { type MasterRow, type MasterStore, masterStore } from '../../../../db/hq/master-store.ts';
import { keyField, type MasterTable, masterTables } from '../../../../db/hq/master-tables.ts';
import type { ApiContext } from '../authorise.ts';
import { requireNoApproval, requireRemovalWithoutApproval } from '../governance/approval-gate.ts';
import { invalidInput, notFound, Problem } from '../problem.ts';
import { jsonBody, page, pageOf, position } from '../request.ts';

/** Rows of one write: a statement each for all of them, and one JSON parameter under D1's limit. */
const ITEMS_MAX = 500;

/** Read and write every kind of master: one set of routes for each noun, from its description. */
export const masters = new Hono<ApiContext>();

for (const master of masterTables) masters.route(`/${master.noun}`, routesOf(master));

function routesOf(master: MasterTable) {
  const key = keyField(master);
  const items = z.object({ items: z.array(z.unknown()).min(1).max(ITEMS_MAX) });
  return new Hono<ApiContext>()
    .get('/', async (c) => {
      const { limit, after } = page(c);
      const store = masterStore(c.env.MASTERS);
      const search = c.req.query('search')?.slice(0, 100);
      const rows = await store.list(master, { limit: limit + 1, after: position(after, z.string()), search });
      return c.json(pageOf(rows, limit, (row) => row[key]));
    })
    .get('/:key', async (c) => {
      const row = await masterStore(c.env.MASTERS).get(master, c.req.param('key'));
      if (!row) throw notFound(`${master.title.toLowerCase()} ${c.req.param('key')}`);
      return c.json(row);
    })
    .put('/', async (c) => {
      await requireNoApproval(c.env.MASTERS, master);
      const body = await jsonBody(c, items);
      const rows = body.items.map((item, index) => parseRow(master, item, `/items/${index}`));
      await write(masterStore(c.env.MASTERS), master, rows, (index) => `/items/${index}`, c.get('admin').id);
      return c.json({ written: rows.length });
    })
    .put('/:key', async (c) => {
      await requireNoApproval(c.env.MASTERS, master);
      const body = await jsonBody(c, z.record(z.string(), z.unknown()));
      const named = { [key]: c.req.param('key'), ...body };
      if (named[key] !== c.req.param('key')) {
        throw new Problem(422, 'invalid-field', `/${key}: is not the one in the path`, {
          errors: [{ pointer: `/${key}`, detail: 'is not the one in the path' }],
        });
      }
      const row = parseRow(master, named, '');
      const store = masterStore(c.env.MASTERS);
      await write(store, master, [row], () => '', c.get('admin').id);
      return c.json(await store.get(master, c.req.param('key')));
    })
    .delete('/:key', async (c) => {
      await requireRemovalWithoutApproval(c.env.MASTERS, master, c.req.param('key'));
      const removed = await masterStore(c.env.MASTERS)
        .remove(master, c.req.param('key'), c.get('admin').id)
        .catch((problem) => {
          if (!String(problem).includes('FOREIGN KEY')) throw problem;
          throw new Problem(
            409,
            'still-used',
            `${master.title} ${c.req.param('key')} is still used by other records.`,
          );
        });
      if (!removed) throw notFound(`${master.title.toLowerCase()} ${c.req.param('key')}`);
      return c.body(null, 204);
    });
}

function parseRow(master: MasterTable, value: unknown, pointer: string): MasterRow {
  const parsed = master.shape.strict().safeParse(value);
  if (!parsed.success) throw invalidInput(parsed.error, pointer);
  return parsed.data;
}

async function write(
  store: MasterStore,
  master: MasterTable,
  rows: readonly MasterRow[],
  pointerOf: (index: number) => string,
  admin: string,
): Promise<void> {
  const faults = await store.faults(master, rows);
  if (faults.length > 0) {
    const errors = faults.slice(0, 50).map(({ index, field, detail }) => ({
      pointer: `${pointerOf(index)}/${field}`,
      detail,
    }));
    throw new Problem(422, 'invalid-field', `${errors[0]?.pointer}: ${errors[0]?.detail}`, { errors });
  }
  await store.put(master, rows, admin).catch((problem) => {
    if (!String(problem).includes('UNIQUE')) throw problem;
    throw new Problem(
      409,
      'already-taken',
      `Another ${master.title.toLowerCase()} has the same place: ${uniqueColumns(problem)}.`,
    );
  });
}

function uniqueColumns(problem: unknown): string {
  return /UNIQUE constraint failed: (\w+\.[\w., ]+)/.exec(String(problem))?.[1] ?? 'what must be unique';
}
