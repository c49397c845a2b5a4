/** Says how far something has come, at most twice a second and only what is new. */
export class Progress {
  readonly #total: number;
  readonly #say: (line: string) => void;
  readonly #startedMs = performance.now();
  #done = 0;
  #saidMs = Number.NEGATIVE_INFINITY;

  constructor(total: number, say: (line: string) => void) {
    this.#total = total;
    this.#say = say;
  }

  advance(): void {
    this.#done += 1;
    const nowMs = performance.now();
    if (this.#done < this.#total && nowMs - this.#saidMs < 500) return;
    this.#saidMs = nowMs;
    const seconds = Math.round((nowMs - this.#startedMs) / 1000);
    this.#say(`replay: ${this.#done} of ${this.#total} transactions, ${seconds} s`);
  }
}
