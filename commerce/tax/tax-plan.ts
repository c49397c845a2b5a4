import { err, ok, type Result } from '../result.ts';
import { areLinear, solveLinear } from './decide-taxes.ts';
import type { SolvedTaxes } from './solve-taxes.ts';
import { type TaxComponent, taxComponents } from './tax-components.ts';
import type { TaxSetup } from './tax-setup.ts';
import type { TaxFault } from './taxed-document.ts';

/** How lines of one kind are taxed on a day; made once for all of them. */
export interface TaxPlan {
  readonly taxCode: string;
  readonly components: readonly TaxComponent[];
  /** Null where brackets or limits make every line its own case. */
  readonly linear: SolvedTaxes | null;
  /** Every tax as `amount × numerator ÷ denominator`, where the quantity plays no part and both are small. */
  readonly shares: readonly AmountShare[] | null;
}

export interface AmountShare {
  readonly numerator: number;
  readonly denominator: number;
}

/** What decides a line's plan. */
interface PlannedLine {
  readonly taxCode: string;
  readonly amountIncludesTax?: boolean | undefined;
  readonly exempt?: boolean | readonly string[] | undefined;
}

/** The plans of usual lines that one day's rates led to. */
interface UsualPlans {
  readonly date: string;
  readonly codes: TaxSetup['codes'];
  readonly pricesIncludeTax: boolean;
  readonly plans: Map<string, Result<TaxPlan, TaxFault>>;
}

/** By the rates that they were made of, the last day's: a host prices basket after basket by the same ones. */
const usualPlans = new WeakMap<TaxSetup['rates'], UsualPlans>();

function usualPlansOf(date: string, { rates, codes, pricesIncludeTax }: TaxSetup): UsualPlans['plans'] {
  const known = usualPlans.get(rates);
  if (known?.date === date && known.codes === codes && known.pricesIncludeTax === pricesIncludeTax)
    return known.plans;
  const plans = new Map<string, Result<TaxPlan, TaxFault>>();
  usualPlans.set(rates, { date, codes, pricesIncludeTax, plans });
  return plans;
}

/** Finds a line's plan, and remembers it: lines differ in few ways. */
export class TaxPlans {
  readonly #date: string;
  readonly #setup: TaxSetup;
  readonly #usual: UsualPlans['plans'];
  readonly #others = new Map<string, Result<TaxPlan, TaxFault>>();

  constructor(date: string, setup: TaxSetup) {
    this.#date = date;
    this.#setup = setup;
    this.#usual = usualPlansOf(date, setup);
  }

  of(line: PlannedLine): Result<TaxPlan, TaxFault> {
    const exempt = line.exempt ?? false;
    const includesTax = line.amountIncludesTax ?? this.#setup.pricesIncludeTax;
    const usual = exempt === false && includesTax === this.#setup.pricesIncludeTax;
    const plans = usual ? this.#usual : this.#others;
    const key = usual ? line.taxCode : JSON.stringify([line.taxCode, includesTax, exempt]);
    const known = plans.get(key);
    if (known) return known;
    const found = taxComponents(line.taxCode, this.#date, includesTax, exempt, this.#setup);
    const plan = found.ok ? makeTaxPlan(line.taxCode, found.value) : found;
    // Baskets may name any code: those that there are not must not fill what outlives a basket.
    if (plan.ok || !usual) plans.set(key, plan);
    return plan;
  }
}

export function makeTaxPlan(taxCode: string, components: readonly TaxComponent[]): Result<TaxPlan, TaxFault> {
  if (!areLinear(components))
    return components.some(isUnsolvable)
      ? err({ type: 'taxNotComputable', taxCode })
      : ok({ taxCode, components, linear: null, shares: null });
  const linear = solveLinear(components);
  if (linear === null) return err({ type: 'taxNotComputable', taxCode });
  return ok({ taxCode, components, linear, shares: sharesOf(linear) });
}

/** The parts of an interval tax of the whole document depend on all nets, and these on the tax in their price. */
function isUnsolvable({ included, brackets }: TaxComponent): boolean {
  return included && brackets?.intervals === 'interval' && brackets.marginalBase.endsWith('OfDocument');
}

function sharesOf({ taxes }: SolvedTaxes): AmountShare[] | null {
  const shares: AmountShare[] = [];
  for (const { base, quantity, constant } of taxes) {
    if (quantity.numerator !== 0n || constant.numerator !== 0n) return null;
    const share = { numerator: Number(base.numerator), denominator: Number(base.denominator) };
    if (!Number.isSafeInteger(share.numerator) || !Number.isSafeInteger(share.denominator)) return null;
    shares.push(share);
  }
  return shares;
}
