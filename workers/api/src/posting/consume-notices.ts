import * as z from 'zod';
import type { SegmentNotice } from '../../../../protocol/worker-calls.ts';
import type { Env } from '../env.ts';
import { postSegment } from './post-segment.ts';

const segmentNotice = z.object({
  store: z.string(),
  terminal: z.string(),
  epoch: z.int(),
  from: z.int(),
  to: z.int(),
  segment: z.string(),
  hash: z.string().optional(),
}) satisfies z.ZodType<SegmentNotice>;

/** Books what the notices of a batch announce, in the order of each terminal's journal, and tells the gateways. */
export async function consumeNotices(batch: MessageBatch<unknown>, env: Env): Promise<void> {
  const messages = batch.messages
    .map((message) => ({ message, notice: segmentNotice.safeParse(message.body) }))
    .sort(
      (a, b) =>
        (a.notice.data?.epoch ?? 0) - (b.notice.data?.epoch ?? 0) ||
        (a.notice.data?.from ?? 0) - (b.notice.data?.from ?? 0),
    );
  for (const { message, notice } of messages) {
    if (!notice.success) {
      console.error('notice refused', z.prettifyError(notice.error));
      message.ack();
      continue;
    }
    try {
      const result = await postSegment(env, notice.data, () => new Date().toISOString());
      const { store, terminal, epoch } = notice.data;
      if (result.type === 'early') {
        message.retry({ delaySeconds: 2 });
        continue;
      }
      await env.GATEWAY_CALLS.posted(store, terminal, epoch, result.place);
      message.ack();
    } catch (problem) {
      // The gateway announces again what is not booked in time, so nothing hangs on this message.
      console.error('posting failed', notice.data.segment, String(problem));
      message.retry({ delaySeconds: Math.min(60, 2 ** message.attempts) });
    }
  }
}
