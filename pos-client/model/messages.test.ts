import { expect, test } from 'vitest';
import { describeError, describeProblem } from './messages.ts';
import type { RegisterError, SyncProblem } from './register-host.ts';

const errors: RegisterError[] = [
  { type: 'tenderTooLow', minimumMinor: 1 },
  { type: 'tenderTooLow', minimumMinor: -1733 },
  { type: 'tenderTooHigh', maximumMinor: 500 },
  { type: 'tenderTooHigh', maximumMinor: 0 },
  { type: 'tenderTooHigh', maximumMinor: -1 },
  { type: 'notActivated' },
  { type: 'notReady' },
  { type: 'notSignedOn' },
  { type: 'unknownEmployee', employee: '77' },
  { type: 'notPermitted', permission: 'overridePrice' },
  { type: 'unknownCode', code: '999' },
  { type: 'notLoadedYet', code: '999' },
  { type: 'noPrice', sku: '85123A' },
  { type: 'quantityOutOfRange', minimumThousandths: 1, maximumThousandths: 1_000_000_000 },
  { type: 'priceOutOfRange', maximumMinor: 1_000_000_000 },
  { type: 'unknownLine', line: 3 },
  { type: 'lineFixed', line: 3 },
  { type: 'unknownReason', reasonCode: 'x', usage: 'priceOverride' },
  { type: 'unknownCustomer', customer: '1' },
  { type: 'unknownTender', tenderType: 'shells' },
  { type: 'unknownReceipt', receiptId: 'S1-1-1' },
  { type: 'overReturn', remainingThousandths: 1000 },
  { type: 'overReturn', remainingThousandths: 0 },
  { type: 'emptyCart' },
  { type: 'ownApproval' },
  { type: 'changeTooHigh', maximumMinor: 5000 },
  { type: 'paysNoPart', dueMinor: 5000 },
  { type: 'balanceUnknown', kind: 'giftCard' },
  { type: 'balanceUnknown', kind: 'onAccount' },
  { type: 'cardPending' },
  { type: 'noCardPending' },
  { type: 'cardDeclined' },
  { type: 'cardCancelled' },
  { type: 'terminalSilent' },
  { type: 'unknownSuspended', id: 'S1-1-S1.1' },
  { type: 'suspendedTaken', by: '2' },
  { type: 'nothingToUndo' },
  { type: 'overrideTooFar', maximumBasisPoints: 1000 },
  { type: 'returnTooHigh', maximumMinor: 5000 },
  { type: 'notInDrawer', holdsMinor: 4000 },
  { type: 'notCounted' },
  { type: 'countedTwice', tenderType: 'CASH' },
  { type: 'wrongCount', tenderType: 'CASH' },
  { type: 'cartOpen' },
  { type: 'cartTendered' },
  { type: 'cartPurpose' },
  { type: 'shiftOpen' },
  { type: 'noShift' },
  { type: 'textTooLong', maximum: 100 },
  { type: 'wrongPin', triesLeft: 2 },
  { type: 'wrongPin', triesLeft: 0 },
  { type: 'locked', lockedForMs: 41_200 },
  { type: 'cannotVerifyOffline', employee: '1002' },
  { type: 'activationRefused', reason: 'unknownCode' },
  { type: 'activationRefused', reason: 'codeExpired' },
  { type: 'activationRefused', reason: 'codeUsed' },
  { type: 'activationRefused', reason: 'unreachable' },
  { type: 'alreadyActivated' },
  { type: 'notAllowed' },
  { type: 'offlineNotSupported' },
  { type: 'internal', detail: 'disk full' },
];

test.each(errors)('$type says what happened and what to do', (error) => {
  const words = describeError(error, 'GBP');
  // At least two parts, in plain sentences, and nothing of the code that made them.
  expect(words).toMatch(/^[A-Z0-9].+[.:;,] .+/);
  expect(words).not.toMatch(/undefined|NaN|\[object|!/);
  expect(describeError(error)).not.toMatch(/undefined|NaN|£/);
});

test.each<[RegisterError, string]>([
  [{ type: 'tenderTooLow', minimumMinor: -1733 }, 'Give back £17.33 at most'],
  [{ type: 'notPermitted', permission: 'overridePrice' }, 'You may not change prices'],
  [{ type: 'wrongPin', triesLeft: 2 }, '2 tries are left'],
  [{ type: 'locked', lockedForMs: 41_200 }, 'Try again in 42 s'],
])('%o says %s', (error, part) => {
  expect(describeError(error, 'GBP')).toContain(part);
});

const codes: SyncProblem['code'][] = [
  'unreachable',
  'badSignature',
  'olderHead',
  'wrongDigest',
  'unreadableBlob',
  'notFetched',
  'storageFull',
  'refusedRows',
  'foreignManifest',
  'revoked',
  'behind',
  'fork',
  'gatewayRefused',
  'paused',
  'staleHead',
  'wrongClock',
];

test.each(codes)('the problem %s can be read out', (code) => {
  const words = describeProblem({ code, subject: 'store:S1', detail: 'why', at: '2025-11-20T14:00:00Z' });
  expect(words).toMatch(/^[A-Z].+\. .+\.$/);
});
