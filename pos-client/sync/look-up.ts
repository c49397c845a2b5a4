import { arrivingCatalogue } from '../../commerce/distribution/shown-versions.ts';
import { storeLookedUp } from '../../db/channel/looked-up.ts';
import type { SqlDatabase } from '../../db/channel/sql-database.ts';
import type { SyncStore } from '../../db/channel/sync-store.ts';
import type { LookUpRequest } from '../../protocol/journal-messages.ts';
import { Unreachable } from './gateway-link.ts';

export interface LookUpPorts {
  readonly database: SqlDatabase;
  readonly store: SyncStore;
  /** The rows of a product, or none. Throws Unreachable. */
  readonly ask: (request: LookUpRequest) => Promise<readonly string[]>;
}

/**
 * While the first catalogue loads: fetches the product that a code is of, so that it can be sold at once. `missed`
 * when nobody could be asked: the product may be there, and only not have arrived.
 */
export async function lookUpCode(
  { database, store, ask }: LookUpPorts,
  code: string,
): Promise<'notNeeded' | 'asked' | 'missed'> {
  const arriving = arrivingCatalogue(await store.cursors());
  if (!arriving) return 'notNeeded';
  try {
    const lines = await ask({ code, ...arriving });
    await storeLookedUp(database, arriving, lines);
    return 'asked';
  } catch (problem) {
    if (!(problem instanceof Unreachable)) throw problem;
    return 'missed';
  }
}
