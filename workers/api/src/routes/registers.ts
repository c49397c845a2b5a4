import { eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { Hono } from 'hono';
import * as z from 'zod';
import { deviceRegistry } from '../../../../db/hq/device-registry.ts';
import * as m from '../../../../db/hq/masters-schema.ts';
import { randomSecret, sha256Hex } from '../../../../protocol/bytes.ts';
import type { RegisterSyncState } from '../../../../protocol/worker-calls.ts';
import { hashPin, isAcceptablePin } from '../../../shared/hash-pin.ts';
import type { ApiContext } from '../authorise.ts';
import { sweepSegments } from '../posting/sweep-segments.ts';
import { notFound, Problem } from '../problem.ts';
import { jsonBody, optionalJsonBody, page, pageOf, position, query } from '../request.ts';

const codeRequest = z.object({
  expiresInMinutes: z
    .int()
    .min(1)
    .max(7 * 24 * 60)
    .default(60),
});

/** Activation codes, revocations, PINs, incidents and the sync state of registers. */
export const registers = new Hono<ApiContext>()
  .post('/registers/:id/activation-codes', async (c) => {
    const { expiresInMinutes } = await jsonBody(c, codeRequest);
    const registerId = c.req.param('id');
    const db = drizzle(c.env.MASTERS);
    const [register] = await db.select().from(m.register).where(eq(m.register.id, registerId));
    if (!register) throw notFound(`register ${registerId}`);
    const code = activationCode();
    const issuedAt = new Date();
    const expiresAt = new Date(issuedAt.getTime() + expiresInMinutes * 60_000).toISOString();
    const issuedBy = c.get('admin').id;
    await db.batch([
      db.update(m.writer).set({ admin: issuedBy }),
      db.insert(m.activationCode).values({
        codeHash: await sha256Hex(code),
        registerId,
        issuedBy,
        issuedAt: issuedAt.toISOString(),
        expiresAt,
      }),
    ]);
    return c.json({ code, registerId, store: register.store, terminal: register.terminal, expiresAt }, 201);
  })
  .post('/registers/:id/revocations', async (c) => {
    const registerId = c.req.param('id');
    const [register] = await drizzle(c.env.MASTERS)
      .select()
      .from(m.register)
      .where(eq(m.register.id, registerId));
    if (!register) throw notFound(`register ${registerId}`);
    const { store, terminal } = register;
    const revokedAt = new Date().toISOString();
    const devices = await deviceRegistry(c.env.MASTERS).revoke({ store, terminal }, revokedAt);
    await c.env.GATEWAY_CALLS.revoke(store, terminal);
    return c.json({ register: registerId, store, terminal, devices, revokedAt }, 201);
  })
  .post('/stores/:store/journal-sweeps', async (c) => {
    const store = c.req.param('store');
    const { cursor } = await optionalJsonBody(
      c,
      z.object({ cursor: z.string().max(2000).nullable().default(null) }),
    );
    return c.json(await sweepSegments(c.env, store, cursor, () => new Date().toISOString()));
  })
  .get('/incidents', async (c) => {
    const text = z.string().min(1).max(200).optional();
    const filter = query(c, z.object({ store: text, terminal: text }));
    const { limit, after } = page(c);
    const from = position(after, z.object({ at: z.string(), store: z.string(), id: z.int() }));
    const rows = await deviceRegistry(c.env.MASTERS).incidents(filter, limit + 1, from);
    return c.json(pageOf(rows, limit, ({ at, store, id }) => ({ at, store, id })));
  })
  .put('/employees/:number/pin', async (c) => {
    const { pin } = await jsonBody(c, z.object({ pin: z.string().max(64) }));
    if (!isAcceptablePin(pin)) {
      const detail = 'has 4 to 12 digits, not all the same and not in a row';
      throw new Problem(422, 'invalid-field', `/pin: ${detail}`, { errors: [{ pointer: '/pin', detail }] });
    }
    const number = c.req.param('number');
    const db = drizzle(c.env.MASTERS);
    const [employee] = await db.select().from(m.employee).where(eq(m.employee.number, number));
    if (!employee) throw notFound(`employee ${number}`);
    const salt = randomSecret(16);
    const verifier = await hashPin(pin, salt, c.env.PIN_PEPPER);
    const row = { number, salt, verifier, changedAt: new Date().toISOString() };
    await db.batch([
      db.update(m.writer).set({ admin: c.get('admin').id }),
      db.insert(m.employeePin).values(row).onConflictDoUpdate({ target: m.employeePin.number, set: row }),
    ]);
    return c.body(null, 204);
  })
  .get('/sync-states', async (c) => {
    const { store } = query(c, z.object({ store: z.string().min(1) }));
    const db = drizzle(c.env.MASTERS);
    const registersOfStore = await db.select().from(m.register).where(eq(m.register.store, store));
    if (registersOfStore.length === 0) throw notFound(`store ${store} with registers`);
    const states = new Map(
      (await c.env.GATEWAY_CALLS.syncState(store)).map((state) => [state.terminal, state]),
    );
    const lags = await behindSince(c.env.MASTERS, [...states.values()]);
    const items = registersOfStore.map(({ id, terminal, name, supportOffline }) => ({
      register: id,
      store,
      terminal,
      name,
      supportOffline,
      state: states.get(terminal) ?? null,
      behindSince: lags.get(terminal) ?? {},
    }));
    return c.json({ items, next: null });
  });

/** For each stream that a register has an old version of, when it was first published what it does not have. */
async function behindSince(
  masters: D1Database,
  states: readonly RegisterSyncState[],
): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>> {
  const held = states.flatMap(({ terminal, report }) =>
    Object.entries(report?.versions ?? {}).map(([stream, version]) => ({ terminal, stream, version })),
  );
  const { results } = await masters
    .prepare(
      `SELECT j.value ->> 'terminal' AS terminal, j.value ->> 'stream' AS stream, min(v.published_at) AS since
        FROM json_each(?) j JOIN stream_version v
          ON v.stream = j.value ->> 'stream' AND v.version > j.value ->> 'version'
        WHERE v.published_at IS NOT NULL GROUP BY 1, 2`,
    )
    .bind(JSON.stringify(held))
    .all<{ terminal: string; stream: string; since: string }>();
  const lags = new Map<string, Record<string, string>>();
  for (const { terminal, stream, since } of results)
    lags.set(terminal, { ...lags.get(terminal), [stream]: since });
  return lags;
}

/** Sixteen letters and digits that are not mistaken for each other, in groups of four: 79 bits. */
function activationCode(): string {
  const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
  const usable = 256 - (256 % alphabet.length);
  let code = '';
  while (code.length < 16) {
    for (const byte of crypto.getRandomValues(new Uint8Array(32))) {
      if (byte < usable && code.length < 16) code += alphabet[byte % alphabet.length];
    }
  }
  return code.replace(/(.{4})(?=.)/g, '$1-');
}
