import type { Context } from 'hono';
import { rightsOf } from '../../../../commerce/governance/rights.ts';
import { needsSecondPerson, type SecondPersonReason } from '../../../../commerce/governance/roll-back.ts';
import { approvalPolicyTable } from '../../../../db/hq/approval-policies.ts';
import { changeRequestStore, type StoredRequest } from '../../../../db/hq/change-request-store.ts';
import { checkItems, rehearse } from '../../../../db/hq/check-change-request.ts';
import type { ApiContext } from '../authorise.ts';
import { Problem } from '../problem.ts';
import { instantOf, requirePublishable } from './take-step.ts';

const because: Readonly<Record<SecondPersonReason, string>> = {
  noRight: 'your role does not decide about changes',
  tooLate: 'it was published too long ago',
  undoesRollBack: 'it is a roll back itself',
  changesPolicy: 'it changes who has to approve',
  rowsMovedOn: 'its rows have changed since',
};

/**
 * Makes a request of the rows as they were before. Where one person may roll back alone it is approved at once;
 * otherwise it is a draft that says why. Answers its id.
 */
export async function rollBack(c: Context<ApiContext>, of: StoredRequest, note: string): Promise<string> {
  const database = c.env.MASTERS;
  const store = changeRequestStore(database);
  const admin = c.get('admin');
  const at = instantOf(c);
  const items = (await store.itemsToPublish(of.id)).map(({ noun, key, row, base }) => ({
    ...{ noun, key, row: base, base: row, reason: '', leftOut: false },
  }));
  const checked = await checkItems(database, items);
  const reason = needsSecondPerson({
    mayApprove: rightsOf[admin.role].approve,
    publishedMs: Date.parse(of.publishedAt ?? at),
    nowMs: c.get('nowMs'),
    undoesRollBack: of.rollbackOf !== null,
    changesPolicy: items.some(({ noun }) => noun === approvalPolicyTable.noun),
    rowsMovedOn: checked.conflicts.length > 0,
  });
  if (reason === null)
    requirePublishable(
      checked,
      checked.faults.length > 0 ? checked.faults : await rehearse(database, checked.work),
    );
  const decision = { submittedAt: at, decidedBy: admin.id, decidedAt: at, decisionNote: note };
  const request = {
    title: `Roll back of ${of.id}: ${of.title}`.slice(0, 200),
    note: reason === null ? note : `${note}\nNeeds a second person: ${because[reason]}.`.trim(),
    ...{ publishAt: null, state: 'draft' as const, rollbackOf: of.id },
  };
  try {
    return await store.create(request, items, {
      ...{ event: 'created', admin: admin.id, at, note, places: items },
      ...(reason === null ? { set: { ...decision, state: 'approved' } } : {}),
    });
  } catch (problem) {
    if (!String(problem).includes('change_request.rollback_of')) throw problem;
    const [by] = (await store.rollbacksOf([of.id])).values();
    throw new Problem(409, 'already-rolled-back', `${of.id} is rolled back by ${by}.`);
  }
}
