import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { changeRequestStates } from '../../../../commerce/governance/change-request.ts';
import { refreshedRow } from '../../../../commerce/governance/row-difference.ts';
import { changeRequestStore, type ItemPlace } from '../../../../db/hq/change-request-store.ts';
import { checkItems, rehearse } from '../../../../db/hq/check-change-request.ts';
import { distributePublished, publishChangeRequest } from '../../../../db/hq/publish-change-request.ts';
import {
  type ChangeChecks,
  changeItemsInput,
  changeRequestApproval,
  changeRequestEdit,
  changeRequestInput,
  changeRequestStep,
  conflictResolution,
} from '../../../../protocol/change-requests.ts';
import type { ApiContext } from '../authorise.ts';
import { rollBack } from '../governance/roll-back.ts';
import {
  etagOf,
  forAction,
  instantOf,
  itemsToKeep,
  knownRequest,
  limitSize,
  requirePublishable,
  take,
} from '../governance/take-step.ts';
import { fullRequest, labelsOf, summaries, viewItems } from '../governance/view-change-requests.ts';
import { notFound } from '../problem.ts';
import { jsonBody, page, pageOf, position, query } from '../request.ts';

const SHOWN = 100;
const filters = z.object({
  state: z.enum(changeRequestStates).optional(),
  noun: z.string().max(60).optional(),
  key: z.string().max(200).optional(),
  proposedBy: z.string().max(64).optional(),
});

/** Changes of masters that somebody proposes and somebody else approves. */
export const changeRequests = new Hono<ApiContext>()
  .get('/change-requests', async (c) => {
    const filter = query(c, filters);
    const { limit, after } = page(c);
    const store = changeRequestStore(c.env.MASTERS);
    const rows = await store.list(filter, limit + 1, position(after, z.int()));
    const { items, next } = pageOf(rows, limit, ({ number }) => number);
    return c.json({ items: await summaries(c.env.MASTERS, items, c.get('admin')), next });
  })
  .post('/change-requests', async (c) => {
    const { items, title, note, publishAt } = await jsonBody(c, changeRequestInput);
    const kept = await itemsToKeep(c.env.MASTERS, items);
    await limitSize(c.env.MASTERS, null, kept);
    const id = await changeRequestStore(c.env.MASTERS).create(
      { title, note, publishAt: instant(publishAt), state: 'draft', rollbackOf: null },
      kept,
      { event: 'created', admin: c.get('admin').id, at: instantOf(c), places: kept },
    );
    c.header('location', `/v1/change-requests/${id}`);
    return answer(c, id, 201);
  })
  .get('/change-requests/:id', async (c) => {
    await knownRequest(c);
    return answer(c, c.req.param('id'));
  })
  .patch('/change-requests/:id', async (c) => {
    const { version, publishAt, ...texts } = await jsonBody(c, changeRequestEdit);
    const request = await forAction(c, 'edit', version);
    const time = publishAt === undefined ? {} : { publishAt: instant(publishAt) };
    await take(c, request, { event: 'edited', set: { ...defined(texts), ...time } });
    return answer(c, request.id);
  })
  .get('/change-requests/:id/items', async (c) => {
    const { id } = await knownRequest(c);
    const { noun } = query(c, z.object({ noun: z.string().max(60).optional() }));
    const { limit, after } = page(c);
    const from = position(after, z.object({ noun: z.string(), key: z.string() }));
    const found = await changeRequestStore(c.env.MASTERS).items(id, { limit: limit + 1, after: from, noun });
    const { items, next } = pageOf(found, limit, ({ noun, key }) => ({ noun, key }));
    return c.json({ items: await viewItems(c.env.MASTERS, items), next });
  })
  .put('/change-requests/:id/items', async (c) => {
    const { version, items } = await jsonBody(c, changeItemsInput);
    const request = await forAction(c, 'edit', version);
    const kept = await itemsToKeep(c.env.MASTERS, items);
    await limitSize(c.env.MASTERS, request.id, kept);
    const statements = changeRequestStore(c.env.MASTERS).putItemStatements(request.id, kept);
    await take(c, request, { event: 'edited', places: kept }, statements);
    return answer(c, request.id);
  })
  .delete('/change-requests/:id/items/:noun/:key', async (c) => {
    const { version } = query(c, z.object({ version: z.coerce.number().int().min(1).optional() }));
    const request = await forAction(c, 'edit', version);
    const { noun, key } = c.req.param();
    const place = { noun, key };
    const store = changeRequestStore(c.env.MASTERS);
    const items = await store.itemsToPublish(request.id);
    if (!items.some((item) => item.noun === noun && item.key === key))
      throw notFound(`${noun} ${key} in ${request.id}`);
    const removal = store.removeItemsStatement(request.id, [place]);
    await take(c, request, { event: 'edited', places: [place] }, [removal]);
    return answer(c, request.id);
  })
  .get('/change-requests/:id/checks', async (c) => {
    const { id } = await knownRequest(c);
    const items = await changeRequestStore(c.env.MASTERS).itemsToPublish(id);
    const { faults, conflicts } = await checkItems(c.env.MASTERS, items);
    const labels = await labelsOf(c.env.MASTERS, items);
    return c.json({
      ok: faults.length + conflicts.length === 0,
      faults: faults.slice(0, SHOWN),
      faultCount: faults.length,
      conflicts: conflicts.slice(0, SHOWN).map(({ noun, key, proposed, base, fields }) => ({
        ...{ noun, key, label: labels(noun, key, proposed ?? base), fields: [...fields] },
      })),
      conflictCount: conflicts.length,
    } satisfies ChangeChecks);
  })
  .post('/change-requests/:id/submit', async (c) => {
    const { version, note } = await jsonBody(c, changeRequestStep);
    const request = await forAction(c, 'submit', version);
    await check(c, request.id);
    const set = { state: 'waiting', submittedAt: instantOf(c), ...undecided } as const;
    await take(c, request, { event: 'submitted', note: note ?? '', set });
    return answer(c, request.id);
  })
  .post('/change-requests/:id/approve', async (c) => {
    const { version, note = '', publish, without } = await jsonBody(c, changeRequestApproval);
    const request = await forAction(c, 'approve', version);
    await check(c, request.id, without);
    const decision = { decidedBy: c.get('admin').id, decidedAt: instantOf(c), decisionNote: note };
    const set = { ...decision, state: 'approved' as const };
    const store = changeRequestStore(c.env.MASTERS);
    await take(
      c,
      request,
      {
        ...{ event: 'approved', note, places: without },
        set: publish === 'now' ? { ...set, publishAt: null } : set,
      },
      without.length > 0 ? [store.leaveOutStatement(request.id, without)] : [],
    );
    await publishNow(c, request.id);
    return answer(c, request.id);
  })
  .post('/change-requests/:id/send-back', async (c) => {
    const { version, note } = await jsonBody(
      c,
      changeRequestStep.extend({ note: z.string().trim().min(1).max(2000) }),
    );
    const request = await forAction(c, 'sendBack', version);
    const decision = { decidedBy: c.get('admin').id, decidedAt: instantOf(c), decisionNote: note };
    await take(c, request, { event: 'sentBack', note, set: { ...settled, ...decision, state: 'sentBack' } });
    return answer(c, request.id);
  })
  .post('/change-requests/:id/withdraw', async (c) => {
    const { version, note } = await jsonBody(c, changeRequestStep);
    const request = await forAction(c, 'withdraw', version);
    await take(c, request, { event: 'withdrawn', note: note ?? '', set: { ...settled, state: 'withdrawn' } });
    return answer(c, request.id);
  })
  .post('/change-requests/:id/reopen', async (c) => {
    const { version, note } = await jsonBody(c, changeRequestStep);
    const request = await forAction(c, 'reopen', version);
    const set = { ...settled, ...undecided, state: 'draft' } as const;
    await take(c, request, { event: 'reopened', note: note ?? '', set }, [includeAgain(c, request.id)]);
    return answer(c, request.id);
  })
  .post('/change-requests/:id/resolve', async (c) => {
    const { version, how, items } = await jsonBody(c, conflictResolution);
    const request = await forAction(c, 'resolve', version);
    const store = changeRequestStore(c.env.MASTERS);
    const all = await store.itemsToPublish(request.id);
    const { conflicts } = await checkItems(c.env.MASTERS, all);
    const wanted = items && new Set(items.map(({ noun, key }) => `${noun}/${key}`));
    const chosen = conflicts.filter(({ noun, key }) => !wanted || wanted.has(`${noun}/${key}`));
    const reasons = new Map(all.map((item) => [`${item.noun}/${item.key}`, item.reason]));
    const resolved = chosen.flatMap(({ noun, key, base, proposed, now }) => {
      const row = how === 'accept' ? proposed : refreshedRow(base, proposed, now);
      // Nothing is left of it: it is gone already.
      if (row === null && now === null) return [];
      return [
        {
          ...{ request: request.id, noun, key, reason: reasons.get(`${noun}/${key}`) ?? '', leftOut: false },
          row: row && JSON.stringify(row),
          base: now && JSON.stringify(now),
        },
      ];
    });
    await take(
      c,
      request,
      { event: 'resolved', note: how, places: chosen, set: { ...settled, ...undecided, state: 'draft' } },
      [
        includeAgain(c, request.id),
        store.removeItemsStatement(request.id, chosen),
        ...store.putItemStatements(request.id, resolved),
      ],
    );
    return answer(c, request.id);
  })
  .post('/change-requests/:id/retry', async (c) => {
    const { version, note } = await jsonBody(c, changeRequestStep);
    const request = await forAction(c, 'retry', version);
    await take(c, request, {
      ...{ event: 'retried', note: note ?? '' },
      set: { ...settled, state: 'approved', publishAt: null },
    });
    await publishNow(c, request.id);
    return answer(c, request.id);
  })
  .post('/change-requests/:id/roll-back', async (c) => {
    const { version, note } = await jsonBody(c, changeRequestStep);
    const request = await forAction(c, 'rollBack', version);
    const id = await rollBack(c, request, note ?? '');
    await publishNow(c, id);
    c.header('location', `/v1/change-requests/${id}`);
    return answer(c, id, 201);
  });

const settled = { failureReason: null, failedAt: null, attempts: 0, retryAt: null } as const;
const undecided = { decidedBy: null, decidedAt: null, decisionNote: '' } as const;

async function answer(c: Context<ApiContext>, id: string, status: 200 | 201 = 200) {
  const request = await changeRequestStore(c.env.MASTERS).get(id);
  if (!request) throw notFound(`change request ${id}`);
  c.header('etag', etagOf(request.version));
  return c.json(await fullRequest(c.env.MASTERS, request, c.get('admin')), status);
}

/** Publishes what is due at once; anything else waits for the cron. */
async function publishNow(c: Context<ApiContext>, id: string): Promise<void> {
  const outcome = await publishChangeRequest(c.env.MASTERS, id, c.get('nowMs'));
  if (outcome.type !== 'published') return;
  await distributePublished(c.env.MASTERS, (job) => c.env.SCHEDULER.publishNow(job), c.get('nowMs'));
}

async function check(c: Context<ApiContext>, id: string, without: readonly ItemPlace[] = []): Promise<void> {
  const left = new Set(without.map(({ noun, key }) => `${noun}/${key}`));
  const items = await changeRequestStore(c.env.MASTERS).itemsToPublish(id);
  const remaining = items.filter(({ noun, key }) => !left.has(`${noun}/${key}`));
  if (remaining.length === 0) {
    requirePublishable({ conflicts: [] }, [{ noun: '', key: '', pointer: '', detail: 'no rows to publish' }]);
  }
  const checked = await checkItems(c.env.MASTERS, remaining);
  const faults = checked.faults.length > 0 ? checked.faults : await rehearse(c.env.MASTERS, checked.work);
  requirePublishable(checked, faults);
}

/** What an approver took out is the proposer's to decide again. */
function includeAgain(c: Context<ApiContext>, id: string): D1PreparedStatement {
  return c.env.MASTERS.prepare('UPDATE change_item SET left_out = 0 WHERE request = ?').bind(id);
}

function instant(value: string | null): string | null {
  return value === null ? null : new Date(value).toISOString();
}

function defined<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
