import { expect, test } from 'vitest';
import type { JobRow } from '../../app/master-rows.ts';
import { draftOf, kindsText, newJob, readJob, scheduleText } from './job-draft.ts';

const night: JobRow = {
  id: 'night-prices',
  name: 'Prices at night',
  everyMinutes: 15,
  streamKinds: ['assortment', 'price-group'],
  runFrom: '22:00',
  runUntil: '05:00',
  timeZone: 'Europe/London',
  paused: false,
};

test('a job that is opened and saved is the same job', () => {
  expect(readJob(draftOf(night))).toEqual({ ok: true, value: night });
  const always = { ...night, runFrom: null, runUntil: null };
  expect(readJob(draftOf(always))).toEqual({ ok: true, value: always });
});

test.each([
  [{ id: 'a b' }, 'id'],
  [{ id: '' }, 'id'],
  [{ name: ' ' }, 'name'],
  [{ everyMinutes: '1441' }, 'everyMinutes'],
  [{ everyMinutes: '1.5' }, 'everyMinutes'],
  [{ runFrom: '' }, 'runFrom'],
  [{ runUntil: '' }, 'runUntil'],
  [{ runUntil: '22:00' }, 'runUntil'],
])('%j is a fault of %s', (typed, field) => {
  const read = readJob({ ...draftOf(night), ...typed });
  expect(read.ok ? [] : [...read.error.keys()]).toEqual([field]);
});

test('a new job has to be named, and runs in the zone it was begun with', () => {
  const read = readJob(newJob('Europe/London'));
  expect(read.ok ? [] : [...read.error.keys()]).toEqual(['id', 'name']);
  expect(readJob({ ...newJob('Europe/London'), id: 'x', name: 'X' })).toMatchObject({
    value: { timeZone: 'Europe/London', everyMinutes: 15, runFrom: null },
  });
});

test('a job in words', () => {
  expect([kindsText([]), kindsText(night.streamKinds)]).toEqual([
    'Every stream',
    'Assortments, Price groups',
  ]);
  expect(
    [night, { everyMinutes: 1 }, { everyMinutes: 60, runFrom: null }, { everyMinutes: 0 }].map((part) =>
      scheduleText({ ...night, ...part }),
    ),
  ).toEqual(['Every 15 min, 22:00 to 05:00', 'Every minute, 22:00 to 05:00', 'Hourly', 'On demand only']);
});
