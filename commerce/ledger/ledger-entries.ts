import { assert } from '../assert.ts';
import { takenMinor } from '../tender/tender-cart.ts';
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
  const debits: [string, number][] = [];
  for (const tender of transaction.tenders) {
    debits.push([`tender.${tender.tenderType}`, takenMinor(tender)]);
    debits.push(['rounding', -(tender.roundingMinor ?? 0)]);
  }
  for (const line of transaction.lines) {
    if (line.voided) continue;
    debits.push(['sales', -line.netMinor]);
    for (const { code, taxMinor } of line.taxes) debits.push([`tax.${code}`, -taxMinor]);
  }
  return entriesOf(debits);
}

/** Debits (negative: credits) of accounts, summed up for each. They balance, asserted. */
export function entriesOf(debits: readonly (readonly [string, number])[]): readonly LedgerEntry[] {
  const debitByAccount = new Map<string, number>();
  for (const [account, debitMinor] of debits)
    debitByAccount.set(account, (debitByAccount.get(account) ?? 0) + debitMinor);
  const entries = [...debitByAccount]
    .filter(([, debitMinor]) => debitMinor !== 0)
    .map(([account, debitMinor]) => ({
      account,
      debitMinor: Math.max(debitMinor, 0),
      creditMinor: Math.max(-debitMinor, 0),
    }));
  assert(balance(entries) === 0, 'what is debited is credited');
  return entries;
}

/** Debits less credits. */
export function balance(entries: readonly LedgerEntry[]): number {
  return entries.reduce((sum, entry) => sum + entry.debitMinor - entry.creditMinor, 0);
}
