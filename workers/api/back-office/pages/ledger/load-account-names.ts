import { getAll } from '../../app/api.ts';
import type { NamedRow } from '../../app/master-rows.ts';
import type { AccountNames } from './account-name.ts';

export async function loadAccountNames(signal: AbortSignal): Promise<AccountNames> {
  const [tenderTypes, taxCodes] = await Promise.all([
    getAll<NamedRow>('/v1/tender-types', {}, signal),
    getAll<NamedRow>('/v1/tax-codes', {}, signal),
  ]);
  const byId = (rows: readonly NamedRow[]) => new Map(rows.map(({ id, name }) => [id, name]));
  return { tenderTypes: byId(tenderTypes), taxCodes: byId(taxCodes) };
}
