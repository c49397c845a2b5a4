import { nextTurn } from './next-turn.ts';

/** What somebody stands and waits for: what nobody waits for steps back until it is done. */
export class Foreground {
  #running = 0;
  #waiting: (() => void)[] = [];

  async run<T>(work: () => Promise<T>): Promise<T> {
    this.#running += 1;
    try {
      return await work();
    } finally {
      this.#running -= 1;
      if (this.#running === 0) for (const go of this.#waiting.splice(0)) go();
    }
  }

  /** Resolves when nothing runs there, and what had been waiting for its turn has had it. */
  async idle(): Promise<void> {
    await nextTurn();
    while (this.#running > 0) await new Promise<void>((go) => this.#waiting.push(go));
  }
}
