import { type ChunkPace, firstPace, nextPace } from '../../commerce/distribution/chunk-rows.ts';

/** Times transactions of packages, so that the next ones have as many rows as this machine stores in time. */
export class ChunkTimer {
  readonly #elapsedMs: () => number;
  #pace: ChunkPace = firstPace;

  /** `elapsedMs`: a clock that nobody sets, from any beginning. */
  constructor(elapsedMs: () => number) {
    this.#elapsedMs = elapsedMs;
  }

  get rows(): number {
    return this.#pace.rows;
  }

  async time(work: () => Promise<void>): Promise<void> {
    const startedMs = this.#elapsedMs();
    await work();
    this.#pace = nextPace(this.#pace, this.#elapsedMs() - startedMs);
  }

  /** For work of another kind, which knows nothing yet. */
  another(): ChunkTimer {
    return new ChunkTimer(this.#elapsedMs);
  }
}
