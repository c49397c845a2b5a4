import * as z from 'zod';
import { offerLineShape } from './offer-shapes.ts';

/** Lines of an offer that is being typed: which products they name. */
export const offerCoverageRequest = z.strictObject({
  lines: z.array(offerLineShape).max(500),
  currency: z.string().regex(/^[A-Z]{3}$/, 'is a currency code of three capital letters, such as GBP'),
  date: z.iso.date().describe('The day for which a price is looked for'),
});
export type OfferCoverageRequest = z.input<typeof offerCoverageRequest>;

export interface CoveredProduct {
  readonly sku: string;
  readonly name: string;
}

/** What a line may be narrowed to: what its products differ in, whatever it is narrowed to now. */
export interface LineChoices {
  /** Each dimension of variants with its values, both in order: `['colour', ['blue', 'red']]`. */
  readonly dimensions: readonly (readonly [name: string, values: readonly string[]])[];
  readonly units: readonly string[];
}

export interface OfferCoverage {
  /** How many products each line names, in the order asked. */
  readonly lines: readonly number[];
  /** Of each line, in the order asked. */
  readonly choices: readonly LineChoices[];
  /** Products of each group of the rule, without those that are excluded; only groups that have some. */
  readonly groups: readonly {
    readonly group: number;
    readonly products: number;
    readonly withoutPrice: number;
    /** Some that have a price. */
    readonly samples: readonly CoveredProduct[];
  }[];
  /** Some that are in no group and have a price. */
  readonly outside: readonly CoveredProduct[];
}
