const usual = [50_000, 20_000, 10_000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1];

/** Coins and notes that a drawer of the currency holds, in minor units, largest first. Issued by its central bank. */
const known: Readonly<Record<string, readonly number[]>> = {
  GBP: [5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1],
  EUR: [20_000, 10_000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1],
  USD: [10_000, 5000, 2000, 1000, 500, 200, 100, 50, 25, 10, 5, 1],
  CHF: [20_000, 10_000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5],
  JPY: [10_000, 5000, 2000, 1000, 500, 100, 50, 10, 5, 1],
};

/** Of a currency that is not known, the steps that most have. */
export const denominationsOf = (currency: string): readonly number[] => known[currency] ?? usual;
