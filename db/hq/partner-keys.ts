import { and, desc, eq, isNull, lt, or } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { randomSecret, sha256Hex } from '../../protocol/bytes.ts';
import type { NewPartnerKey, PartnerKey, PartnerKeyRequest } from '../../protocol/partner-keys.ts';
import { writer } from './masters-schema.ts';
import { partnerKey as table } from './partner-schema.ts';

/** How every partner's key begins: by this, a secret in a log or a repository is recognised. */
export const KEY_START = 'evk_live_';
const SHOWN_CHARACTERS = 4;
const REQUESTS_PER_MINUTE = 600;

/** Every column but the hash. */
const shown = {
  id: table.id,
  name: table.name,
  prefix: table.prefix,
  scopes: table.scopes,
  channels: table.channels,
  requestsPerMinute: table.requestsPerMinute,
  createdAt: table.createdAt,
  createdBy: table.createdBy,
  lastUsedAt: table.lastUsedAt,
  revokedAt: table.revokedAt,
};

/** Partners' keys on D1. Times are ISO instants. */
export function partnerKeys(database: D1Database) {
  const db = drizzle(database);
  return {
    /** Makes a key and answers it with its secret, which nobody can read again. */
    async create(request: PartnerKeyRequest, admin: string, now: string): Promise<NewPartnerKey> {
      const key = KEY_START + randomSecret();
      const row: PartnerKey = {
        id: crypto.randomUUID(),
        name: request.name,
        prefix: key.slice(0, KEY_START.length + SHOWN_CHARACTERS),
        scopes: [...new Set(request.scopes)],
        channels: request.channels ? [...new Set(request.channels)] : null,
        requestsPerMinute: request.requestsPerMinute ?? REQUESTS_PER_MINUTE,
        createdAt: now,
        createdBy: admin,
        lastUsedAt: null,
        revokedAt: null,
      };
      await db.batch([
        db.update(writer).set({ admin }),
        db.insert(table).values({ ...row, keyHash: await sha256Hex(key) }),
      ]);
      return { ...row, key };
    },
    /** The newest first, after `after`. */
    async list(limit: number, after?: { createdAt: string; id: string }): Promise<PartnerKey[]> {
      const older =
        after &&
        or(
          lt(table.createdAt, after.createdAt),
          and(eq(table.createdAt, after.createdAt), lt(table.id, after.id)),
        );
      return db
        .select(shown)
        .from(table)
        .where(older)
        .orderBy(desc(table.createdAt), desc(table.id))
        .limit(limit);
    },
    async get(id: string): Promise<PartnerKey | null> {
      const [found] = await db.select(shown).from(table).where(eq(table.id, id));
      return found ?? null;
    },
    /** The database compares hashes: how long that takes tells nothing about the key. */
    async withSecret(key: string): Promise<PartnerKey | null> {
      const [found] = await db
        .select(shown)
        .from(table)
        .where(eq(table.keyHash, await sha256Hex(key)));
      return found ?? null;
    },
    /** For good, from the next request on. Revoking it again changes nothing. */
    async revoke(id: string, admin: string, now: string): Promise<void> {
      await db.batch([
        db.update(writer).set({ admin }),
        db
          .update(table)
          .set({ revokedAt: now })
          .where(and(eq(table.id, id), isNull(table.revokedAt))),
      ]);
    },
    async used(id: string, now: string): Promise<void> {
      await db.update(table).set({ lastUsedAt: now }).where(eq(table.id, id));
    },
  };
}
