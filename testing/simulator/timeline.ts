interface Due {
  readonly atMs: number;
  readonly order: number;
  readonly run: () => void;
}

/** The only clock there is: it moves to whatever is due next. What is due at one moment runs in the order it was set. */
export class Timeline {
  nowMs: number;
  #order = 0;
  readonly #heap: Due[] = [];

  constructor(startMs: number) {
    this.nowMs = startMs;
  }

  after(delayMs: number, run: () => void): void {
    this.at(this.nowMs + delayMs, run);
  }

  at(atMs: number, run: () => void): void {
    const due = { atMs: Math.max(atMs, this.nowMs), order: this.#order++, run };
    const heap = this.#heap;
    let place = heap.push(due) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!before(due, heap[parent] as Due)) break;
      heap[place] = heap[parent] as Due;
      place = parent;
    }
    heap[place] = due;
  }

  /** Runs what is due up to a moment. */
  runUntil(untilMs: number): void {
    for (let due = this.#heap[0]; due && due.atMs <= untilMs; due = this.#heap[0]) {
      this.#take();
      this.nowMs = due.atMs;
      due.run();
    }
    this.nowMs = Math.max(this.nowMs, untilMs);
  }

  #take(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let place = 0;
    for (;;) {
      let child = place * 2 + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1] as Due, heap[child] as Due)) child += 1;
      if (!before(heap[child] as Due, last)) break;
      heap[place] = heap[child] as Due;
      place = child;
    }
    heap[place] = last;
  }
}

const before = (a: Due, b: Due) => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
