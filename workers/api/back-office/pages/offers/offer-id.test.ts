import { expect, test } from 'vitest';
import { offerIdOf } from './offer-id.ts';

test.each([
  ['Any 2 for £5', 'ANY-2-FOR-5'],
  ['  Décorations, 3 für 2 ', 'DECORATIONS-3-FUR-2'],
  ['£££', ''],
  ['a'.repeat(60), 'A'.repeat(40)],
])('%s', (name, id) => {
  expect(offerIdOf(name)).toBe(id);
});
