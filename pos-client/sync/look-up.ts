import { arrivingCatalogue } from '../../commerce/distribution/shown-versions.ts';
import { storeLookedUp } from '../../db/channel/looked-up.ts';
import type { SqlDatabase } from '../../db/channel/sql-database.ts';
import type { SyncStore } from '../../db/channel/sync-store.ts';
import { type LookUpRequest, lookUpAnswer } from '../../protocol/journal-messages.ts';
import { type AskGateway, Unreachable } from './gateway-link.ts';

export interface LookUpPorts {
  readonly database: SqlDatabase;
  readonly store: SyncStore;
  readonly ask: AskGateway;
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
    const request: LookUpRequest = { code, ...arriving };
    const { status, body } = await ask('lookUp', JSON.stringify(request));
    if (status !== 200) return 'missed';
    const { lines } = lookUpAnswer.parse(JSON.parse(body));
    await storeLookedUp(database, arriving, lines);
    return 'asked';
  } catch (problem) {
    if (!(problem instanceof Unreachable)) throw problem;
    return 'missed';
  }
}
