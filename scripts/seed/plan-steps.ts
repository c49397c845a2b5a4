import { keyFieldOf, type Row, type SeedProfile } from '../../db/demo/profiles/retailer.ts';

/** Rows of one write: what headquarters takes at most. */
const BATCH_ROWS = 500;

/** A step as it is written: in batches, each known by the key of its last row. */
export interface PlannedStep {
  readonly noun: string;
  readonly rows: number;
  readonly batchEnds: readonly string[];
  readonly batches: () => Iterable<Row[]>;
}

export interface Plan {
  /** Rows of settings that retailers share. */
  readonly shared: readonly { readonly noun: string; readonly row: Row }[];
  readonly steps: readonly PlannedStep[];
  /** Settings that have to come after everything else. */
  readonly last: readonly { readonly noun: string; readonly row: Row }[];
  readonly figures: Figures;
}

export interface Figures {
  /** What can be sold: variants among them, masters not. */
  readonly products: number;
  readonly masters: number;
  readonly variants: number;
  readonly barcodes: number;
  readonly prices: number;
  readonly offers: number;
  readonly stores: number;
  readonly registers: number;
  readonly employees: number;
}

/** Reads a profile once, row by row, and remembers only where its batches end and what it counted. */
export function planSteps(profile: SeedProfile): Plan {
  const own = profile.steps.filter(({ onlyMissing }) => !onlyMissing);
  const firstOwn = profile.steps.findIndex(({ onlyMissing }) => !onlyMissing);
  const settings = (steps: SeedProfile['steps']) =>
    steps
      .filter(({ onlyMissing }) => onlyMissing)
      .flatMap(({ noun, rows }) => [...rows()].map((row) => ({ noun, row })));
  const counts = { variants: 0, barcodes: 0, masters: 0 };
  const steps = own.map((step): PlannedStep => {
    let rows = 0;
    const batchEnds: string[] = [];
    for (const batch of inBatches(step.rows())) {
      rows += batch.length;
      batchEnds.push(keyOf(step.noun, batch.at(-1)));
      if (step.noun === 'products') for (const row of batch) countProduct(row, counts);
    }
    return { noun: step.noun, rows, batchEnds, batches: () => inBatches(step.rows()) };
  });
  const rowsOf = (noun: string) => steps.find((step) => step.noun === noun)?.rows ?? 0;
  return {
    shared: settings(profile.steps.slice(0, firstOwn)),
    steps,
    last: settings(profile.steps.slice(firstOwn)),
    figures: {
      ...{ products: rowsOf('products') - counts.masters, ...counts },
      ...{ prices: rowsOf('prices'), offers: rowsOf('offers'), stores: rowsOf('stores') },
      ...{ registers: rowsOf('registers'), employees: rowsOf('employees') },
    },
  };
}

export function keyOf(noun: string, row: Row | undefined): string {
  return String(row?.[keyFieldOf(noun)]);
}

/** A master is what others are variants of: it has no code of its own. */
function countProduct(row: Row, counts: { variants: number; barcodes: number; masters: number }): void {
  const barcodes = Array.isArray(row.barcodes) ? row.barcodes.length : 0;
  counts.barcodes += barcodes;
  if (barcodes === 0) counts.masters += 1;
  if (row.variantOf !== undefined) counts.variants += 1;
}

function* inBatches(rows: Iterable<Row>): Generator<Row[]> {
  let batch: Row[] = [];
  for (const row of rows) {
    batch.push(row);
    if (batch.length < BATCH_ROWS) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
