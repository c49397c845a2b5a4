import { expect, test } from 'vitest';
import { FifoLock } from './fifo-lock.ts';

test('hands over in the order of asking, and nobody slips in between', async () => {
  const lock = new FifoLock();
  const log: string[] = [];
  const release = await lock.acquire();
  const waiting = ['b', 'c'].map((name) => lock.run(() => log.push(name)));
  release();
  const late = lock.run(() => log.push('d')); // asks after the release, before b has been resumed
  await Promise.all([...waiting, late]);
  expect(log).toEqual(['b', 'c', 'd']);
});

test('a release counts once', async () => {
  const lock = new FifoLock();
  const release = await lock.acquire();
  release();
  release();
  const held = await lock.acquire();
  release();
  let entered = false;
  const next = lock.run(() => {
    entered = true;
  });
  await Promise.resolve();
  expect(entered).toBe(false);
  held();
  await next;
  expect(entered).toBe(true);
});

test('work that throws releases', async () => {
  const lock = new FifoLock();
  await expect(lock.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await lock.run(() => 1)).toBe(1);
});
