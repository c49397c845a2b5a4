import { readFileSync } from 'node:fs';
import { expectedFigures } from './expected-figures.ts';
import type { Invoice } from './invoice.ts';
import type { InvoicesRead } from './read-invoices.ts';
import type { ReplayResult } from './run-replay.ts';

/**
 * The command's answer. The upper figures are of the files: rows and what was skipped of all that was read, the
 * rest of the invoices that were played. `overriddenLines` counts the lines that were sent with a price override,
 * `offlineTransactions` those that a register concluded believing itself offline; cuts, restarts and closed shifts
 * are counted as they were done.
 */
export function replayReport(read: InvoicesRead, invoices: readonly Invoice[], result: ReplayResult): object {
  const { files, rows, skippedRows, skippedInvoices } = read;
  const { stock: _, ...expected } = expectedFigures(invoices);
  const { overriddenLines, counts, comparison, seconds } = result;
  const { hq, ledger, lost, duplicated, stockMismatches } = comparison;
  return {
    files,
    rows,
    skippedRows,
    skippedInvoices,
    ...expected,
    overriddenLines,
    ...counts,
    hq,
    ledger,
    lost,
    duplicated,
    stockMismatches,
    seconds,
    engine: {
      wrangler: installedVersion('wrangler'),
      workerd: installedVersion('workerd'),
      node: process.versions.node,
    },
  };
}

function installedVersion(name: string): string {
  const { version } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')) as {
    version: string;
  };
  return version;
}
