import type { Department } from './departments.ts';

/** A made-up retailer by its size: what of each kind there is, and the words of its departments. */
export interface Retailer {
  /** As typed: 'chain'. */
  readonly profile: string;
  readonly name: string;
  /** Every id begins with it, so that a retailer stands beside whatever else is in the database. Unique. */
  readonly code: string;
  /** GS1's restricted range for its barcodes, 21 to 29: 20 is the gift shop's. Unique. */
  readonly barcodePrefix: string;
  /** First of its item numbers of weighed goods, below 100,000: ranges of retailers do not meet. */
  readonly firstWeighedItem: number;
  /** First digit of its employees' numbers, which are typed on a keypad. Unique. */
  readonly employeeDigit: number;
  /** Products that can be sold and are no variant of a style, weighed ones among them. */
  readonly goods: number;
  readonly weighed: number;
  /** Masters with sizes and colours; what is sold is their variants. */
  readonly styles: number;
  readonly departments: readonly Department[];
  readonly weighedDepartments: readonly Department[];
  readonly stores: number;
  readonly registersPerStore: number;
  readonly employeesPerStore: number;
}

/** A row of a master as headquarters' API takes it. */
export type Row = Readonly<Record<string, unknown>>;

/** Rows of one noun, generated anew whenever they are read: never held together. */
export interface SeedStep {
  readonly noun: string;
  readonly rows: () => Iterable<Row>;
  /** Settings that retailers share: one that is there already stays as it is. */
  readonly onlyMissing?: true;
}

/** In an order in which every reference exists. */
export interface SeedProfile {
  readonly profile: string;
  readonly name: string;
  /** Its first own row: where it is there, the profile was begun. Its name tells the seed. */
  readonly marker: { readonly noun: string; readonly row: Row };
  readonly steps: readonly SeedStep[];
}

/** The property that holds the key of a noun's rows. */
export function keyFieldOf(noun: string): string {
  const others: Readonly<Record<string, string>> = {
    stores: 'store',
    products: 'sku',
    employees: 'number',
    customers: 'number',
    coupons: 'code',
  };
  return others[noun] ?? 'id';
}

/** Zero-padded, from 1. */
export const numbered = (index: number, digits: number) => String(index + 1).padStart(digits, '0');
