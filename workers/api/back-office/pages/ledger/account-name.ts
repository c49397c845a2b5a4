export interface AccountNames {
  readonly tenderTypes: ReadonlyMap<string, string>;
  readonly taxCodes: ReadonlyMap<string, string>;
}

export const noNames: AccountNames = { tenderTypes: new Map(), taxCodes: new Map() };

/** What an account is called: `sales` is kept net, `tender.CASH` is what was paid, `tax.STANDARD` is VAT owed. */
export function accountName(account: string, names: AccountNames): string {
  if (account === 'sales') return 'Sales without VAT';
  const [kind, id] = [account.slice(0, account.indexOf('.')), account.slice(account.indexOf('.') + 1)];
  if (kind === 'tender') return `Paid by ${(names.tenderTypes.get(id) ?? id).toLowerCase()}`;
  if (kind === 'tax') return `VAT, ${(names.taxCodes.get(id) ?? id).toLowerCase()}`;
  return account;
}
