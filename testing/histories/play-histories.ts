import { playHistory } from './play-history.ts';

const SAID = 10;

/** Plays `count` histories from a seed on; answers how many failed. */
export async function playHistories(
  { seed, count }: { readonly seed: number; readonly count: number },
  say: (line: string) => void,
): Promise<number> {
  let [failed, edits, compared, rows] = [0, 0, 0, 0];
  const started = performance.now();
  for (let history = 0; history < count; history++) {
    const played = await playHistory(seed + history);
    edits += played.edits;
    compared += played.compared;
    rows += played.rows;
    if (played.differences.length === 0) continue;
    failed += 1;
    for (const difference of played.differences.slice(0, SAID)) say(`seed ${seed + history}: ${difference}`);
  }
  const seconds = Math.round((performance.now() - started) / 1000);
  say(
    `seed ${seed}: ${count} histories, ${edits} edits, ${compared} registers compared row by row, ${rows} rows, ${failed} failed, ${seconds} s`,
  );
  return failed;
}
