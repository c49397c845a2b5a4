import * as z from 'zod';
import { type Adapter, adapter, unsupported } from '../vector.ts';
import { written } from '../written-document.ts';

const anything = z.unknown();

/** The total of a unit price that was averaged and rounded. */
const averagedUnitPrice = adapter({
  families: ['B'],
  input: z.strictObject({ qty: z.int(), exact_total: written, made_of: z.string() }),
  expected: anything,
  answer: () => unsupported('recordedFault'),
});

/** Two answers of one system that should have been one. */
const twoAnswers = adapter({
  families: ['B'],
  input: anything,
  expected: z.strictObject({ pos_client: written, server_invoice: written }),
  answer: () => unsupported('recordedFault'),
});

/** Units that a programme adds; which programme stands elsewhere. */
const addedUnits = adapter({
  families: ['D'],
  input: z.strictObject({ qty: z.int() }),
  expected: z.strictObject({ free: z.int() }),
  answer: () => unsupported('notSelfContained'),
});

const limitWithTax = adapter({
  families: ['D'],
  input: z.looseObject({ pct: written, cap_gross: written }),
  expected: anything,
  answer: () => unsupported('limitWithTax'),
});

/** Totals of an order of which only one line's base is there. */
const partOfOrder = adapter({
  families: ['D'],
  input: z.strictObject({ pct: written, base: written, rate: written }),
  expected: anything,
  answer: () => unsupported('notSelfContained'),
});

/** What no setting of evertill does, by the fields that tell it. */
export const notOffered: readonly Adapter[] = [
  averagedUnitPrice,
  twoAnswers,
  addedUnits,
  limitWithTax,
  partOfOrder,
];
