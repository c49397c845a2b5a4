import type { Solve } from '../../../../commerce/promotions/offer-round.ts';
import type { StoredItem, StoredRequest } from '../../../../db/hq/change-request-store.ts';
import type { ChangeImpact } from '../../../../protocol/change-impact.ts';
import type { Env } from '../env.ts';
import { countRows, firstDayInForce, impactItems } from './impact-items.ts';
import { impactOfPrices } from './impact-prices.ts';
import { partsOf, readReach } from './impact-reach.ts';
import { sendsOf } from './impact-sends.ts';
import { impactOnUsage } from './impact-usage.ts';
import { warningsOf } from './impact-warnings.ts';

/** What publishing a request would do, before anybody says yes: to prices, to real baskets, to registers. */
export async function impactOf(
  env: Pick<Env, 'MASTERS' | 'BOOKS'>,
  request: Pick<StoredRequest, 'id' | 'version'>,
  stored: readonly StoredItem[],
  today: string,
  solve: Solve,
): Promise<ChangeImpact> {
  const { sound: items, unsound } = impactItems(stored);
  const date = firstDayInForce(items, today);
  const reach = await readReach(env.MASTERS, items);
  const [prices, usage, sends] = await Promise.all([
    impactOfPrices(env, items, reach, date),
    impactOnUsage(env, items, date, solve),
    sendsOf(env.MASTERS, items, reach),
  ]);
  const { warnings, cut } = await warningsOf(env.MASTERS, items, prices, usage);
  return {
    ...{ id: request.id, version: request.version, rows: countRows(items), prices, usage, warnings },
    ...{ reach: partsOf(items, reach), sends },
    cut:
      unsound > 0
        ? [...cut, `Left out, because they have faults: ${unsound} of ${stored.length} rows.`]
        : cut,
  };
}
