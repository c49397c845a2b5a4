import { drizzle } from 'drizzle-orm/d1';
import * as m from '../../../../db/hq/masters-schema.ts';
import { streamsOfStore } from '../../../../db/hq/publish-store.ts';
import type { ChangeImpact } from '../../../../protocol/change-impact.ts';
import type { ImpactItem } from './impact-items.ts';
import type { Reach } from './impact-reach.ts';

/** Of a row as JSON, what is left of it in a package: what travels is compressed, and some fields stay here. */
const BYTES_OF_CHARACTER = 0.25;

/** Which streams a change touches, who follows them, and about how much is sent. */
export async function sendsOf(
  database: D1Database,
  items: readonly ImpactItem[],
  { stores, streamsOf }: Reach,
): Promise<ChangeImpact['sends']> {
  const found = new Map<string, { rows: number; characters: number }>();
  for (const item of items) {
    const text = JSON.stringify(item.row ?? item.key);
    const lines = Array.isArray(item.row?.lines) ? item.row.lines.length : 0;
    for (const stream of streamsOf(item)) {
      const so = found.get(stream) ?? { rows: 0, characters: 0 };
      found.set(stream, { rows: so.rows + 1 + lines, characters: so.characters + text.length });
    }
  }
  const names = new Set(
    stores
      .filter((store) => streamsOfStore(store).some((stream) => found.has(stream)))
      .map(({ store }) => store),
  );
  const followed = new Set(stores.filter(({ store }) => names.has(store)).flatMap(streamsOfStore));
  const registers = await drizzle(database).select({ store: m.register.store }).from(m.register);
  const sent = [...found].filter(([stream]) => followed.has(stream));
  return {
    streams: sent.map(([stream]) => stream).sort(),
    stores: [...names].sort(),
    registers: registers.filter(({ store }) => names.has(store)).length,
    rows: sent.reduce((sum, [, { rows }]) => sum + rows, 0),
    bytes: Math.round(sent.reduce((sum, [, { characters }]) => sum + characters * BYTES_OF_CHARACTER, 0)),
  };
}
