import { expect, test } from 'vitest';
import { outcomeWords } from './outcome-words.ts';

test.each([
  [
    { rows: 1200, accepted: 1198, changed: 1, rejected: 2 },
    true,
    '1,200 rows read: 1 row would change. Rejected when imported: 2.',
  ],
  [{ rows: 1, accepted: 0, changed: 0, rejected: 1 }, false, '1 row read: nothing changed. Rejected: 1.'],
  [
    { rows: 3, accepted: 3, changed: 3, rejected: 0 },
    false,
    '3 rows read: 3 rows changed. None has a fault.',
  ],
])('%j', (outcome, dryRun, words) => expect(outcomeWords(outcome, dryRun)).toBe(words));
