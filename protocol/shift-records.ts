import * as z from 'zod';
import type { DrawerOperation } from '../commerce/shift/drawer-operation.ts';

/** The bodies of what a drawer and its shift put on record, as headquarters reads them. */
const text = z.string().max(200);
const place = { store: text, terminal: text, shift: z.int().min(1), businessDate: z.iso.date() };
const currency = z.string().length(3);

const counted = z.array(
  z.object({
    tenderType: text,
    amountMinor: z.int(),
    denominations: z.array(z.object({ valueMinor: z.int(), count: z.int() })).max(100),
  }),
);
const difference = z.object({
  tenderType: text,
  expectedMinor: z.int(),
  countedMinor: z.int(),
  overShortMinor: z.int(),
});

export const shiftBody = z.object({
  ...place,
  openedAt: z.iso.datetime(),
  openedBy: text,
  floatMinor: z.int(),
  floatTender: text.optional(),
  totals: z.record(z.string(), z.unknown()),
  closedAt: z.iso.datetime().optional(),
  closedBy: text.optional(),
  expectedCashMinor: z.int().optional(),
  /** Older versions did not say it: their floats are in no ledger. */
  currency: currency.optional(),
  differences: z.array(difference).optional(),
});
export type ShiftBody = z.infer<typeof shiftBody>;

export const drawerBody = z.object({
  ...place,
  type: z.enum(['noSale', 'floatEntry', 'tenderRemoval', 'safeDrop', 'bankDrop']),
  at: z.iso.datetime(),
  employee: text,
  currency,
  tenderType: text.nullable(),
  amountMinor: z.int().min(0),
  reasonCode: text.nullable(),
  note: text.nullable(),
}) satisfies z.ZodType<DrawerOperation>;

export const approvalBody = z.object({
  store: text,
  terminal: text,
  operation: text,
  line: z.int().nullable(),
  employee: text,
  approvedBy: text,
  at: z.iso.datetime(),
  shift: z.int().nullable(),
  nextReceiptNumber: z.int(),
});

export const declarationBody = z.object({ ...place, at: z.iso.datetime(), employee: text, counted });
