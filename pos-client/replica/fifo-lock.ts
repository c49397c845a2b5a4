/**
 * One holder at a time, in the order of asking. Releasing hands the lock to the next waiter directly: it is never free
 * in between, so nothing that asks later can slip in.
 */
export class FifoLock {
  #held = false;
  readonly #waiting: (() => void)[] = [];

  /** Resolves to the function that releases; calling it again does nothing. */
  async acquire(): Promise<() => void> {
    if (this.#held) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#held = true;
    let released = false;
    return () => {
      if (released) return;
      released = true;
      const next = this.#waiting.shift();
      if (next) next();
      else this.#held = false;
    };
  }

  async run<T>(work: () => T | Promise<T>): Promise<T> {
    const release = await this.acquire();
    try {
      return await work();
    } finally {
      release();
    }
  }
}
