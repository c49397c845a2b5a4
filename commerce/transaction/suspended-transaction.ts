import type { CartStep } from '../cart/cart.ts';

/** A basket that waits: put aside at one register, taken up again there or at another one of the store. */
export interface SuspendedTransaction {
  /** Of the whole store: the terminal, and the place of the record that says it. */
  readonly id: string;
  readonly terminal: string;
  /** Trading time, ISO 8601 UTC. */
  readonly suspendedAt: string;
  readonly employee: string;
  /** What the cashier wrote to find it again. */
  readonly note: string | null;
  readonly customer: string | null;
  readonly lineCount: number;
  readonly grossMinor: number;
  readonly currency: string;
  /** How it came to be. Taken up again, it is priced as a transaction that begins then. */
  readonly steps: readonly CartStep[];
}

/** What a list shows of it. */
export type SuspendedSummary = Omit<SuspendedTransaction, 'steps'>;

/** The body of the record that says that it was taken up again. */
export interface RecalledTransaction {
  readonly id: string;
  /** Who suspended it, and who goes on with it. */
  readonly from: string;
  readonly terminal: string;
  readonly recalledAt: string;
  readonly employee: string;
}
