import type { SyncStore } from '../../db/channel/sync-store.ts';
import type { PackagesAnswer } from '../../protocol/package-documents.ts';
import { ROWS_CHANGED_AT } from '../../protocol/protocol-number.ts';

const RESENT = 'resent:';
const SHAPE = 'rowsOf:';

/** A stream to take whole once more: by headquarters' order, or because it was taken by an older version (null). */
export type WholeAgain = ReadonlyMap<string, number | null>;

/**
 * Streams that are here and have to be taken whole once more: those of an order that was not followed yet, and those
 * whose rows a version of before stored, which left out the columns and tables that it did not know.
 */
export async function wholeAgain(store: SyncStore, orders: PackagesAnswer['resend']): Promise<WholeAgain> {
  const streams = new Map<string, number | null>();
  const shapes = await store.notes<number>(SHAPE);
  for (const { stream } of await store.cursors())
    if ((shapes.get(stream) ?? 0) < ROWS_CHANGED_AT) streams.set(stream, null);
  const followed = await store.notes<number>(RESENT);
  for (const { stream, order } of orders) if (order > (followed.get(stream) ?? 0)) streams.set(stream, order);
  return streams;
}

/** All rows of a stream are, or will be, stored by this version. */
export const noteShape = (store: SyncStore, stream: string) =>
  store.saveNote(`${SHAPE}${stream}`, ROWS_CHANGED_AT);

/** A stream has been taken whole once more. */
export async function noteWhole(store: SyncStore, stream: string, order: number | null): Promise<void> {
  await noteShape(store, stream);
  if (order !== null) await store.saveNote(`${RESENT}${stream}`, order);
}
