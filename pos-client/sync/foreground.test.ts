import { expect, test } from 'vitest';
import { Foreground } from './foreground.ts';

test('what nobody waits for goes on when the last of those that somebody waits for is done', async () => {
  const foreground = new Foreground();
  const told: string[] = [];
  const [scan, search] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const both = [scan, search].map(({ promise }) => foreground.run(() => promise));
  const chunk = foreground.idle().then(() => told.push('chunk'));
  scan.resolve();
  await both[0];
  await new Promise((wake) => setImmediate(wake));
  expect(told).toEqual([]);
  search.resolve();
  await Promise.all([...both, chunk]);
  expect(told).toEqual(['chunk']);
});

test('also when it fails, and at once where nobody waits', async () => {
  const foreground = new Foreground();
  await expect(foreground.run(() => Promise.reject(new Error('no such product')))).rejects.toThrow('no such');
  await foreground.idle();
});
