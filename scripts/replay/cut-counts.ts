/** How far a share of transactions that commit while cut may be from the one asked for. */
export const shareTolerance = 0.05;

/**
 * How many transactions of each register commit while cut. Each register's share is within the tolerance
 * where a whole number can be (from ten transactions on one always can), and so is the share of them all.
 * Registers too small for that are rounded so that all together come as near as they can; those that would
 * otherwise have no cut are rounded up first. None at 0, all at 1.
 */
export function cutCounts(counts: readonly number[], offline: number): number[] {
  const plans = counts.map((count) => {
    const choices = wholeCounts(count, offline);
    return { quota: count * offline, cut: Math.min(...choices), most: Math.max(...choices) };
  });
  const target = Math.round(plans.reduce((sum, { quota }) => sum + quota, 0));
  const missing = target - plans.reduce((sum, { cut }) => sum + cut, 0);
  const byNeed = plans
    .filter(({ cut, most }) => cut < most)
    .sort((a, b) => Number(a.cut > 0) - Number(b.cut > 0) || b.quota - b.cut - (a.quota - a.cut));
  for (const plan of byNeed.slice(0, Math.max(0, missing))) plan.cut = plan.most;
  return plans.map(({ cut }) => cut);
}

/** The one or two whole numbers next to the share: those in tolerance, of these rather the ones above 0. */
function wholeCounts(count: number, offline: number): number[] {
  const next = [Math.floor(count * offline), Math.ceil(count * offline)];
  const inTolerance = next.filter((cut) => Math.abs(cut - count * offline) <= shareTolerance * count);
  const cutting = inTolerance.filter((cut) => cut > 0);
  if (cutting.length > 0) return cutting;
  return inTolerance.length > 0 ? inTolerance : next;
}
