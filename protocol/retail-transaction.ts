import * as z from 'zod';
import type { Minor } from '../commerce/money/minor.ts';
import { completeTransaction } from '../commerce/transaction/complete-transaction.ts';
import type { RetailTransaction } from '../commerce/transaction/retail-transaction.ts';

/** The bodies of journal records, as headquarters reads them. What does not fit goes to suspense. */
const amount = z.int().transform((value) => value as Minor);
const text = z.string().max(200);
const unitPrice = z.object({ amountMinor: z.int(), priceUnitThousandths: z.int().positive() });

const discount = z.object({
  kind: z.enum(['offer', 'manualLine', 'manualTotal', 'tender']),
  offer: text.nullable(),
  name: text,
  amountMinor: amount,
});
const lineTax = z.object({ code: text, ratePpm: z.int(), baseMinor: z.int(), taxMinor: z.int() });
const paidUnits = z.object({ quantityThousandths: z.int(), amountMinor: z.int(), discountMinor: z.int() });

const discountReason = z.object({ reasonCode: text, employee: text });

const line = z.object({
  line: z.int().min(1),
  sku: text,
  name: text,
  quantityThousandths: z.int(),
  stocked: z.boolean(),
  voided: z.boolean(),
  unitPrice,
  listPrice: unitPrice.nullable(),
  priceAgreement: text.nullable(),
  override: z.object({ reasonCode: text, employee: text }).nullable(),
  manualDiscount: discountReason.nullable().optional(),
  returnOf: z.object({ receiptId: text, line: z.int().min(1) }).nullable(),
  amountMinor: amount.optional(),
  discounts: z.array(discount).optional(),
  paid: z.array(paidUnits).optional(),
  taxCode: text,
  taxRatePpm: z.int(),
  taxes: z.array(lineTax).optional(),
  netMinor: amount,
  taxMinor: amount,
  grossMinor: amount,
});

const tender = z.object({
  line: z.int().min(1),
  tenderType: text,
  amountMinor: amount,
  tenderedMinor: amount,
  changeMinor: amount,
  coversMinor: z.int().optional(),
  roundingMinor: amount.optional(),
  card: z.object({ intent: text, reference: text, brand: text, lastFour: z.string().max(4) }).optional(),
});

export const retailTransaction = z
  .object({
    type: z.enum(['sale', 'return', 'stockAdjustment', 'void']),
    store: text,
    terminal: text,
    receiptNumber: z.int().min(1),
    receiptId: text,
    shift: z.int().min(1),
    businessDate: z.iso.date(),
    startedAt: z.iso.datetime(),
    concludedAt: z.iso.datetime(),
    employee: text,
    customer: text.nullable(),
    externalRef: text.nullable(),
    currency: z.string().length(3),
    pricesIncludeTax: z.boolean(),
    taxExemption: text.nullable(),
    coupons: z.array(text).optional(),
    recalledFrom: text.nullable().optional(),
    adjustmentReason: text.nullable(),
    manualDiscount: discountReason.nullable().optional(),
    connection: z.enum(['online', 'offline', 'manual']),
    lines: z.array(line),
    tenders: z.array(tender),
    voidedTenders: z.array(tender).optional(),
    totals: z.object({
      netMinor: amount,
      taxMinor: amount,
      grossMinor: amount,
      discountMinor: amount.optional(),
      quantityThousandths: z.int(),
    }),
    snapshot: z.record(z.string(), z.int()),
    engineVersion: text,
  })
  .transform(completeTransaction) satisfies z.ZodType<RetailTransaction>;
