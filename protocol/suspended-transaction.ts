import * as z from 'zod';
import type { CartStep } from '../commerce/cart/cart.ts';
import type {
  RecalledTransaction,
  SuspendedTransaction,
} from '../commerce/transaction/suspended-transaction.ts';

/** A basket that waits, as its record says it and as the gateway passes it on. */
const text = z.string().max(200);
const summary = z.object({
  id: text.min(1),
  terminal: text,
  suspendedAt: z.iso.datetime(),
  employee: text,
  note: text.nullable(),
  customer: text.nullable(),
  lineCount: z.int().min(1),
  grossMinor: z.int(),
  currency: z.string().length(3),
});

/** The steps are for a register's runtime: whoever passes them on knows no more of them than their names. */
const step = z.looseObject({ type: z.string() }).transform((value) => value as unknown as CartStep);

export const suspendedTransaction = summary.extend({
  steps: z.array(step),
}) satisfies z.ZodType<SuspendedTransaction>;

export const recalledTransaction = z.object({
  id: text.min(1),
  from: text,
  terminal: text,
  recalledAt: z.iso.datetime(),
  employee: text,
}) satisfies z.ZodType<RecalledTransaction>;

/** What waits in the store for the terminal that asks, newest first. */
export const suspendedAnswer = z.object({
  waiting: z.array(summary),
  /** Of those that the terminal itself put aside, the ones that others have taken up. */
  gone: z.array(text),
});
export type SuspendedAnswer = z.infer<typeof suspendedAnswer>;

export const claimRequest = z.object({ id: text.min(1) });
export const claimAnswer = z.object({ suspended: suspendedTransaction });
