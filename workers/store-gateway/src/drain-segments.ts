import { gzipText } from '../../../protocol/gzip-text.ts';
import type { WireRecord } from '../../../protocol/journal-messages.ts';
import type { SegmentNotice } from '../../../protocol/worker-calls.ts';
import type { Segment } from './outbox.ts';

/** What draining the outbox does, as effects, so that each can fail in a test. */
export interface DrainPorts {
  readonly nowMs: () => number;
  readonly due: (nowMs: number) => readonly Segment[];
  readonly records: (segment: Segment) => readonly WireRecord[];
  readonly mark: (key: string, state: Segment['state'], attempts: number, nextAttemptMs: number) => void;
  readonly put: (key: string, bytes: Uint8Array<ArrayBuffer>) => Promise<void>;
  readonly announce: (segment: Segment) => Promise<void>;
  readonly failed: (segment: Segment, problem: unknown) => void;
}

/** An announced segment that is not booked after this long is announced again. */
const REPEAT_MS = 30_000;
const RETRY_FIRST_MS = 1000;
const RETRY_MAX_MS = 60_000;

/**
 * Brings each due segment one or two steps on: planned → stored in R2 → announced on the Queue. What fails is
 * tried again later, longer each time; it never holds up another terminal's segments.
 */
export async function drainSegments(ports: DrainPorts): Promise<void> {
  for (const segment of ports.due(ports.nowMs())) {
    let { state } = segment;
    try {
      if (state === 'planned') {
        const text = ports
          .records(segment)
          .map((record) => `${JSON.stringify(record)}\n`)
          .join('');
        await ports.put(segment.key, await gzipText(text));
        state = 'stored';
        ports.mark(segment.key, state, 0, ports.nowMs());
      }
      await ports.announce(segment);
      ports.mark(segment.key, 'announced', 0, ports.nowMs() + REPEAT_MS);
    } catch (problem) {
      ports.failed(segment, problem);
      const attempts = segment.attempts + 1;
      const delayMs = Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** Math.min(attempts - 1, 10));
      ports.mark(segment.key, state, attempts, ports.nowMs() + delayMs);
    }
  }
}

export function noticeOf(store: string, segment: Segment): SegmentNotice {
  const { terminal, epoch, from, to, key, hash } = segment;
  return { store, terminal, epoch, from, to, segment: key, hash };
}
