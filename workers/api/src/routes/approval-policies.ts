import { type Context, Hono } from 'hono';
import { approvalPolicyTable, policies, policyOf } from '../../../../db/hq/approval-policies.ts';
import { changeRequestStore } from '../../../../db/hq/change-request-store.ts';
import { masterTables } from '../../../../db/hq/master-tables.ts';
import type { ApiContext } from '../authorise.ts';
import { approvalRequired } from '../governance/approval-gate.ts';
import { notFound } from '../problem.ts';

/** Which masters need a second person. It says so of itself: it is changed by change requests only. */
export const approvalPolicies = new Hono<ApiContext>()
  .get('/approval-policies', async (c) => {
    const [known, open] = await Promise.all([policies(c.env.MASTERS), openRequests(c)]);
    const items = masterTables.map(({ noun, title }) => ({
      ...{ noun, title, policy: known.get(noun) ?? 'none', changedIn: open.get(noun) ?? null },
    }));
    return c.json({ items, next: null });
  })
  .get('/approval-policies/:noun', async (c) => {
    const noun = c.req.param('noun');
    const master = masterTables.find((each) => each.noun === noun);
    if (!master) throw notFound(`noun ${noun}`);
    const [policy, open] = await Promise.all([policyOf(c.env.MASTERS, noun), openRequests(c)]);
    return c.json({ noun, title: master.title, policy, changedIn: open.get(noun) ?? null });
  })
  .put('/approval-policies/:noun', () => {
    throw approvalRequired(approvalPolicyTable);
  })
  .delete('/approval-policies/:noun', () => {
    throw approvalRequired(approvalPolicyTable);
  });

async function openRequests(c: Context<ApiContext>): Promise<Map<string, string>> {
  const open = await changeRequestStore(c.env.MASTERS).openRequestsOf(approvalPolicyTable.noun);
  return new Map(open.map(({ key, id }) => [key, id]));
}
