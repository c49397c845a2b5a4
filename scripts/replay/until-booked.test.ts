import { expect, test } from 'vitest';
import { newestEpochs } from './until-booked.ts';

test('the newest epoch of each terminal counts', () => {
  const watermark = (store: string, terminal: string, epoch: number, seq: number) => ({
    store,
    terminal,
    epoch,
    seq,
  });
  const newest = newestEpochs([
    watermark('S1', '1', 2, 5),
    watermark('S1', '1', 1, 90),
    watermark('S1', '2', 1, 7),
    watermark('S2', '1', 1, 0),
  ]);
  expect([...newest].map(([terminal, { epoch, seq }]) => [terminal, epoch, seq])).toEqual([
    ['S1-1', 2, 5],
    ['S1-2', 1, 7],
    ['S2-1', 1, 0],
  ]);
});
