import { and, desc, eq, isNull, lt, or, type SQL } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import type { TerminalIdentity } from '../../commerce/journal/journal-record.ts';
import type { DeviceIdentity, RegisteredDevice, StoreIncident } from '../../protocol/worker-calls.ts';
import * as d from './devices-schema.ts';

/** Devices, their tokens and epochs, as headquarters keeps them for gateways that may be set back. */
export function deviceRegistry(masters: D1Database) {
  const db = drizzle(masters);
  const epochs = d.terminalEpoch;
  const devices = d.terminalDevice;
  const ofTerminal = <T extends typeof epochs | typeof devices>(
    table: T,
    { store, terminal }: TerminalIdentity,
  ) => and(eq(table.store, store), eq(table.terminal, terminal)) as SQL;
  return {
    /**
     * The number of a terminal's next epoch: beyond every one that was given, and beyond `booked`. To the same `ask`
     * the same number, and the device that asked first.
     */
    async allocate(
      { store, terminal }: TerminalIdentity,
      { installId, publicKey }: DeviceIdentity,
      ask: string,
      booked: number,
      now: string,
    ): Promise<{ epoch: number } & DeviceIdentity> {
      await masters
        .prepare(
          `INSERT INTO terminal_epoch (store, terminal, epoch, ask, install_id, public_key, granted_at)
            SELECT ?1, ?2, 1 + max(?3, coalesce(max(epoch), 0)), ?4, ?5, ?6, ?7 FROM terminal_epoch
            WHERE store = ?1 AND terminal = ?2 ON CONFLICT (store, terminal, ask) DO NOTHING`,
        )
        .bind(store, terminal, booked, ask, installId, publicKey, now)
        .run();
      const [given] = await db
        .select()
        .from(epochs)
        .where(and(ofTerminal(epochs, { store, terminal }), eq(epochs.ask, ask)));
      if (!given) throw new Error(`terminal ${store}.${terminal} was given no epoch`);
      return { epoch: given.epoch, installId: given.installId, publicKey: given.publicKey };
    },
    async epoch(terminal: TerminalIdentity, epoch: number): Promise<DeviceIdentity | null> {
      const [found] = await db
        .select({ installId: epochs.installId, publicKey: epochs.publicKey })
        .from(epochs)
        .where(and(ofTerminal(epochs, terminal), eq(epochs.epoch, epoch)));
      return found ?? null;
    },
    /** From now on the device is known by this token, and by no other. */
    async register(terminal: TerminalIdentity, device: DeviceIdentity, tokenHash: string, now: string) {
      const { installId, publicKey } = device;
      const row = { ...terminal, installId, publicKey, tokenHash, registeredAt: now, revokedAt: null };
      await db.batch([
        db.delete(devices).where(and(ofTerminal(devices, terminal), eq(devices.publicKey, publicKey))),
        db.insert(devices).values(row),
      ]);
    },
    async device(store: string, tokenHash: string): Promise<RegisteredDevice | null> {
      const [found] = await db
        .select()
        .from(devices)
        .where(and(eq(devices.tokenHash, tokenHash), eq(devices.store, store)));
      if (!found) return null;
      const { terminal, installId, publicKey, revokedAt } = found;
      return { terminal, installId, publicKey, revoked: revokedAt !== null };
    },
    /** Revokes every device that the terminal has had. Answers how many were not revoked before. */
    async revoke(terminal: TerminalIdentity, now: string): Promise<number> {
      const revoked = await db
        .update(devices)
        .set({ revokedAt: now })
        .where(and(ofTerminal(devices, terminal), isNull(devices.revokedAt)))
        .returning({ tokenHash: devices.tokenHash });
      return revoked.length;
    },
    async keepIncidents(store: string, incidents: readonly StoreIncident[]): Promise<void> {
      const rows = incidents.map(({ id, terminal, atMs, incident }) => ({
        ...{ store, id, terminal, type: incident.type, epoch: incident.epoch },
        ...{ at: new Date(atMs).toISOString(), detail: incident },
      }));
      for (const row of rows) await db.insert(d.incident).values(row).onConflictDoNothing();
    },
    /** Newest first. `after` is the last one of the previous page. */
    async incidents(
      filter: { store?: string | undefined; terminal?: string | undefined },
      limit: number,
      after?: { at: string; store: string; id: number },
    ) {
      const i = d.incident;
      const before =
        after &&
        or(
          lt(i.at, after.at),
          and(
            eq(i.at, after.at),
            or(lt(i.store, after.store), and(eq(i.store, after.store), lt(i.id, after.id))),
          ),
        );
      return db
        .select()
        .from(i)
        .where(
          and(
            filter.store === undefined ? undefined : eq(i.store, filter.store),
            filter.terminal === undefined ? undefined : eq(i.terminal, filter.terminal),
            before,
          ),
        )
        .orderBy(desc(i.at), desc(i.store), desc(i.id))
        .limit(limit);
    },
  };
}
