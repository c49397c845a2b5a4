import type * as z from 'zod';

/** One vector of a file: what goes in, and what somebody says comes out. */
export interface Vector {
  readonly id: string;
  /** Its `class`, or its `group`. */
  readonly family: string;
  /** Where it comes from, and notes: only for people and for what no field says. */
  readonly remark: string;
  readonly input: unknown;
  readonly expected: unknown;
}

/** What evertill says to a vector, in the shape of its `expected`, or why it says nothing. */
export type Answer =
  | ({ readonly type: 'answered'; readonly actual: unknown } & Comparison)
  | { readonly type: 'unsupported'; readonly reason: Reason };

export interface Comparison {
  /** Amounts may be finer than the vector writes them where it asks for unrounded ones: they are cut to its decimals. */
  readonly asWritten?: boolean;
  /** Of vectors for a rule that is none of evertill's but often comes to the same: why another answer does not count. */
  readonly otherwise?: Reason;
}

export function answered(actual: unknown, comparison: Comparison = {}): Answer {
  return { type: 'answered', actual, ...comparison };
}

export function unsupported(reason: Reason): Answer {
  return { type: 'unsupported', reason };
}

/** Why a vector is not compared. */
export const reasons = {
  notProven: 'the search did not prove its answer within its budget',
  unknownFormat: 'no adapter knows a vector with these fields',
  missingReference: 'it refers to a vector that is not there',
  notSelfContained: 'it does not hold the basket or the offer that its numbers are of',
  recordedFault: 'it records a fault of another system, no answer to reach',
  netNotTheRest:
    'net and taxes are rounded each on its own and do not add up to the price; evertill takes the net as the rest of the price',
  unitPriceProration:
    'a discount of the order is shared out over rounded unit prices; evertill shares it out over what units cost, by largest remainder',
  earlierDiscountOnOneUnit:
    'a later offer takes the earlier discount of the whole line off one unit; evertill knows what each unit costs',
  equalUnitsByPeer:
    'it says which of equally dear units of different lines are the free ones; in evertill the order of lines decides',
  taxIntoPrice:
    'a tax that was on top of the price moves into it; evertill leaves a price without tax as it is',
  remainderToLast:
    'the last line takes the remainder of an amount shared out; in evertill the largest remainder does',
  limitWithTax:
    'the limit of an offer is an amount with tax while prices are without; evertill limits in the terms of the prices',
} as const;
export type Reason = keyof typeof reasons;

/** Translates the vectors of one kind, known by their family and fields, into baskets, and reads the answer. */
export interface Adapter {
  /** Null for a vector of another kind. */
  readonly answer: (vector: Vector) => Answer | null;
}

/** An adapter for vectors whose family starts with one of these and whose fields are exactly those of the schemas. */
export function adapter<Input, Expected>(kind: {
  readonly families: readonly string[];
  readonly input: z.ZodType<Input>;
  readonly expected: z.ZodType<Expected>;
  readonly answer: (input: Input, expected: Expected, vector: Vector) => Answer;
}): Adapter {
  return {
    answer(vector) {
      if (!kind.families.some((family) => isOf(vector.family, family))) return null;
      const input = kind.input.safeParse(vector.input);
      const expected = kind.expected.safeParse(vector.expected);
      return input.success && expected.success ? kind.answer(input.data, expected.data, vector) : null;
    },
  };
}

/** A family is a whole class, or the letter that a group begins with. */
function isOf(family: string, wanted: string): boolean {
  return family === wanted || family.startsWith(`${wanted} `);
}
