import { expect, test } from 'vitest';
import { storeStands } from './store-stand.ts';

const pause = { since: '2026-11-20T09:00:00Z', by: 'Ada', reason: 'stocktaking' };
const report = (problems = 0) => ({
  waiting: 0,
  versions: { global: 3 },
  appVersion: '0.1.0',
  storagePersisted: null,
  problems: Array.from({ length: problems }, () => ({ code: 'badDigest', subject: 'global', at: '' })),
});
const register = (
  store: string,
  more: { problems?: number; paused?: object | null; behindSince?: Record<string, string> } = {},
) => ({
  store,
  state: { report: report(more.problems), paused: (more.paused ?? null) as never },
  behindSince: more.behindSince ?? {},
});
const stores = ['A', 'B', 'C', 'D', 'E'].map((store) => ({ store, name: `Store ${store}` }));

test('stores that need a look stand first, the longest behind above', () => {
  const stands = storeStands(stores, [
    register('A'),
    register('B', { behindSince: { global: '2026-11-20T10:00:00Z' } }),
    register('C', { behindSince: { global: '2026-11-20T08:00:00Z', 'tax:UK': '2026-11-20T07:00:00Z' } }),
    register('D', { problems: 1 }),
    register('E', { paused: { ...pause, wholeStore: true } }),
  ]);
  expect(stands.map(({ store }) => store)).toEqual(['D', 'C', 'B', 'E', 'A']);
  expect(stands[1]).toMatchObject({ current: 0, behindSince: '2026-11-20T07:00:00Z' });
  expect(stands[3]).toMatchObject({ paused: pause, pausedRegisters: 0 });
});

test('a register of its own pause is not its store’s, and one that was never seen is not current', () => {
  const [stand] = storeStands(stores, [
    register('A', { paused: { ...pause, wholeStore: false } }),
    { store: 'A', state: null, behindSince: {} },
  ]);
  expect(stand).toMatchObject({ registers: 2, seen: 1, current: 1, paused: null, pausedRegisters: 1 });
});
