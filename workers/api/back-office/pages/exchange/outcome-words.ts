import type { ImportOutcome } from '../../../../../protocol/exchange/import-file.ts';
import { count, counted } from '../../parts/quantity.ts';

/** What became of a file, in one line. */
export function outcomeWords({ rows, changed, rejected }: ImportOutcome, dryRun: boolean): string {
  const change = dryRun ? 'would change' : 'changed';
  const done = changed === 0 ? `nothing ${change}` : `${counted(changed, 'row')} ${change}`;
  const faults =
    rejected === 0 ? 'None has a fault' : `Rejected${dryRun ? ' when imported' : ''}: ${count(rejected)}`;
  return `${counted(rows, 'row')} read: ${done}. ${faults}.`;
}
