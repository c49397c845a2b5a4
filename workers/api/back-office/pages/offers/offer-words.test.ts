import { expect, test } from 'vitest';
import { offerState } from './offer-words.ts';

test.each([
  ['2026-01-01', null, 'Runs'],
  ['2026-11-26', '2026-11-26', 'Runs'],
  ['2026-11-27', null, 'Not yet'],
  ['2026-01-01', '2026-11-25', 'Ended'],
])('from %s to %s', (validFrom, validTo, words) => {
  expect(offerState({ validFrom, validTo }, '2026-11-26').words).toBe(words);
});
