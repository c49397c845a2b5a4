import { signal } from '@preact/signals-core';
import { byteCount, counted } from '../parts/quantity.ts';
import { post } from './api.ts';
import { overview } from './overview.ts';
import { asProblem } from './resource.ts';
import { say } from './toast.ts';

interface RunResult {
  readonly state: 'done' | 'running' | 'stopped';
  readonly streams: number;
  readonly rows: number;
  readonly bytes: number;
}

export const publishing = signal(false);

/** Counts runs that have ended, so that lists of them can be read anew. */
export const published = signal(0);

/** Sends everything that was changed to the registers, and says what went out. */
export const publishNow = (): Promise<void> => publish('all');

/** Runs a job now, or only some streams of it, such as one that failed. */
export async function publish(job: string, streams?: readonly string[]): Promise<void> {
  if (publishing.peek()) return;
  publishing.value = true;
  say({ words: 'Publishing: changes are packed and signed.' });
  try {
    const path = `/v1/distribution-jobs/${encodeURIComponent(job)}/runs`;
    const result: RunResult = await post(path, streams ? { streams } : {});
    say({ words: resultWords(result) });
    void overview().reload();
  } catch (thrown) {
    const action = { label: 'Try again', act: () => publish(job, streams) };
    say({ tone: 'bad', words: `Not published. ${asProblem(thrown).message}`, action });
  } finally {
    publishing.value = false;
    // A run that failed is one more in the list too.
    published.value++;
  }
}

/** After a change of a master: it is kept; the registers have it when it is published. */
export function saidSaved(words: string): void {
  say({
    words: `${words} Registers get it when it is published.`,
    action: { label: 'Publish now', act: publishNow },
  });
}

export function resultWords({ state, streams, rows, bytes }: RunResult): string {
  if (state === 'running')
    return 'There is much to publish: the run goes on by itself and shows how far it is.';
  if (state === 'stopped') return 'The run was stopped. What it has not published stays due.';
  if (streams === 0) return 'Nothing new to publish. Everything that was changed is already out.';
  return `Published ${counted(streams, 'stream')}: ${counted(rows, 'row')}, ${byteCount(bytes)}.`;
}
