import loadHighs from 'highs';
import type { PackingInstance } from '../../../commerce/promotions/best-price/packing.ts';
import { compactModel } from './compact-model.ts';

/** What a general integer-programme solver says the most is that a basket can save, scaled as the instance is. */
export async function createOracle(): Promise<(instance: PackingInstance) => number> {
  const highs = await loadHighs();
  return (instance) => {
    const alone = instance.classes.reduce((sum, { units, aloneScaled }) => sum + units * aloneScaled, 0);
    if (instance.deals.length === 0) return alone;
    const answer = highs.solve(compactModel(instance), {
      output_flag: false,
      mip_rel_gap: 0,
      mip_abs_gap: 0,
    });
    if (answer.Status !== 'Optimal') throw new Error(`the oracle says ${answer.Status}`);
    return alone + Math.round(answer.ObjectiveValue * 10_000);
  };
}
