import type {
  Deal,
  DealMember,
  PackingInstance,
  UnitClass,
} from '../../commerce/promotions/best-price/packing.ts';

/** A basket as the pricing vectors write it: amounts in minor units, percentages in basis points. */
export interface VectorBasket {
  readonly lines: readonly VectorLine[];
  readonly offers: readonly VectorOffer[];
}

export interface VectorLine {
  readonly id: string;
  readonly price: number;
  readonly qty: number;
}

export type VectorOffer = SimpleOffer | MixOffer | LeastOffer | QuantityOffer;

/** `elig` are indexes of lines; `calc` says what `v` is: a percentage, an amount off, or a price to pay. */
interface SimpleOffer {
  readonly id: string;
  readonly kind: 'simple';
  readonly elig: readonly number[];
  readonly calc: UnitCalc;
  readonly v: number;
}

interface MixOffer {
  readonly id: string;
  readonly kind: 'mm';
  readonly groups: readonly { readonly elig: readonly number[]; readonly n: number }[];
  readonly calc: 'pct' | 'deal' | 'amt';
  readonly v: number;
  readonly max?: number;
}

interface LeastOffer {
  readonly id: string;
  readonly kind: 'least';
  readonly elig: readonly number[];
  readonly n: number;
  readonly m: number;
  readonly calc: UnitCalc;
  readonly v: number;
  readonly max?: number;
}

interface QuantityOffer {
  readonly id: string;
  readonly kind: 'qty';
  readonly elig: readonly number[];
  readonly tiers: readonly { readonly min: number; readonly calc: UnitCalc; readonly v: number }[];
}

type UnitCalc = 'pct' | 'amt' | 'price';

const SCALE = 10_000;

/**
 * The basket as a packing problem: one class a line, in their order, and one deal for every offer that needs
 * several units; the best simple offer is what a unit saves alone. Lines without units have no class.
 */
export function basketToInstance(basket: VectorBasket): PackingInstance {
  const classes: UnitClass[] = [];
  const classOfLine = basket.lines.map((line, index) => {
    if (line.qty === 0) return -1;
    let aloneScaled = 0;
    for (const offer of basket.offers) {
      if (offer.kind === 'simple' && offer.elig.includes(index))
        aloneScaled = Math.max(aloneScaled, unitSaves(line.price, offer.calc, offer.v));
    }
    classes.push({ units: line.qty, priceScaled: line.price * SCALE, aloneScaled });
    return classes.length - 1;
  });
  const deals: Deal[] = [];
  for (const offer of basket.offers) if (offer.kind !== 'simple') deals.push(offerToDeal(offer));
  return { classes, deals };

  function membersOf(elig: readonly number[], saves: (price: number) => number): DealMember[] {
    return elig.flatMap((line) => {
      const unitClass = classOfLine[line] ?? -1;
      return unitClass < 0 ? [] : [{ unitClass, savesScaled: saves(basket.lines[line]?.price ?? 0) }];
    });
  }

  function offerToDeal(offer: MixOffer | LeastOffer | QuantityOffer): Deal {
    switch (offer.kind) {
      case 'mm':
        return {
          kind: 'package',
          applicationsMax: offer.max ?? null,
          constantScaled: { pct: 0, deal: -offer.v * SCALE, amt: offer.v * SCALE }[offer.calc],
          groups: offer.groups.map(({ elig, n }) => ({
            units: n,
            members: membersOf(elig, (price) =>
              offer.calc === 'pct' ? price * offer.v : offer.calc === 'deal' ? price * SCALE : 0,
            ),
          })),
        };
      case 'least':
        return {
          kind: 'leastExpensive',
          applicationsMax: offer.max ?? null,
          units: offer.n,
          rewarded: offer.m,
          members: membersOf(offer.elig, (price) => unitSaves(price, offer.calc, offer.v)).map((member) => ({
            unitClass: member.unitClass,
            savesScaled: 0,
            rewardedScaled: member.savesScaled,
          })),
        };
      case 'qty':
        return {
          kind: 'quantity',
          tiers: offer.tiers.map(({ min, calc, v }) => ({
            minUnits: min,
            members: membersOf(offer.elig, (price) => unitSaves(price, calc, v)),
          })),
        };
    }
  }
}

function unitSaves(price: number, calc: UnitCalc, v: number): number {
  if (calc === 'pct') return price * v;
  return (calc === 'amt' ? Math.min(price, v) : Math.max(0, price - v)) * SCALE;
}
