import { expect, test } from 'vitest';
import { helloRequest } from '../../protocol/journal-messages.ts';
import { reportedProblems } from './reported-problems.ts';

test('a problem about a row with a long key is told, and the gateway takes the hello', () => {
  const key = JSON.stringify(Array.from({ length: 6 }, (_, part) => String(part).repeat(64)));
  const subject = `price-group:members offerLine ${key}`;
  const at = '2026-11-27T09:00:00.000Z';
  const problems = reportedProblems([{ code: 'refusedRows', subject, detail: 'it does not fit', at }]);
  expect(problems).toEqual([{ code: 'refusedRows', subject: subject.slice(0, 300), at }]);
  const report = { waiting: 0, versions: {}, appVersion: '1', storagePersisted: null, problems };
  const hello = { epoch: 1, head: { seq: 0, hash: '0'.repeat(64) }, report };
  expect(helloRequest.safeParse(hello).success).toBe(true);
});
