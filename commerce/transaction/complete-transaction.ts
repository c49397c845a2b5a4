import { minor, zeroMinor } from '../money/minor.ts';
import { lineAmountMinor } from '../money/unit-price.ts';
import type { RetailTransaction, TransactionLine } from './retail-transaction.ts';

type LateLineFields = 'amountMinor' | 'manualDiscount' | 'discounts' | 'paid' | 'taxes';

/** A transaction as any version has written it. */
export type StoredTransaction = Omit<RetailTransaction, 'coupons' | 'manualDiscount' | 'lines' | 'totals'> & {
  readonly coupons?: RetailTransaction['coupons'];
  readonly manualDiscount?: RetailTransaction['manualDiscount'];
  readonly lines: readonly (Omit<TransactionLine, LateLineFields> &
    Partial<Pick<TransactionLine, LateLineFields>>)[];
  readonly totals: Omit<RetailTransaction['totals'], 'discountMinor'> &
    Partial<Pick<RetailTransaction['totals'], 'discountMinor'>>;
};

/** Adds what versions before discounts did not write: they gave none. */
export function completeTransaction(stored: StoredTransaction): RetailTransaction {
  return {
    ...stored,
    coupons: stored.coupons ?? [],
    manualDiscount: stored.manualDiscount ?? null,
    lines: stored.lines.map((line) => ({
      ...line,
      amountMinor: line.amountMinor ?? minor(lineAmountMinor(line.quantityThousandths, line.unitPrice)),
      manualDiscount: line.manualDiscount ?? null,
      discounts: line.discounts ?? [],
      paid: line.paid ?? [],
      taxes: line.taxes ?? [
        { code: line.taxCode, ratePpm: line.taxRatePpm, baseMinor: line.netMinor, taxMinor: line.taxMinor },
      ],
    })),
    totals: { ...stored.totals, discountMinor: stored.totals.discountMinor ?? zeroMinor },
  };
}
