import type { AccountRow, EntryRow } from '../../app/book-rows.ts';

export interface TrialBalance {
  readonly currency: string;
  readonly accounts: readonly EntryRow[];
  readonly debitMinor: number;
  readonly creditMinor: number;
  readonly balanced: boolean;
}

/** Accounts with their sums, a balance for each currency: amounts of different currencies are never added. */
export function trialBalances(accounts: readonly AccountRow[]): readonly TrialBalance[] {
  return [...new Set(accounts.map(({ currency }) => currency))].map((currency) =>
    trialBalance(
      currency,
      accounts.filter((account) => account.currency === currency),
    ),
  );
}

export function trialBalance(currency: string, accounts: readonly EntryRow[]): TrialBalance {
  const debitMinor = accounts.reduce((sum, account) => sum + account.debitMinor, 0);
  const creditMinor = accounts.reduce((sum, account) => sum + account.creditMinor, 0);
  return { currency, accounts, debitMinor, creditMinor, balanced: debitMinor === creditMinor };
}
