import { type Chain, type Usage, yearOf } from './year-of.ts';

/** Prints the table of `docs/scale.md`: what a year uses, and what it costs at the list prices written there. */
const MONTHS = 12;

interface Price {
  readonly label: string;
  readonly of: keyof Usage;
  readonly dollars: number;
  readonly per: number;
  readonly freeAMonth: number;
}

const million = 1e6;
const prices: readonly Price[] = [
  { label: 'Worker requests', of: 'workerRequests', dollars: 0.3, per: million, freeAMonth: 10 * million },
  {
    label: 'Durable Object requests',
    of: 'objectRequests',
    dollars: 0.15,
    per: million,
    freeAMonth: million,
  },
  { label: 'Durable Object GB-s', of: 'objectGbSeconds', dollars: 12.5, per: million, freeAMonth: 400_000 },
  {
    label: 'Durable Object rows written',
    of: 'objectRowsWritten',
    dollars: 1,
    per: million,
    freeAMonth: 50 * million,
  },
  { label: 'D1 rows written', of: 'd1RowsWritten', dollars: 1, per: million, freeAMonth: 50 * million },
  { label: 'D1 rows read', of: 'd1RowsRead', dollars: 0.001, per: million, freeAMonth: 25_000 * million },
  { label: 'R2 writes (class A)', of: 'r2Writes', dollars: 4.5, per: million, freeAMonth: million },
  { label: 'R2 reads (class B)', of: 'r2Reads', dollars: 0.36, per: million, freeAMonth: 10 * million },
  { label: 'Queue operations', of: 'queueOperations', dollars: 0.4, per: million, freeAMonth: million },
];

/** Dollars per GB and month; a year's data lie there for half a year on average. */
const storage: readonly { label: string; of: keyof Usage; dollars: number }[] = [
  { label: 'D1, GB more', of: 'd1Gb', dollars: 0.75 },
  { label: 'Durable Objects, GB more', of: 'objectGb', dollars: 0.2 },
  { label: 'R2, GB more', of: 'r2Gb', dollars: 0.015 },
];

const chain = (stores: number, sharedStreams: number): Chain => ({
  ...{ stores, sharedStreams, registersPerStore: 4, salesPerStore: 500, linesPerSale: 3 },
  ...{ openHours: 12, daysPerYear: 360, changes: 20, rowsChanged: 5000 },
});
const years = [chain(10, 10), chain(1000, 50), chain(10_000, 200)].map(yearOf);

const row = (...cells: string[]) => console.log(`| ${cells.join(' | ')} |`);
const count = (value: number) => {
  const [size, unit] =
    value >= 1e9 ? [1e9, ' G'] : value >= 1e6 ? [1e6, ' M'] : value >= 1e3 ? [1e3, ' k'] : [1, ''];
  return `${(value / size).toPrecision(3).replace(/\.0+$/, '')}${unit}`;
};
const dollars = (value: number) => `$${Math.round(value).toLocaleString('en')}`;

row('a year', '10 stores', '', '1,000 stores', '', '10,000 stores', '');
row('---', ...Array.from({ length: 6 }, () => '---:'));
const sums = years.map(() => 0);
for (const { label, of, dollars: price, per, freeAMonth } of prices) {
  const cells = years.flatMap((year, index) => {
    const cost = (Math.max(0, year[of] - freeAMonth * MONTHS) / per) * price;
    sums[index] = (sums[index] ?? 0) + cost;
    return [count(year[of]), dollars(cost)];
  });
  row(label, ...cells);
}
for (const { label, of, dollars: price } of storage) {
  const cells = years.flatMap((year, index) => {
    const cost = year[of] * price * (MONTHS / 2);
    sums[index] = (sums[index] ?? 0) + cost;
    return [`${year[of].toPrecision(3)}`, dollars(cost)];
  });
  row(label, ...cells);
}
row('**together**', ...sums.flatMap((sum) => ['', `**${dollars(sum)}**`]));
