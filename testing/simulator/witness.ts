import type { Incident } from '../../commerce/journal/gateway-shapes.ts';
import type { FaultKind } from './faults.ts';
import type { SimRecord } from './messages.ts';
import type { Deed } from './trade.ts';
import { expectedOf } from './trade.ts';

export interface Printed {
  readonly terminal: string;
  readonly epoch: number;
  readonly seq: number;
  readonly hash: string;
  readonly receiptNumber: number | null;
  readonly deed: Deed | null;
  /** Headquarters cannot read it, so it goes to suspense. */
  readonly unreadable: boolean;
}

export interface NotedIncident {
  readonly terminal: string;
  readonly incident: Incident;
}

const FAILURES_MAX = 20;

/** Sees everything from outside: what was printed, what was destroyed, and what the system said about it. */
export class Witness {
  readonly printed = new Map<string, Printed>();
  /** Records whose only holder was wiped or set back. */
  readonly destroyed = new Set<string>();
  readonly incidents: NotedIncident[] = [];
  readonly faults = new Map<FaultKind, number>();
  readonly failures: string[] = [];
  checks = 0;
  transactions = 0;

  check(holds: boolean, sentence: () => string): void {
    this.checks += 1;
    if (holds) return;
    this.failures.push(sentence());
    // A history that is broken need not be played to its end.
    if (this.failures.length >= FAILURES_MAX) throw new Error('more than enough is broken');
  }

  count(kind: FaultKind): void {
    this.faults.set(kind, (this.faults.get(kind) ?? 0) + 1);
  }

  print(terminal: string, record: SimRecord, deed: Deed | null, unreadable: boolean): void {
    const { epoch, seq, hash, receiptNumber } = record;
    this.printed.set(hash, { terminal, epoch, seq, hash, receiptNumber, deed, unreadable });
  }

  /** What the books must come to, from the deeds alone: sales and tenders of everything that was not destroyed. */
  expectedBooks(): { grossMinor: number; tenders: Map<string, number> } {
    let grossMinor = 0;
    const tenders = new Map<string, number>();
    for (const { hash, deed, unreadable } of this.printed.values()) {
      if (!deed || unreadable || this.destroyed.has(hash)) continue;
      const expected = expectedOf(deed);
      grossMinor += expected.grossMinor;
      tenders.set(expected.tender, (tenders.get(expected.tender) ?? 0) + expected.grossMinor);
    }
    return { grossMinor, tenders };
  }
}
