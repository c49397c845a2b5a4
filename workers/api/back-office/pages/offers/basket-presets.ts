import type { OfferRow } from './offer-draft.ts';

export interface TestLine {
  readonly sku: string;
  readonly units: number;
}

export interface Preset {
  readonly label: string;
  readonly lines: readonly TestLine[];
}

/** Products that a preset may be made of. */
export interface PresetProducts {
  /** Of a group of the rule, some that have a price. */
  inGroup(group: number): readonly string[];
  readonly outside: readonly string[];
  /** What one costs before offers. */
  priceMinor(sku: string): number;
}

const PRODUCTS_OF_SET = 3;
const UNITS_MAX = 200;

/** Baskets at the edges of a rule: just enough, one piece short, twice, and one with a product that is not in it. */
export function basketPresets({ rule, limits }: OfferRow, products: PresetProducts): Preset[] {
  const of = (group: number) => products.inGroup(group);
  const [first] = of(0);
  if (first === undefined) return [];
  const enough = (label: string, lines: readonly TestLine[]): Preset => ({ label, lines });
  const presets: Preset[] = [];
  switch (rule.type) {
    case 'simple':
    case 'priceAdjustment': {
      presets.push(enough('One piece', [{ sku: first, units: 1 }]));
      presets.push(enough('Three products', spread(of(0), PRODUCTS_OF_SET)));
      if (limits.unitsMax !== null && limits.unitsMax < UNITS_MAX)
        presets.push(enough('Edge: one piece above the limit', [{ sku: first, units: limits.unitsMax + 1 }]));
      break;
    }
    case 'quantity': {
      const [tier, next] = rule.tiers;
      if (!tier) break;
      const lines = (units: number) =>
        rule.pool === 'line' ? [{ sku: first, units }] : spread(of(0), units);
      presets.push(enough('Just enough', lines(tier.minUnits)));
      presets.push(enough('Edge: one piece short', lines(tier.minUnits - 1)));
      if (next) presets.push(enough('The next step', lines(next.minUnits)));
      break;
    }
    case 'leastExpensive':
      presets.push(enough('One set', spread(of(0), rule.units)));
      presets.push(enough('Edge: one piece short', spread(of(0), rule.units - 1)));
      presets.push(enough('Two sets and one left over', spread(of(0), 2 * rule.units + 1)));
      break;
    case 'mixAndMatch': {
      const set = (times: number, without = 0) =>
        together(
          rule.groups.flatMap(({ units }, group) =>
            spread(of(group), units * times - (group === 0 ? without : 0)),
          ),
        );
      presets.push(enough('One set', set(1)));
      presets.push(enough('Edge: one piece short', set(1, 1)));
      presets.push(enough('Two sets', set(2)));
      break;
    }
    case 'threshold':
    case 'tender':
    case 'shipping': {
      const minor = rule.tiers[0]?.minAmountMinor ?? 0;
      const each = Math.max(products.priceMinor(first), 1);
      const needed = Math.min(Math.max(Math.ceil(minor / each), 1), UNITS_MAX);
      const gifts = rule.type === 'threshold' ? rule.gifts.flatMap((_, gift) => spread(of(gift + 1), 1)) : [];
      presets.push(enough('Just enough', together([{ sku: first, units: needed }, ...gifts])));
      presets.push(enough('Edge: one piece short', together([{ sku: first, units: needed - 1 }, ...gifts])));
      presets.push(enough('Twice as much', together([{ sku: first, units: needed * 2 }, ...gifts])));
      break;
    }
  }
  const [usual] = presets;
  const [stranger] = products.outside;
  if (usual && stranger !== undefined)
    presets.push({
      label: 'With a product that is not in it',
      lines: [...usual.lines, { sku: stranger, units: 1 }],
    });
  return presets.filter(({ lines }) => lines.length > 0);
}

/** So many pieces of a few products, so that the cheapest of them can be told from the others. */
function spread(skus: readonly string[], units: number): TestLine[] {
  const few = skus.slice(0, Math.min(PRODUCTS_OF_SET, Math.max(units, 0)));
  return few.map((sku, place) => ({
    sku,
    units: Math.floor(units / few.length) + (place < units % few.length ? 1 : 0),
  }));
}

/** One line for each product, none without pieces. */
function together(lines: readonly TestLine[]): TestLine[] {
  const units = new Map<string, number>();
  for (const line of lines) units.set(line.sku, (units.get(line.sku) ?? 0) + line.units);
  return [...units].filter(([, count]) => count > 0).map(([sku, count]) => ({ sku, units: count }));
}
