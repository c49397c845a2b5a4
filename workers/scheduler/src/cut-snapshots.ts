import { withSnapshot } from '../../../commerce/distribution/next-head.ts';
import type { SnapshotWork } from '../../../db/hq/publish-store.ts';
import type { StreamHead } from '../../../protocol/package-documents.ts';
import type { PublishPorts } from './publish.ts';
import { putHead } from './put-signed.ts';
import { BlobWriter } from './write-blobs.ts';

/** Blobs after which the work is saved: what a run that dies has to do again. */
const BLOBS_UNSAVED_MAX = 16;

/**
 * Cuts a stream's snapshot, page by page from where it stopped, as far as the run goes. Rows that change meanwhile
 * may be in it as they were or as they are: what changed since it was begun follows in the deltas after it.
 * Answers the stream's head once it is whole; null when there is more to do.
 */
export async function cutSnapshot(
  ports: PublishPorts,
  work: SnapshotWork,
  before: StreamHead | null,
): Promise<StreamHead | null> {
  const { masters } = ports;
  const writer = new BlobWriter(ports.packages, work.blobs);
  let saved = work.blobs.length;
  const save = async (place: Pick<SnapshotWork, 'source' | 'afterKey'>) => {
    await writer.cut();
    saved = writer.references.length;
    await masters.saveSnapshotWork({ ...work, ...place, blobs: writer.references });
  };
  for await (const { lines, next } of masters.snapshotPages(work.stream, work)) {
    await writer.add(lines);
    if (ports.isSpent()) {
      await save(next);
      return null;
    }
    if (writer.references.length - saved >= BLOBS_UNSAVED_MAX) await save(next);
  }
  await writer.cut();
  const snapshot = { version: work.version, blobs: writer.references };
  return before ? recut(ports, work, before, snapshot) : first(ports, work, snapshot);
}

async function first(
  ports: PublishPorts,
  { stream, version, changeVersion }: SnapshotWork,
  snapshot: StreamHead['snapshot'],
): Promise<StreamHead> {
  const head: StreamHead = { type: 'head', stream, version, issuedAt: ports.now(), snapshot, deltas: [] };
  await ports.masters.saveHead(head, changeVersion);
  await putHead(ports, head);
  await ports.masters.endSnapshotWork(stream);
  return head;
}

async function recut(
  ports: PublishPorts,
  { stream }: SnapshotWork,
  before: StreamHead,
  snapshot: StreamHead['snapshot'],
): Promise<StreamHead> {
  const { masters } = ports;
  const [published] = (await masters.heads([stream])).values();
  const { head, retired } = withSnapshot({ ...before, issuedAt: ports.now() }, snapshot);
  await masters.retire(retired, ports.now());
  await masters.saveHead(head, published?.changeVersion ?? 0);
  await putHead(ports, head);
  await masters.endSnapshotWork(stream);
  return head;
}
