import { type ReadonlySignal, signal } from '@preact/signals-core';
import type { ExchangeKind } from '../../../../../commerce/exchange/kinds.ts';
import { rejectsHeader, rejectsLine } from '../../../../../commerce/exchange/rejects-line.ts';
import {
  type ImportOutcome,
  type ImportProgress,
  importFile,
  type RejectedRow,
} from '../../../../../protocol/exchange/import-file.ts';
import type { ImportAnswer } from '../../../../../protocol/exchange/messages.ts';
import { post } from '../../app/api.ts';
import { ApiProblem } from '../../app/problem.ts';
import { asProblem } from '../../app/resource.ts';

/** So many faults are shown; all of them are in the file of rejected rows. */
const SHOWN_MAX = 200;
/** Lines go into one piece of the file together: the browser may then keep them on disk. */
const LINES_OF_PIECE = 1000;

export interface ShownFault {
  readonly id: string;
  readonly row: number;
  readonly column: string | null;
  readonly reason: string;
}

export interface Rejects {
  /** The rejected rows in the format that they came in, with their reason. */
  readonly file: Blob;
  readonly shown: readonly ShownFault[];
  /** Faults beyond those that are shown. */
  readonly more: number;
}

export type RunState =
  | { readonly state: 'none' }
  | { readonly state: 'running'; readonly dryRun: boolean; readonly progress: ImportProgress | null }
  | {
      readonly state: 'done';
      readonly dryRun: boolean;
      readonly outcome: ImportOutcome;
      readonly rejects: Rejects;
    }
  /** The file as a whole: nothing was sent. */
  | { readonly state: 'refused'; readonly words: string }
  | {
      readonly state: 'stopped';
      readonly problem: ApiProblem | null;
      readonly rowsSent: number;
      readonly dryRun: boolean;
    };

export interface ImportRun {
  readonly state: ReadonlySignal<RunState>;
  start(file: File, kind: ExchangeKind, dryRun: boolean): Promise<void>;
  stop(): void;
  /** What is shown belongs to another file or kind. */
  forget(): void;
}

/** One import at a time, that can be stopped; it ends with its page. */
export function importRun(ended: AbortSignal): ImportRun {
  const state = signal<RunState>({ state: 'none' });
  let stopping = new AbortController();
  ended.addEventListener('abort', () => stopping.abort());
  return {
    state,
    stop: () => stopping.abort(),
    forget: () => {
      if (state.peek().state !== 'running') state.value = { state: 'none' };
    },
    async start(file, kind, dryRun) {
      if (state.peek().state === 'running') return;
      stopping = new AbortController();
      state.value = { state: 'running', dryRun, progress: null };
      let rowsSent = 0;
      const kept = collectRejects();
      try {
        const done = await importFile(file, kind, dryRun, {
          begins: kept.begins,
          rejected: kept.add,
          send: (piece) => {
            stopping.signal.throwIfAborted();
            return post<ImportAnswer>(`/v1/imports/${kind}`, piece, stopping.signal);
          },
          progress: (progress) => {
            rowsSent = progress.done;
            state.value = { state: 'running', dryRun, progress };
          },
        });
        state.value = done.ok
          ? { state: 'done', dryRun, outcome: done.value, rejects: kept.end() }
          : { state: 'refused', words: `Line ${done.error.line}: ${done.error.message}.` };
      } catch (thrown) {
        const problem = stopping.signal.aborted ? null : problemOf(thrown);
        state.value = { state: 'stopped', problem, rowsSent, dryRun };
      }
    },
  };
}

/** The browser says so where a file was changed, moved or taken away while it was read. */
function problemOf(thrown: unknown): ApiProblem {
  if (thrown instanceof DOMException && thrown.name === 'NotReadableError')
    return new ApiProblem(0, 'The file was changed while it was read. Choose it again.');
  return asProblem(thrown);
}

function collectRejects() {
  let header: readonly string[] = [];
  let lines: string[] = [];
  const pieces: Blob[] = [];
  const shown: ShownFault[] = [];
  let more = 0;
  const cut = () => {
    pieces.push(new Blob(lines));
    lines = [];
  };
  return {
    begins(names: readonly string[]) {
      header = names;
      lines.push(rejectsHeader(names));
    },
    add({ number, cells, faults }: RejectedRow) {
      lines.push(rejectsLine(header, cells, faults));
      if (lines.length >= LINES_OF_PIECE) cut();
      faults.forEach((fault, at) => {
        if (shown.length < SHOWN_MAX) shown.push({ id: `${number}-${at}`, row: number, ...fault });
        else more += 1;
      });
    },
    end(): Rejects {
      cut();
      return { file: new Blob(pieces, { type: 'text/csv' }), shown, more };
    },
  };
}
