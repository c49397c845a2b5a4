import type { RetailTransaction } from '../transaction/retail-transaction.ts';

export interface StockMovement {
  readonly line: number;
  readonly sku: string;
  /** What the store's stock changes by: negative when goods leave. */
  readonly quantityThousandths: number;
}

/** A sale takes its quantities off the stock, a return (negative quantities) brings them back, an adjustment adds them. */
export function stockMovements(transaction: RetailTransaction): readonly StockMovement[] {
  if (transaction.type === 'void') return [];
  const sign = transaction.type === 'stockAdjustment' ? 1 : -1;
  return transaction.lines
    .filter((line) => line.stocked && !line.voided && line.quantityThousandths !== 0)
    .map((line) => ({
      line: line.line,
      sku: line.sku,
      quantityThousandths: sign * line.quantityThousandths,
    }));
}
