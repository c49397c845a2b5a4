import { WorkerEntrypoint } from 'cloudflare:workers';
import { and, eq, gt, isNull, or } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { lookUpProduct } from '../../../db/hq/look-up-product.ts';
import * as m from '../../../db/hq/masters-schema.ts';
import * as p from '../../../db/hq/publishing-schema.ts';
import type { LookUpRequest } from '../../../protocol/journal-messages.ts';
import type { HqRpc, PinVerifier, RedeemAnswer } from '../../../protocol/worker-calls.ts';
import type { Env } from './env.ts';

/** What a store's gateway may ask of headquarters. */
export class HqCalls extends WorkerEntrypoint<Env> implements HqRpc {
  async redeemActivationCode(codeHash: string, installId: string): Promise<RedeemAnswer> {
    const db = drizzle(this.env.MASTERS);
    const code = m.activationCode;
    const now = new Date().toISOString();
    // One statement takes the code, so two devices cannot both have it.
    const [, taken] = await db.batch([
      db.update(m.writer).set({ admin: 'activation' }),
      db
        .update(code)
        .set({ usedAt: now, usedBy: installId })
        .where(
          and(
            eq(code.codeHash, codeHash),
            gt(code.expiresAt, now),
            or(isNull(code.usedAt), eq(code.usedBy, installId)),
          ),
        )
        .returning(),
    ]);
    const [used] = taken;
    if (!used) {
      const [known] = await db.select().from(code).where(eq(code.codeHash, codeHash));
      if (!known) return { type: 'unknownCode' };
      return known.usedAt === null ? { type: 'codeExpired' } : { type: 'codeUsed' };
    }
    const [register] = await db.select().from(m.register).where(eq(m.register.id, used.registerId));
    if (!register) return { type: 'unknownCode' };
    const keys = await db.select().from(p.signingKey).where(isNull(p.signingKey.retiredAt));
    const trustedKeys = Object.fromEntries(keys.map((key) => [key.keyId, key.publicKey]));
    return {
      type: 'redeemed',
      identity: { store: register.store, terminal: register.terminal },
      trustedKeys,
    };
  }

  async employeeVerifier(store: string, employee: string): Promise<PinVerifier | null> {
    const db = drizzle(this.env.MASTERS);
    const [found] = await db
      .select({ salt: m.employeePin.salt, verifier: m.employeePin.verifier })
      .from(m.employeePin)
      .innerJoin(m.employee, eq(m.employee.number, m.employeePin.number))
      .innerJoin(m.store, eq(m.store.employeeGroup, m.employee.employeeGroup))
      .where(and(eq(m.employeePin.number, employee), eq(m.store.store, store)));
    return found ?? null;
  }

  async lookUpProduct(store: string, request: LookUpRequest): Promise<readonly string[]> {
    return lookUpProduct(this.env.MASTERS, store, request);
  }
}
