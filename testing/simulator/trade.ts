import type { RecordDraft, TerminalIdentity } from '../../commerce/journal/journal-record.ts';
import type { Minor } from '../../commerce/money/minor.ts';
import type { RetailTransaction, TransactionLine } from '../../commerce/transaction/retail-transaction.ts';
import type { Chance } from './chance.ts';

/** What a customer or a cashier does next, before it has its place in a journal. */
export interface Deed {
  readonly kind: 'sale' | 'return' | 'void' | 'stockAdjustment' | 'shiftOpen' | 'shiftClose';
  readonly amountsMinor: readonly number[];
  readonly tender: string;
}

const minor = (value: number) => value as Minor;
const TAX_PPM = 175_000;

/** Sales mostly; lines with a median of three. */
export function nextDeed(chance: Chance): Deed {
  const dice = chance.next();
  const kind = dice < 0.86 ? 'sale' : dice < 0.92 ? 'return' : dice < 0.97 ? 'void' : 'stockAdjustment';
  const lines = chance.pick([1, 1, 2, 2, 3, 3, 3, 4, 5, 7, 12]);
  const amountsMinor = Array.from({ length: lines }, () => chance.between(15, 4999));
  return { kind, amountsMinor, tender: chance.pick(['CASH', 'CASH', 'CARD']) };
}

/** The money a deed moves, worked out without the product: what the books must come to. */
export function expectedOf(deed: Deed): { readonly grossMinor: number; readonly tender: string } {
  const sum = deed.amountsMinor.reduce((total, amount) => total + amount, 0);
  if (deed.kind === 'sale') return { grossMinor: sum, tender: deed.tender };
  if (deed.kind === 'return') return { grossMinor: -sum, tender: deed.tender };
  return { grossMinor: 0, tender: deed.tender };
}

export function draftOf(
  deed: Deed,
  identity: TerminalIdentity,
  receiptNumber: number,
  at: { readonly businessDate: string; readonly tradingAt: string },
): RecordDraft {
  if (deed.kind === 'shiftOpen' || deed.kind === 'shiftClose') {
    return { ...at, kind: deed.kind, receiptNumber: null, grossMinor: 0, body: shiftOf(identity, at) };
  }
  const body = transactionOf(deed, identity, receiptNumber, at);
  const grossMinor = deed.kind === 'sale' || deed.kind === 'return' ? body.totals.grossMinor : 0;
  return { ...at, kind: deed.kind, receiptNumber, grossMinor, body };
}

function shiftOf(
  identity: TerminalIdentity,
  at: { readonly businessDate: string; readonly tradingAt: string },
) {
  const { businessDate, tradingAt } = at;
  return {
    ...identity,
    shift: 1,
    businessDate,
    openedAt: tradingAt,
    openedBy: '1',
    floatMinor: 10_000,
    totals: {},
  };
}

function transactionOf(
  deed: Deed,
  { store, terminal }: TerminalIdentity,
  receiptNumber: number,
  { businessDate, tradingAt }: { readonly businessDate: string; readonly tradingAt: string },
): RetailTransaction {
  const sign = deed.kind === 'return' || deed.kind === 'stockAdjustment' ? -1 : 1;
  const free = deed.kind === 'stockAdjustment';
  const lines = deed.amountsMinor.map((amount, index) => lineOf(index + 1, free ? 0 : sign * amount, sign));
  const sum = (of: (line: TransactionLine) => number) =>
    minor(lines.reduce((total, line) => total + of(line), 0));
  const grossMinor = sum((line) => line.grossMinor);
  const money = deed.kind === 'sale' || deed.kind === 'return';
  return {
    type: deed.kind as RetailTransaction['type'],
    store,
    terminal,
    receiptNumber,
    receiptId: `${store}-${terminal}-${receiptNumber}`,
    shift: 1,
    businessDate,
    startedAt: tradingAt,
    concludedAt: tradingAt,
    employee: '1',
    customer: null,
    externalRef: null,
    currency: 'GBP',
    pricesIncludeTax: true,
    taxExemption: null,
    coupons: [],
    adjustmentReason: free ? 'COUNT' : null,
    manualDiscount: null,
    connection: 'online',
    lines,
    tenders: money
      ? [
          {
            line: 1,
            tenderType: deed.tender,
            amountMinor: grossMinor,
            tenderedMinor: grossMinor,
            changeMinor: minor(0),
          },
        ]
      : [],
    totals: {
      netMinor: sum((line) => line.netMinor),
      taxMinor: sum((line) => line.taxMinor),
      grossMinor,
      discountMinor: minor(0),
      quantityThousandths: lines.reduce((total, line) => total + line.quantityThousandths, 0),
    },
    snapshot: { global: 1 },
    engineVersion: '1',
  };
}

function lineOf(line: number, grossMinor: number, sign: number): TransactionLine {
  const taxMinor = Math.round((grossMinor * TAX_PPM) / (1_000_000 + TAX_PPM));
  const netMinor = grossMinor - taxMinor;
  const unitPrice = { amountMinor: Math.abs(grossMinor), priceUnitThousandths: 1000 };
  return {
    line,
    sku: `SKU${Math.abs(grossMinor) % 500}`,
    name: 'A THING',
    quantityThousandths: sign * 1000,
    stocked: true,
    voided: false,
    unitPrice,
    listPrice: unitPrice,
    priceAgreement: null,
    override: null,
    manualDiscount: null,
    returnOf: null,
    amountMinor: minor(grossMinor),
    discounts: [],
    paid: [{ quantityThousandths: sign * 1000, amountMinor: grossMinor, discountMinor: 0 }],
    taxCode: 'STANDARD',
    taxRatePpm: TAX_PPM,
    taxes: [{ code: 'STANDARD', ratePpm: TAX_PPM, baseMinor: netMinor, taxMinor }],
    netMinor: minor(netMinor),
    taxMinor: minor(taxMinor),
    grossMinor: minor(grossMinor),
  };
}
