export interface SegmentRange {
  readonly from: number;
  readonly to: number;
}

/** A segment is posted by one worker at a time, so it has bounds; a single record may be larger. */
const segmentMax = { records: 1000, bytes: 4_000_000 };

/** Cuts records, which follow each other, into segments: as many in each as fit. */
export function cutSegments(
  sizes: Iterable<{ readonly seq: number; readonly bytes: number }>,
  max = segmentMax,
): readonly SegmentRange[] {
  const ranges: SegmentRange[] = [];
  let from = 0;
  let to = 0;
  let bytes = 0;
  for (const size of sizes) {
    const full = to - from + 1 >= max.records || bytes + size.bytes > max.bytes;
    if (from > 0 && full) {
      ranges.push({ from, to });
      from = 0;
    }
    if (from === 0) {
      from = size.seq;
      bytes = 0;
    }
    to = size.seq;
    bytes += size.bytes;
  }
  if (from > 0) ranges.push({ from, to });
  return ranges;
}
