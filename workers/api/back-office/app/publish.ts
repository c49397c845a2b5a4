import { signal } from '@preact/signals-core';
import { byteCount, counted } from '../parts/quantity.ts';
import { post } from './api.ts';
import { overview } from './overview.ts';
import { asProblem } from './resource.ts';
import { say } from './toast.ts';

interface RunResult {
  readonly streams: number;
  readonly rows: number;
  readonly bytes: number;
}

export const publishing = signal(false);

/** Counts finished runs, so that lists of them can be read anew. */
export const published = signal(0);

/** Sends everything that was changed to the registers, and says what went out. */
export async function publishNow(): Promise<void> {
  if (publishing.peek()) return;
  publishing.value = true;
  say({ words: 'Publishing: changes are packed and signed.' });
  try {
    const result: RunResult = await post('/v1/distribution-jobs/all/runs', {});
    say({ words: resultWords(result) });
    published.value++;
    void overview().reload();
  } catch (thrown) {
    const action = { label: 'Try again', act: publishNow };
    say({ tone: 'bad', words: `Not published. ${asProblem(thrown).message}`, action });
  } finally {
    publishing.value = false;
  }
}

/** After a change of a master: it is kept; the registers have it when it is published. */
export function saidSaved(words: string): void {
  say({
    words: `${words} Registers get it when it is published.`,
    action: { label: 'Publish now', act: publishNow },
  });
}

export function resultWords({ streams, rows, bytes }: RunResult): string {
  if (streams === 0) return 'Nothing new to publish. Everything that was changed is already out.';
  return `Published ${counted(streams, 'stream')}: ${counted(rows, 'row')}, ${byteCount(bytes)}.`;
}
