import * as z from 'zod';
import type { HqClient } from '../hq-client.ts';
import { readList } from './read-list.ts';

const sale = z.looseObject({
  id: z.string(),
  store: z.string(),
  terminal: z.string(),
  epoch: z.int(),
  type: z.enum(['sale', 'return', 'stockAdjustment', 'void']),
  externalRef: z.string().nullable(),
  connection: z.enum(['online', 'offline', 'manual']),
  lineCount: z.int(),
  grossMinor: z.int(),
  taxMinor: z.int(),
  quantityThousandths: z.int(),
});
export type BookedSale = z.infer<typeof sale>;

const stockLevel = z.looseObject({ store: z.string(), sku: z.string(), quantityThousandths: z.int() });
const balances = z.looseObject({ debitMinor: z.int(), creditMinor: z.int() });
const shift = z.looseObject({ id: z.string(), state: z.enum(['open', 'closed']) });
const suspended = z.looseObject({ id: z.string(), reason: z.string() });
const watermark = z.looseObject({
  store: z.string(),
  terminal: z.string(),
  epoch: z.int(),
  seq: z.int(),
});
export type BookedSeq = z.infer<typeof watermark>;

/** What headquarters' books add up to. Two readings tell what was booked between them. */
export interface Books {
  /** Thousandths, by store and stock code; see `stockKey`. */
  readonly stock: ReadonlyMap<string, number>;
  readonly ledger: { readonly debitMinor: number; readonly creditMinor: number };
  readonly closedShifts: number;
  /** Why records could not be booked. */
  readonly suspended: readonly string[];
}

export const stockKey = (store: string, sku: string) => JSON.stringify([store, sku]);

export async function readBooks(hq: HqClient): Promise<Books> {
  const levels = await readList(hq, '/v1/stock', stockLevel);
  const shifts = await readList(hq, '/v1/shifts', shift);
  const { debitMinor, creditMinor } = balances.parse(await hq.get('/v1/ledger/balances'));
  return {
    stock: new Map(
      levels.map(({ store, sku, quantityThousandths }) => [stockKey(store, sku), quantityThousandths]),
    ),
    ledger: { debitMinor, creditMinor },
    closedShifts: shifts.filter(({ state }) => state === 'closed').length,
    suspended: (await readList(hq, '/v1/suspense', suspended)).map(({ id, reason }) => `${id}: ${reason}`),
  };
}

export function readSales(hq: HqClient): Promise<BookedSale[]> {
  return readList(hq, '/v1/sales', sale);
}

/** How far each journal of the stores is booked. */
export async function readWatermarks(hq: HqClient, stores: readonly string[]): Promise<BookedSeq[]> {
  const answers = await Promise.all(
    stores.map((store) => hq.get<{ items: unknown[] }>(`/v1/watermarks?store=${encodeURIComponent(store)}`)),
  );
  return answers.flatMap(({ items }) => items.map((item) => watermark.parse(item)));
}
