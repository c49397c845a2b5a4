import { housekeeping, PRICES_A_DAY } from '../../../db/hq/housekeeping.ts';
import { blobKey } from '../../../protocol/package-keys.ts';

/** As many as R2 deletes in one call. */
const BLOBS_A_DAY = 1000;

/** Once a day: offers and prices that nobody can return goods of leave the packages, blobs that nobody can need leave R2. */
export async function keepHouse(
  masters: D1Database,
  packages: Pick<R2Bucket, 'delete'>,
  nowMs: number,
): Promise<void> {
  const house = housekeeping(masters);
  if (!(await house.isDue(new Date(nowMs).toISOString().slice(0, 10)))) return;
  await house.retireOffers(nowMs);
  await house.removePrices(nowMs, PRICES_A_DAY);
  const blobs = await house.retiredBlobs(nowMs, BLOBS_A_DAY);
  if (blobs.length === 0) return;
  await packages.delete(blobs.map(blobKey));
  await house.forgetBlobs(blobs);
}
