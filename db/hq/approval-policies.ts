import { eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import * as z from 'zod';
import * as g from './governance-schema.ts';
import { type MasterTable, masterTables } from './master-tables.ts';

export type Policy = 'required' | 'none';

/** Who has to approve what, as a master of its own: it is changed by change requests only, whatever it says. */
export const approvalPolicyTable: MasterTable = {
  noun: 'approval-policies',
  title: 'Approval policy',
  table: g.approvalPolicy,
  key: g.approvalPolicy.noun,
  shape: z.object({
    noun: z.enum(masterTables.map(({ noun }) => noun) as [string, ...string[]]),
    policy: z.enum(['required', 'none']),
  }),
  lists: {},
  references: {},
};

/** Everything that a change request may hold, in an order in which references exist. */
export const governedTables: readonly MasterTable[] = [...masterTables, approvalPolicyTable];

const byNoun = new Map(governedTables.map((master) => [master.noun, master]));
export const governedTable = (noun: string): MasterTable | undefined => byNoun.get(noun);

/** Without a policy of its own a noun needs nobody's approval. */
export async function policyOf(database: D1Database, noun: string): Promise<Policy> {
  if (noun === approvalPolicyTable.noun) return 'required';
  const policy = g.approvalPolicy;
  const [found] = await drizzle(database).select().from(policy).where(eq(policy.noun, noun));
  return found?.policy ?? 'none';
}

export async function policies(database: D1Database): Promise<ReadonlyMap<string, Policy>> {
  const rows = await drizzle(database).select().from(g.approvalPolicy);
  return new Map(rows.map(({ noun, policy }) => [noun, policy]));
}
