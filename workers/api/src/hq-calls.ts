import { WorkerEntrypoint } from 'cloudflare:workers';
import { and, eq, gt, isNull, or } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import type { TerminalIdentity } from '../../../commerce/journal/journal-record.ts';
import { deviceRegistry } from '../../../db/hq/device-registry.ts';
import { lookUpProduct } from '../../../db/hq/look-up-product.ts';
import * as m from '../../../db/hq/masters-schema.ts';
import * as p from '../../../db/hq/publishing-schema.ts';
import { storeJournals } from '../../../db/hq/store-journals.ts';
import type { LookUpRequest } from '../../../protocol/journal-messages.ts';
import type {
  AllocatedEpoch,
  Comparison,
  DeviceIdentity,
  HqRpc,
  PinVerifier,
  RedeemAnswer,
  RegisteredDevice,
  StoreIncident,
} from '../../../protocol/worker-calls.ts';
import { booksOf } from './books.ts';
import type { Env } from './env.ts';
import { goOnSweeping } from './posting/sweep-segments.ts';

/** What a store's gateway may ask of headquarters. */
export class HqCalls extends WorkerEntrypoint<Env> implements HqRpc {
  async redeemActivationCode(codeHash: string, device: DeviceIdentity): Promise<RedeemAnswer> {
    const { installId } = device;
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
    const identity = { store: register.store, terminal: register.terminal };
    return {
      type: 'redeemed',
      identity,
      trustedKeys,
      allocated: await this.allocateEpoch(identity, device, codeHash),
    };
  }

  async allocateEpoch(
    terminal: TerminalIdentity,
    device: DeviceIdentity,
    ask: string,
  ): Promise<AllocatedEpoch> {
    const booked = await booksOf(this.env, terminal.store).newest(terminal);
    const now = new Date().toISOString();
    const { epoch } = await deviceRegistry(this.env.MASTERS).allocate(
      terminal,
      device,
      ask,
      booked.epoch,
      now,
    );
    return { epoch, receiptSeen: booked.receiptMax };
  }

  async registerDevice(terminal: TerminalIdentity, device: DeviceIdentity, tokenHash: string): Promise<void> {
    await deviceRegistry(this.env.MASTERS).register(terminal, device, tokenHash, new Date().toISOString());
  }

  async registeredDevice(store: string, tokenHash: string): Promise<RegisteredDevice | null> {
    return deviceRegistry(this.env.MASTERS).device(store, tokenHash);
  }

  async registeredEpoch(terminal: TerminalIdentity, epoch: number): Promise<DeviceIdentity | null> {
    return deviceRegistry(this.env.MASTERS).epoch(terminal, epoch);
  }

  async compare(store: string, comparisons: number): Promise<Comparison> {
    const known = await storeJournals(this.env.MASTERS).compared(store, comparisons);
    const journals = await booksOf(this.env, store).journals(store);
    const heads = journals.map(({ terminal, epoch, seq, hash }) => ({ terminal, epoch, seq, hash }));
    this.#sweep(store);
    return { heads, comparisons: known };
  }

  async reportIncidents(store: string, incidents: readonly StoreIncident[]): Promise<void> {
    await deviceRegistry(this.env.MASTERS).keepIncidents(store, incidents);
    // What a gateway had sent on before it was set back lies in R2, and it may not announce it any more.
    if (!incidents.some(({ incident: { type } }) => type === 'gatewaySetBack' || type === 'hqSetBack'))
      return;
    await storeJournals(this.env.MASTERS).setSweepDue(store);
    this.#sweep(store);
  }

  #sweep(store: string): void {
    const sweeping = goOnSweeping(this.env, store, () => new Date().toISOString());
    this.ctx.waitUntil(sweeping.catch((problem) => console.error('sweep waits', store, String(problem))));
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
