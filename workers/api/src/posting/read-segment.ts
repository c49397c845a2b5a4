import { assert } from '../../../../commerce/assert.ts';
import { recordProblem } from '../../../../commerce/journal/check-record.ts';
import type { VerifiedRecord } from '../../../../db/hq/project-records.ts';
import { wireHeader, wireRecord } from '../../../../protocol/journal-messages.ts';
import { hashRecord } from '../../../../protocol/record-hash.ts';
import type { SegmentNotice } from '../../../../protocol/worker-calls.ts';

/**
 * The records of a segment, each checked: its place, its hash, and that it continues the one before. The
 * gateway did the same before it stored them, so a fault here is damage, and nothing of it is booked.
 */
export async function readSegment(packages: R2Bucket, notice: SegmentNotice): Promise<VerifiedRecord[]> {
  const object = await packages.get(notice.segment);
  if (!object) throw new Error(`segment ${notice.segment} is not there (yet)`);
  const text = await new Response(object.body.pipeThrough(new DecompressionStream('gzip'))).text();
  const { store, terminal, epoch } = notice;
  const lines = text.split('\n').filter((line) => line !== '');
  const read = lines.map((line) => {
    const record = wireRecord.parse(JSON.parse(line));
    return { ...record, parsed: wireHeader.parse(JSON.parse(record.header)) };
  });
  const hashes = await Promise.all(
    read.map(({ parsed, header, body }) => hashRecord(parsed.prev, header, body)),
  );
  const records: VerifiedRecord[] = [];
  for (const [at, { header: headerText, parsed: header, body, hash, seq }] of read.entries()) {
    const place = `${notice.segment}, record ${seq}`;
    const said = { said: hash, recomputed: hashes[at] ?? '' };
    const problem = recordProblem(header, { store, terminal, epoch, seq }, said);
    assert(problem !== 'elsewhere', `${place} is of the segment's terminal and epoch, at its place`);
    assert(problem !== 'hash', `${place} has the hash it says`);
    assert(seq === notice.from + records.length, `${place} leaves no gap`);
    const before = records.at(-1);
    assert(!before || before.hash === header.prev, `${place} continues the record before it`);
    records.push({ header, headerText, body, hash });
  }
  assert(
    records.length === notice.to - notice.from + 1,
    `${notice.segment} holds the records it was announced with`,
  );
  return records;
}
