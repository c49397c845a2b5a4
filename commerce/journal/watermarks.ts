/** A place in a terminal's epoch, named by what is there: a number alone may mean another record on a copy. */
export interface Place {
  readonly seq: number;
  readonly hash: string;
}

/** How far the gateway (stored) and headquarters (booked) hold one branch of an epoch. */
export interface Marks {
  readonly epoch: number;
  readonly gateway: Place;
  readonly hq: Place;
  /** Up to where no receiver can need them again, by the gateway's clock: a register's own may be wrong. */
  readonly prunableSeq: number;
}

/**
 * A point-in-time restore reaches back 30 days. What a device or a gateway has sent on is kept for longer than that,
 * so that a receiver which was set back can be given everything again.
 */
export const RECOVERY_WINDOW_MS = 35 * 24 * 3600_000;
