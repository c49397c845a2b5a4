import * as z from 'zod';
import { wireRecord } from './journal-messages.ts';

/**
 * A journal as a file: NDJSON, first what it is, then its records, each epoch's and branch's in their order. What
 * headquarters exports, and what a register exports that has no line.
 */
export const journalExportHead = z.object({
  evertill: z.literal('journal'),
  v: z.literal(1),
  store: z.string().min(1),
});

/** A record with the line it is of. Its texts are as they were hashed. */
export const exportedRecord = wireRecord.extend({
  terminal: z.string().min(1),
  epoch: z.int().min(1),
  branch: z.int().min(0),
});
export type ExportedRecord = z.infer<typeof exportedRecord>;

export const exportHeadLine = (store: string): string =>
  JSON.stringify({ evertill: 'journal', v: 1, store } satisfies z.infer<typeof journalExportHead>);
