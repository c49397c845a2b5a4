/**
 * The shelf price nearest to an amount: pence end in 5 or 9 below a pound, pounds in .29, .49, .79 or .99 below ten,
 * in .49 or .99 below a hundred, and whole pounds in 4 or 9 above.
 */
export function charmPrice(amountMinor: number): number {
  if (amountMinor < 100) return nearest(amountMinor, 10, [5, 9]);
  if (amountMinor < 1000) return nearest(amountMinor, 100, [29, 49, 79, 99]);
  if (amountMinor < 10_000) return nearest(amountMinor, 100, [49, 99]);
  return nearest(amountMinor, 1000, [400, 900]);
}

function nearest(amountMinor: number, step: number, endings: readonly number[]): number {
  const base = Math.floor(amountMinor / step) * step;
  const around = endings.flatMap((ending) => [base - step + ending, base + ending, base + step + ending]);
  const prices = around.filter((price) => price > 0);
  return prices.reduce((best, price) =>
    Math.abs(price - amountMinor) < Math.abs(best - amountMinor) ? price : best,
  );
}
