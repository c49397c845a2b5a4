import { expect, test } from 'vitest';
import { journalParts, presence, streamLags } from './register-status.ts';

test.each([
  [null, 'unseen'],
  [{ connected: false, lastSeenAt: null }, 'unseen'],
  [{ connected: false, lastSeenAt: '2026-11-20T14:32:06Z' }, 'offline'],
  [{ connected: true, lastSeenAt: '2026-11-20T14:32:06Z' }, 'connected'],
  [{ connected: true, lastSeenAt: null }, 'connected'],
])('%j is %s', (state, expected) => {
  expect(presence(state)).toBe(expected);
});

const report = { waiting: 3, appVersion: '0.1.0', storagePersisted: true };

test('a register lags where its version is below the head', () => {
  const versions = { 'tax:UK': 2, 'assortment:gifts': 5, 'price-group:old': 4 };
  expect(streamLags({ report: { ...report, versions } }, { 'assortment:gifts': 7, 'tax:UK': 2 })).toEqual([
    { stream: 'assortment:gifts', here: 5, head: 7, behind: 2 },
    { stream: 'price-group:old', here: 4, head: 4, behind: 0 },
    { stream: 'tax:UK', here: 2, head: 2, behind: 0 },
  ]);
  expect(streamLags(null, { 'tax:UK': 2 })).toEqual([]);
});

test('a journal is booked, on its way, or at the register only', () => {
  expect(journalParts({ gatewaySeq: 12, hqSeq: 10, report: { ...report, versions: {} } })).toEqual({
    booked: 10,
    atGateway: 2,
    waiting: 3,
  });
  expect(journalParts({ gatewaySeq: 0, hqSeq: 0, report: null })).toEqual({
    booked: 0,
    atGateway: 0,
    waiting: 0,
  });
});
