import * as z from 'zod';

/** Rows of one request: together with the characters, what one write of headquarters takes. */
export const IMPORT_ROWS_MAX = 500;
export const IMPORT_CHARACTERS_MAX = 250_000;
const CELL_MAX = 100_000;
const COLUMNS_MAX = 50;

const cells = z.array(z.string().max(CELL_MAX)).max(COLUMNS_MAX);

/** A piece of a file: its header, and some of its rows. */
export const importRequest = z.strictObject({
  dryRun: z.boolean().describe('Says what would be done, and writes nothing'),
  columns: cells.min(1).describe("The file's header; a column `reason` is left out"),
  rows: z
    .array(cells)
    .min(1)
    .max(IMPORT_ROWS_MAX)
    .describe('The cells of each row, in the order of the header'),
  elsewhere: z
    .array(z.string().max(64))
    .max(IMPORT_ROWS_MAX * 4)
    .default([])
    .describe('Dry runs only: keys that rows name and that other pieces of the file hold'),
});
export type ImportRequest = z.input<typeof importRequest>;

export const importReject = z.object({
  row: z.int().describe('Place in `rows`, from 0'),
  column: z.string().nullable().describe('Null where the whole row is meant'),
  reason: z.string().describe('What is there, and what to write'),
});
export type ImportReject = z.infer<typeof importReject>;

export const importAnswer = z.object({
  accepted: z.int().describe('Rows without a fault'),
  changed: z.int().describe('Those of them that differ from what is stored'),
  rejects: z.array(importReject).describe('One for each fault; a row may have several'),
});
export type ImportAnswer = z.infer<typeof importAnswer>;
