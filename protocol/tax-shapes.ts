import * as z from 'zod';
import type { TaxCode } from '../commerce/tax/tax-code.ts';
import type { TaxRate } from '../commerce/tax/tax-rate.ts';
import { roundingMode, unitPrice } from './pricing-shapes.ts';

const id = z.string().min(1).max(100);
const amountMinor = z.int().min(0, 'is not below zero').max(1_000_000_000);

/** A tax, or a combination of taxes; what is left out makes it a plain tax of the net. */
export const taxCodeRow = z.object({
  id,
  name: z.string(),
  parts: z.array(id).max(20).default([]),
  base: z.enum(['net', 'netAndTaxesBefore', 'gross', 'tax', 'netAndItself', 'netAndItsKind']).default('net'),
  taxOf: id.nullable().default(null),
  joinsNextBase: z.boolean().default(false),
  includedInPrice: z.enum(['channel', 'yes', 'no']).default('channel'),
  rounding: z
    .strictObject({ mode: roundingMode, stepMinor: z.int().min(1).max(1_000_000) })
    .nullable()
    .default(null),
  minimumMinor: amountMinor.nullable().default(null),
  maximumMinor: amountMinor.nullable().default(null),
  intervals: z.enum(['whole', 'interval']).default('whole'),
  marginalBase: z
    .enum(['netOfLine', 'netOfUnit', 'netOfDocument', 'grossOfLine', 'grossOfUnit', 'grossOfDocument'])
    .default('netOfLine'),
}) satisfies z.ZodType<TaxCode>;

/** What a code takes from a day on; several of one day are brackets, told apart by where they begin. */
export const taxRateRow = z.object({
  taxCode: id,
  validFrom: z.iso.date(),
  ratePpm: z.int().min(-1_000_000).max(1_000_000),
  amountPerUnit: unitPrice.nullable().default(null),
  fromMinor: amountMinor.nullable().default(null),
  upToMinor: amountMinor.nullable().default(null),
}) satisfies z.ZodType<TaxRate>;
