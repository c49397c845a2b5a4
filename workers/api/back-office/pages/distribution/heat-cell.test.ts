import { expect, test } from 'vitest';
import { heatCell } from './heat-cell.ts';

const report = (versions: Record<string, number>) => ({
  report: { waiting: 0, versions, appVersion: '0.1.0', storagePersisted: null },
});

test.each([
  [null, { type: 'none' }],
  [{ report: null }, { type: 'none' }],
  [report({ 'tax:DE': 3 }), { type: 'none' }],
  [report({ 'tax:UK': 7 }), { type: 'current' }],
  [report({ 'tax:UK': 4 }), { type: 'behind', behind: 3, since: '2026-11-20T08:00:00Z' }],
])('%j', (state, expected) => {
  expect(heatCell(state, 'tax:UK', 7, { 'tax:UK': '2026-11-20T08:00:00Z' })).toEqual(expected);
});
