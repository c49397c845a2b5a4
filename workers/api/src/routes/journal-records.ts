import { Hono } from 'hono';
import * as z from 'zod';
import type { ExportedRecord } from '../../../../protocol/journal-export.ts';
import { wireRecord } from '../../../../protocol/journal-messages.ts';
import type { ApiContext } from '../authorise.ts';
import { booksOf } from '../books.ts';
import { Problem } from '../problem.ts';
import { page, pageOf, position, query } from '../request.ts';

const place = z.object({ terminal: z.string(), epoch: z.int(), branch: z.int(), fromSeq: z.int() });

/**
 * The records themselves, as they were hashed, out of the segments that they were booked from: what an audit reads. A
 * page is one booked run, a thousand records at most.
 */
export const journalRecords = new Hono<ApiContext>().get('/journal-records', async (c) => {
  const text = z.string().min(1).max(200);
  const { store, terminal } = query(c, z.object({ store: text, terminal: text.optional() }));
  const from = position(page(c).after, place);
  const runs = await booksOf(c.env, store).postings({ store, terminal }, 2, from);
  const [run] = runs;
  if (!run) return c.json({ items: [], next: null });
  const items = await recordsOf(c.env.PACKAGES, run);
  const { next } = pageOf(runs, 1, ({ terminal: of, epoch, branch, fromSeq }) => ({
    ...{ terminal: of, epoch, branch, fromSeq },
  }));
  return c.json({ items, next });
});

interface Run {
  readonly terminal: string;
  readonly epoch: number;
  readonly branch: number;
  readonly fromSeq: number;
  readonly toSeq: number;
  readonly segment: string;
}

async function recordsOf(packages: R2Bucket, run: Run): Promise<ExportedRecord[]> {
  const object = await packages.get(run.segment);
  if (!object)
    throw new Problem(500, 'segment-missing', `Segment ${run.segment} is booked, and is not there any more.`);
  const lines = await new Response(object.body.pipeThrough(new DecompressionStream('gzip'))).text();
  const { terminal, epoch, branch } = run;
  return lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => wireRecord.parse(JSON.parse(line)))
    .filter(({ seq }) => seq >= run.fromSeq && seq <= run.toSeq)
    .map((record) => ({ terminal, epoch, branch, ...record }));
}
