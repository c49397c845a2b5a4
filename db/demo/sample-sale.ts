import type { TerminalIdentity } from '../../commerce/journal/journal-record.ts';
import type { Minor } from '../../commerce/money/minor.ts';
import type { RetailTransaction, TransactionLine } from '../../commerce/transaction/retail-transaction.ts';

/** A sale as a register concludes it: `lineCount` pieces at 2.95 with 17.5 % tax within. */
export function sampleSale(
  { store, terminal }: TerminalIdentity,
  receiptNumber: number,
  lineCount = 1,
): RetailTransaction {
  const lines = Array.from({ length: lineCount }, (_, index) => sampleLine(index + 1));
  const minor = (value: number) => value as Minor;
  return {
    type: 'sale',
    store,
    terminal,
    receiptNumber,
    receiptId: `${store}-${terminal}-${receiptNumber}`,
    shift: 1,
    businessDate: '2010-12-01',
    startedAt: '2010-12-01T08:26:00.000Z',
    concludedAt: '2010-12-01T08:26:30.000Z',
    employee: '1',
    customer: null,
    externalRef: null,
    currency: 'GBP',
    pricesIncludeTax: true,
    taxExemption: null,
    coupons: [],
    adjustmentReason: null,
    manualDiscount: null,
    connection: 'online',
    lines,
    tenders: [
      {
        line: 1,
        tenderType: 'CASH',
        amountMinor: minor(295 * lineCount),
        tenderedMinor: minor(295 * lineCount),
        changeMinor: minor(0),
      },
    ],
    totals: {
      netMinor: minor(251 * lineCount),
      taxMinor: minor(44 * lineCount),
      grossMinor: minor(295 * lineCount),
      discountMinor: minor(0),
      quantityThousandths: 1000 * lineCount,
    },
    snapshot: { [`store:${store}`]: 1, global: 1, 'assortment:gifts': 1 },
    engineVersion: '1',
  };
}

function sampleLine(line: number): TransactionLine {
  const unitPrice = { amountMinor: 295, priceUnitThousandths: 1000 };
  return {
    line,
    sku: '85123A',
    name: 'WHITE HANGING HEART T-LIGHT HOLDER',
    quantityThousandths: 1000,
    stocked: true,
    voided: false,
    unitPrice,
    listPrice: unitPrice,
    priceAgreement: '85123A@2010-12-01@1000',
    override: null,
    manualDiscount: null,
    returnOf: null,
    amountMinor: 295 as Minor,
    discounts: [],
    paid: [{ quantityThousandths: 1000, amountMinor: 295, discountMinor: 0 }],
    taxCode: 'STANDARD',
    taxRatePpm: 175_000,
    taxes: [{ code: 'STANDARD', ratePpm: 175_000, baseMinor: 251, taxMinor: 44 }],
    netMinor: 251 as Minor,
    taxMinor: 44 as Minor,
    grossMinor: 295 as Minor,
  };
}
