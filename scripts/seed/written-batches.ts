/**
 * How many of a step's batches headquarters has. Batches are written in order, each whole or not at all, so the
 * last row of each tells, and a few questions find the border. Nothing is remembered on the side that could be
 * lost, or belong to another database.
 */
export async function writtenBatches(
  batchEnds: readonly string[],
  isThere: (key: string) => Promise<boolean>,
): Promise<number> {
  const last = batchEnds.at(-1);
  if (last === undefined || (await isThere(last))) return batchEnds.length;
  let written = 0;
  let missing = batchEnds.length;
  while (written < missing) {
    const middle = Math.floor((written + missing) / 2);
    if (await isThere(batchEnds[middle] ?? '')) written = middle + 1;
    else missing = middle;
  }
  return written;
}
