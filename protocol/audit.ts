import * as z from 'zod';
import { changeRequestEvents } from '../commerce/governance/change-request.ts';
import { person } from './change-requests.ts';

const row = z.record(z.string(), z.unknown());

/** One line of the audit: a row that was written or removed, or a step of a change request. */
export const auditEntry = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  by: person,
  event: z.enum(['put', 'remove', ...changeRequestEvents]),
  noun: z.string().describe('change-requests for a step of a request'),
  title: z.string().describe('What the noun is called, or the title of the request'),
  key: z.string(),
  part: z.string().nullable().describe('The list of the row that it was about, such as barcodes'),
  before: row.nullable().describe('null: it was not there'),
  after: row.nullable().describe('null: it is not there any more; also where it is not on record'),
  fields: z.array(z.string()).describe('Fields that differ'),
  request: z.string().nullable().describe('The change request that it belongs to'),
  approvedBy: person.nullable(),
  note: z.string(),
});
export type AuditEntry = z.infer<typeof auditEntry>;
