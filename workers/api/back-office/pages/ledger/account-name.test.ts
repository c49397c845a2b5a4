import { expect, test } from 'vitest';
import { accountName, noNames } from './account-name.ts';

const names = {
  tenderTypes: new Map([['CASH', 'Cash']]),
  taxCodes: new Map([['STANDARD', 'Standard rate']]),
};

test.each([
  ['sales', names, 'Sales without VAT'],
  ['tender.CASH', names, 'Paid by cash'],
  ['tax.STANDARD', names, 'VAT, standard rate'],
  ['tender.GIFT.CARD', noNames, 'Paid by gift.card'],
  ['rounding', names, 'rounding'],
])('%s', (account, known, expected) => {
  expect(accountName(account, known)).toBe(expected);
});
