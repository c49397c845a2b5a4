import { isNull } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import * as p from './publishing-schema.ts';

interface PublicKey {
  readonly keyId: string;
  readonly publicKey: string;
}

export interface KeyRing {
  readonly version: number;
  /** The key that everything is signed with, or is being signed with anew. */
  readonly signingKeyId: string;
  readonly keyIds: readonly string[];
}

/** The keys that registers may trust, as the publisher reads and changes them. */
export function keyRing(database: D1Database) {
  const db = drizzle(database);
  return {
    async keyRing(): Promise<KeyRing> {
      const [[publisher], keys] = await Promise.all([
        db.select().from(p.publisher),
        db
          .select({ keyId: p.signingKey.keyId })
          .from(p.signingKey)
          .where(isNull(p.signingKey.retiredAt))
          .orderBy(p.signingKey.keyId),
      ]);
      return {
        version: publisher?.keyRingVersion ?? 0,
        signingKeyId: publisher?.signingKeyId ?? '',
        keyIds: keys.map(({ keyId }) => keyId),
      };
    },
    /** Trusts exactly these keys from now on; those that are no longer named are retired. */
    async saveKeyRing(keys: readonly PublicKey[], version: number, at: string): Promise<void> {
      const listed = JSON.stringify(keys);
      await database.batch([
        database
          .prepare(
            `INSERT INTO signing_key (key_id, public_key, first_used_at)
              SELECT value ->> 'keyId', value ->> 'publicKey', ?2 FROM json_each(?1) WHERE true
              ON CONFLICT (key_id) DO UPDATE SET retired_at = NULL`,
          )
          .bind(listed, at),
        database
          .prepare(
            `UPDATE signing_key SET retired_at = ?2 WHERE retired_at IS NULL
              AND key_id NOT IN (SELECT value ->> 'keyId' FROM json_each(?1))`,
          )
          .bind(listed, at),
        database.prepare('UPDATE publisher SET key_ring_version = ?').bind(version),
      ]);
    },
    async saveSigningKeyId(keyId: string): Promise<void> {
      await db.update(p.publisher).set({ signingKeyId: keyId });
    },
  };
}
