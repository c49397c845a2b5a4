import { setTimeout as pause } from 'node:timers/promises';
import type { HqClient } from '../hq-client.ts';
import { type BookedSeq, readWatermarks } from './read-back.ts';

/** A register's journal, and the number of its last record. */
export interface Journal {
  readonly store: string;
  readonly terminal: string;
  readonly lastSeq: number;
}

/** Longer than a gateway takes to announce again what was not booked. */
const STALLED_MS = 90_000;
const POLL_MS = 100;

/**
 * Waits until headquarters' watermark of every journal's newest epoch has reached its last record; false where
 * none has moved for too long.
 */
export async function untilBooked(hq: HqClient, journals: readonly Journal[]): Promise<boolean> {
  const stores = [...new Set(journals.map(({ store }) => store))];
  let [booked, movedMs] = [-1, performance.now()];
  for (;;) {
    const newest = newestEpochs(await readWatermarks(hq, stores));
    const seqOf = ({ store, terminal }: Journal) => newest.get(`${store}-${terminal}`)?.seq ?? 0;
    if (journals.every((journal) => seqOf(journal) >= journal.lastSeq)) return true;
    const sum = journals.reduce((total, journal) => total + seqOf(journal), 0);
    if (sum !== booked) [booked, movedMs] = [sum, performance.now()];
    if (performance.now() - movedMs > STALLED_MS) return false;
    await pause(POLL_MS);
  }
}

/** The watermark of each terminal's newest epoch, by `STORE-TERMINAL`. */
export function newestEpochs(watermarks: readonly BookedSeq[]): Map<string, BookedSeq> {
  const newest = new Map<string, BookedSeq>();
  for (const watermark of watermarks) {
    const terminal = `${watermark.store}-${watermark.terminal}`;
    if (watermark.epoch > (newest.get(terminal)?.epoch ?? 0)) newest.set(terminal, watermark);
  }
  return newest;
}
