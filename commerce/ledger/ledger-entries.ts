import { assert } from '../assert.ts';
import type { RetailTransaction } from '../transaction/retail-transaction.ts';

/** One side of a double entry, in minor units; exactly one of the two amounts is not 0. */
export interface LedgerEntry {
  readonly account: string;
  readonly debitMinor: number;
  readonly creditMinor: number;
}

/**
 * The double entry of a transaction: tenders are debited, sales (net) and VAT credited, a return the other
 * way round. Stock adjustments and voids move no money. Debits equal credits, asserted.
 */
export function ledgerEntries(transaction: RetailTransaction): readonly LedgerEntry[] {
  if (transaction.type === 'stockAdjustment' || transaction.type === 'void') return [];
  const debitByAccount = new Map<string, number>();
  const add = (account: string, debitMinor: number) =>
    debitByAccount.set(account, (debitByAccount.get(account) ?? 0) + debitMinor);
  for (const tender of transaction.tenders) add(`tender.${tender.tenderType}`, tender.amountMinor);
  for (const line of transaction.lines) {
    if (line.voided) continue;
    add('sales', -line.netMinor);
    for (const { code, taxMinor } of line.taxes) add(`tax.${code}`, -taxMinor);
  }
  const entries = [...debitByAccount]
    .filter(([, debitMinor]) => debitMinor !== 0)
    .map(([account, debitMinor]) => ({
      account,
      debitMinor: Math.max(debitMinor, 0),
      creditMinor: Math.max(-debitMinor, 0),
    }));
  assert(balance(entries) === 0, `the entries of ${transaction.receiptId} balance`);
  return entries;
}

/** Debits less credits. */
export function balance(entries: readonly LedgerEntry[]): number {
  return entries.reduce((sum, entry) => sum + entry.debitMinor - entry.creditMinor, 0);
}
