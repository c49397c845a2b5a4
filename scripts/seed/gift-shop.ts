import type { SeedProfile } from '../../db/demo/profiles/retailer.ts';
import { demoMasters } from '../start/demo-masters.ts';

/** The demo retailer of `npm start`, which is real: no seed changes it. */
export function giftShop(): SeedProfile {
  return {
    profile: 'gift-shop',
    name: 'Gift shop',
    marker: { noun: 'assortments', row: { id: 'gifts', name: 'Gifts' } },
    steps: demoMasters().map(({ noun, items }) => ({ noun, rows: () => items as Record<string, unknown>[] })),
  };
}
