import { Hono } from 'hono';
import * as z from 'zod';
import { auditEntries } from '../../../../db/hq/audit-store.ts';
import type { ApiContext } from '../authorise.ts';
import { page, pageOf, position, query } from '../request.ts';

const text = z.string().min(1).max(200).optional();
const time = z.union([z.iso.date(), z.iso.datetime()], 'is a day or an instant in UTC').optional();
const filters = z
  .object({ noun: text, key: text, admin: text, request: text, from: time, to: time })
  .refine(({ noun, key }) => key === undefined || noun !== undefined, {
    path: ['key'],
    message: 'needs the noun that it is a key of',
  });
const place = z.object({
  at: z.string(),
  kind: z.enum(['row', 'step']),
  number: z.int(),
  request: z.string(),
});

/** Who changed what, with old and new value. */
export const audit = new Hono<ApiContext>().get('/audit', async (c) => {
  const { from, to, ...filter } = query(c, filters);
  const { limit, after } = page(c);
  const between = {
    from: from === undefined ? undefined : new Date(from).toISOString(),
    before: to === undefined ? undefined : endOf(to),
  };
  const found = await auditEntries(
    c.env.MASTERS,
    { ...filter, ...between },
    limit + 1,
    position(after, place),
  );
  const { items, next } = pageOf(found, limit, (entry) => entry.position);
  return c.json({ items: items.map(({ entry }) => entry), next });
});

/** The moment after the last one of a day, or after an instant. */
function endOf(time: string): string {
  const length = time.includes('T') ? 1 : 24 * 60 * 60 * 1000;
  return new Date(Date.parse(time) + length).toISOString();
}
