/** Money that moves between the drawer and the rest of the store, or a drawer that is opened without any. */
export type DrawerOperationType =
  | 'noSale'
  /** More change is brought. */
  | 'floatEntry'
  /** Money is taken out for something else than the safe or the bank. */
  | 'tenderRemoval'
  | 'safeDrop'
  | 'bankDrop';

/** The body of its record. `amountMinor` is positive, 0 for a no-sale, whichever way the money goes. */
export interface DrawerOperation {
  readonly type: DrawerOperationType;
  readonly store: string;
  readonly terminal: string;
  readonly shift: number;
  readonly businessDate: string;
  /** Trading time, ISO 8601 UTC. */
  readonly at: string;
  readonly employee: string;
  readonly currency: string;
  readonly tenderType: string | null;
  readonly amountMinor: number;
  /** Why, from headquarters' list, or what the cashier wrote: the number of the bag. */
  readonly reasonCode: string | null;
  readonly note: string | null;
}

/** What it makes of the drawer's content, in minor units. */
export function movesIntoDrawer(type: DrawerOperationType, amountMinor: number): number {
  if (type === 'noSale') return 0;
  return type === 'floatEntry' ? amountMinor : -amountMinor;
}
