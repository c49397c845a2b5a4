import type * as z from 'zod';
import type { HqClient } from '../hq-client.ts';

/** Every item of a list of headquarters' API, page by page, each checked. */
export async function readList<T>(hq: HqClient, path: string, shape: z.ZodType<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of hq.all(path)) items.push(shape.parse(item));
  return items;
}
