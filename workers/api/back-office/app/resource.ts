import { effect, type ReadonlySignal, signal, untracked } from '@preact/signals-core';
import { ApiProblem } from './problem.ts';

export type Load<T> = (signal: AbortSignal) => Promise<T>;

/** Something headquarters was asked for. The last value stays while a newer one is on its way. */
export interface Loaded<T> {
  readonly value: T | undefined;
  readonly problem: ApiProblem | null;
  readonly loading: boolean;
  /** When the value was read, for pages that say how fresh they are. */
  readonly at: Date | null;
}

export interface Resource<T> {
  readonly state: ReadonlySignal<Loaded<T>>;
  /** Asks again and keeps what is shown until the answer is there. */
  reload(): Promise<void>;
  /** Asks again unless it is being asked already: for what is repeated by a clock. */
  refresh(): void;
  /** Shows a value that was just written, without asking. */
  set(value: T): void;
  end(): void;
}

export function resource<T>(load: Load<T>): Resource<T> {
  const state = signal<Loaded<T>>({ value: undefined, problem: null, loading: true, at: null });
  let running = new AbortController();
  let pending = false;

  const run = async (loading: Promise<T>, mine: AbortController) => {
    pending = true;
    try {
      const value = await loading;
      if (mine.signal.aborted) return;
      const before = state.peek();
      const same = before.value !== undefined && JSON.stringify(before.value) === JSON.stringify(value);
      state.value = { value: same ? before.value : value, problem: null, loading: false, at: new Date() };
    } catch (thrown) {
      if (mine.signal.aborted) return;
      state.value = { ...state.peek(), problem: asProblem(thrown), loading: false };
    } finally {
      if (mine === running) pending = false;
    }
  };
  const begin = () => {
    running.abort();
    running = new AbortController();
    pending = false;
    return running;
  };
  const stop = effect(() => {
    const mine = begin();
    const loading = load(mine.signal);
    untracked(() => {
      state.value = { ...state.peek(), problem: null, loading: true };
      void run(loading, mine);
    });
  });
  const reload = () => {
    const mine = begin();
    return run(
      untracked(() => load(mine.signal)),
      mine,
    );
  };
  return {
    state,
    reload,
    refresh: () => {
      if (!pending) void reload();
    },
    set: (value) => {
      begin();
      state.value = { value, problem: null, loading: false, at: new Date() };
    },
    end: () => {
      stop();
      running.abort();
    },
  };
}

export function asProblem(thrown: unknown): ApiProblem {
  if (thrown instanceof ApiProblem) return thrown;
  console.error(thrown);
  return new ApiProblem(0, 'The page has a fault and could not show this. Load it again.');
}
