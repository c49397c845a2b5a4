import { type Policy, policies } from '../../../../db/hq/approval-policies.ts';
import { usesOf } from '../../../../db/hq/check-change-request.ts';
import type { MasterTable } from '../../../../db/hq/master-tables.ts';
import { Problem } from '../problem.ts';

/** Refuses a direct write of a master that a second person has to approve. */
export async function requireNoApproval(database: D1Database, master: MasterTable): Promise<void> {
  if ((await policies(database)).get(master.noun) === 'required') throw approvalRequired(master);
}

/** The same for a removal, which takes rows along that may need a second person where the row itself does not. */
export async function requireRemovalWithoutApproval(
  database: D1Database,
  master: MasterTable,
  key: string,
): Promise<void> {
  const known = await policies(database);
  const isGoverned = (noun: string) => known.get(noun) === ('required' satisfies Policy);
  if (isGoverned(master.noun)) throw approvalRequired(master);
  if (known.size === 0) return;
  const governed = (await usesOf(database, master, [key])).find(({ user }) => isGoverned(user.noun));
  if (governed) throw approvalRequired(governed.user);
}

export function approvalRequired(master: MasterTable): Problem {
  const detail = `${master.title}: another admin has to approve a change. Propose it at /v1/change-requests.`;
  return new Problem(409, 'approval-required', detail, {
    headers: { link: '</v1/change-requests>; rel="create-form"' },
  });
}
