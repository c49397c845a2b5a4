import type { StreamPosition } from './plan-update.ts';

export interface StreamCursor extends StreamPosition {
  readonly stream: string;
}

const isCatalogue = (stream: string) => stream.startsWith('assortment:');

/**
 * The stream versions that reads see. While a register's first catalogue is loading, that of the load: of its
 * products those that were looked up are there whole (`productByCode` lets no other be sold).
 */
export function shownVersions(cursors: readonly StreamCursor[]): Record<string, number> {
  const arriving = arrivingCatalogue(cursors);
  return Object.fromEntries(
    cursors.flatMap(({ stream, version }): [string, number][] => {
      if (version > 0) return [[stream, version]];
      return arriving?.stream === stream ? [[stream, arriving.version]] : [];
    }),
  );
}

/** What is being loaded where no catalogue is there yet. */
export function arrivingCatalogue(
  cursors: readonly StreamCursor[],
): { readonly stream: string; readonly version: number } | null {
  if (cursors.some(({ stream, version }) => version > 0 && isCatalogue(stream))) return null;
  const loading = cursors.find(({ stream, base }) => base > 0 && isCatalogue(stream));
  return loading ? { stream: loading.stream, version: loading.applying } : null;
}

/** Whether a register may sell: all is there but what it can look up, and what a sale can do without. */
export function canSell(cursors: readonly StreamCursor[]): boolean {
  const missing = cursors.filter(({ version }) => version === 0);
  return (
    cursors.some(({ version }) => version > 0) &&
    missing.every(({ stream }) => isCatalogue(stream) || stream.startsWith('customers:'))
  );
}
