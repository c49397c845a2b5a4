import * as z from 'zod';
import { err, ok, type Result } from '../../commerce/result.ts';
import { isApprovable, type RegisterRequest } from '../model/register-host.ts';

/** The commands of a headless register: one JSON object a line, named by `type`. */
const code = z.string().min(1).max(200);
const line = z.int().min(1);
const quantityThousandths = z.int();
const override = z.object({
  unitPrice: z.object({ amountMinor: z.int(), priceUnitThousandths: z.int().min(1).default(1000) }),
  reasonCode: code,
});

const discount = z.object({
  discount: z
    .union([
      z.object({ type: z.literal('percent'), basisPoints: z.int() }),
      z.object({ type: z.literal('amount'), amountMinor: z.int() }),
    ])
    .nullable(),
  reasonCode: code.nullable().default(null),
});

const requests = z.discriminatedUnion('type', [
  z.object({ type: z.literal('signOn'), employee: code, pin: code }),
  z.object({ type: z.literal('signOff') }),
  z.object({ type: z.literal('openShift'), floatMinor: z.int().default(0) }),
  z.object({ type: z.literal('closeShift'), shift: z.int().min(1).nullable().default(null) }),
  z.object({ type: z.literal('blindCloseShift') }),
  z.object({
    type: z.literal('declareTenders'),
    shift: z.int().min(1).nullable().default(null),
    counted: z.array(
      z.object({
        tenderType: code,
        amountMinor: z.int(),
        denominations: z.array(z.object({ valueMinor: z.int(), count: z.int() })).default([]),
      }),
    ),
  }),
  z.object({
    type: z.literal('drawer'),
    operation: z.enum(['noSale', 'floatEntry', 'tenderRemoval', 'safeDrop', 'bankDrop']),
    tenderType: code.nullable().default(null),
    amountMinor: z.int().default(0),
    reasonCode: code.nullable().default(null),
    note: z.string().max(100).nullable().default(null),
  }),
  z.object({
    type: z.literal('scan'),
    code,
    quantityThousandths: quantityThousandths.optional(),
    override: override.optional(),
  }),
  z.object({ type: z.literal('setQuantity'), line, quantityThousandths }),
  z.object({ type: z.literal('overridePrice'), line, ...override.shape }),
  z.object({ type: z.literal('discountLine'), line, ...discount.shape }),
  z.object({ type: z.literal('discountSale'), ...discount.shape }),
  z.object({ type: z.literal('voidLine'), line }),
  z.object({ type: z.literal('setCustomer'), customer: code.nullable() }),
  z.object({ type: z.literal('addCoupon'), coupon: code }),
  z.object({ type: z.literal('removeCoupon'), coupon: code }),
  z.object({ type: z.literal('subtotal') }),
  z.object({ type: z.literal('explain') }),
  z.object({ type: z.literal('setReference'), externalRef: code }),
  z.object({ type: z.literal('exemptTax'), reasonCode: code }),
  z.object({
    type: z.literal('return'),
    code,
    quantityThousandths: quantityThousandths.default(1000),
    override: override.optional(),
  }),
  z.object({
    type: z.literal('returnLine'),
    receiptId: code,
    line,
    quantityThousandths: quantityThousandths.default(1000),
  }),
  z.object({ type: z.literal('adjustStock'), code, quantityThousandths, reasonCode: code }),
  z.object({ type: z.literal('concludeStockAdjustment') }),
  z.object({ type: z.literal('pay'), tenderType: code.default('CASH'), amountMinor: z.int().optional() }),
  z.object({ type: z.literal('voidTender'), line }),
  z.object({ type: z.literal('askCard') }),
  z.object({ type: z.literal('cancelCard') }),
  z.object({ type: z.literal('voidTransaction') }),
  z.object({ type: z.literal('undo') }),
  z.object({ type: z.literal('suspend'), note: z.string().max(100).nullable().default(null) }),
  z.object({ type: z.literal('suspendedTransactions') }),
  z.object({ type: z.literal('blindShifts') }),
  z.object({ type: z.literal('recall'), id: code }),
  z.object({
    type: z.literal('search'),
    text: z.string().max(200),
    limit: z.int().min(1).max(100).default(20),
  }),
  z.object({ type: z.literal('receipt'), receiptId: code }),
  z.object({ type: z.literal('network'), connected: z.boolean() }),
  z.object({ type: z.literal('sync') }),
  z.object({ type: z.literal('status') }),
  z.object({ type: z.literal('drain'), timeoutMs: z.int().min(0).default(60_000) }),
]);

/** Any of them may carry its trading time, and who approves it. */
const tradingTime = z.object({ at: z.iso.datetime().optional() });
const approver = z.object({ approver: z.object({ employee: code, pin: code }).optional() });

export type HeadlessRequest =
  | RegisterRequest
  | { readonly type: 'status' }
  | { readonly type: 'drain'; readonly timeoutMs: number };

/** A line as a request, with the trading time it carries (`at`, ISO UTC) or null; or what is wrong with it. */
export function headlessRequest(
  text: string,
): Result<{ readonly request: HeadlessRequest; readonly at: string | null }, string> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return err('The line is not JSON.');
  }
  const parsed = requests.safeParse(json);
  if (!parsed.success) return err(z.prettifyError(parsed.error));
  const at = tradingTime.safeParse(json);
  if (!at.success) return err('at: is a time such as 2010-12-01T08:26:00Z.');
  const by = approver.safeParse(json);
  if (!by.success) return err(z.prettifyError(by.error));
  const request = toRequest(parsed.data);
  return ok({
    request: by.data.approver ? approved(request, by.data.approver) : request,
    at: at.data.at ?? null,
  });
}

/** What the runtime does not decide is not approved either: it is asked as it is. */
function approved(request: HeadlessRequest, by: { employee: string; pin: string }): HeadlessRequest {
  if (!isApprovable(request)) return request;
  return { type: 'approved', command: request, ...by };
}

function toRequest(request: z.infer<typeof requests>): HeadlessRequest {
  switch (request.type) {
    case 'signOff':
      return { type: 'endSession' };
    case 'search':
      return { type: 'searchProducts', text: request.text, limit: request.limit };
    case 'network':
      return { type: 'setConnection', connected: request.connected };
    case 'sync':
      return { type: 'syncNow' };
    default:
      return request;
  }
}
