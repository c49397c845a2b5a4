import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  authorsOf,
  changeRequestActions,
  changeRequestEvents,
  changeRequestStates,
  mayAct,
} from './change-request.ts';
import { rightsOf, roles } from './rights.ts';
import { needsSecondPerson, ROLL_BACK_ALONE_MS, type RollBackFacts } from './roll-back.ts';

describe('who may do what', () => {
  const by = (admin: string, role: (typeof roles)[number]) => ({ admin, rights: rightsOf[role] });
  test.each([
    ['approve', 'waiting', 'ben', 'admin', null],
    ['approve', 'waiting', 'ada', 'admin', 'ownRequest'],
    ['approve', 'draft', 'ben', 'admin', 'wrongState'],
    ['approve', 'approved', 'ben', 'admin', 'wrongState'],
    ['approve', 'waiting', 'ben', 'editor', 'notPermitted'],
    ['sendBack', 'approved', 'ben', 'admin', null],
    ['sendBack', 'published', 'ben', 'admin', 'wrongState'],
    ['edit', 'waiting', 'ada', 'admin', 'wrongState'],
    ['edit', 'sentBack', 'eve', 'editor', null],
    ['submit', 'draft', 'vic', 'viewer', 'notPermitted'],
    ['withdraw', 'published', 'ada', 'admin', 'wrongState'],
    ['rollBack', 'published', 'ada', 'admin', null],
  ] as const)('%s of a request that is %s by %s, %s: %s', (action, state, admin, role, refusal) => {
    const allowed = mayAct(action, { state, authors: ['ada'] }, by(admin, role));
    expect(allowed.ok ? null : allowed.error.type).toBe(refusal);
  });

  test('law: whoever may decide about a request has no hand in it, whatever was done with it', () => {
    const event = fc.record({
      event: fc.constantFrom(...changeRequestEvents),
      admin: fc.constantFrom('ada', 'ben', 'eve'),
    });
    fc.assert(
      fc.property(
        fc.array(event),
        fc.constantFrom(...changeRequestActions),
        fc.constantFrom(...changeRequestStates),
        fc.constantFrom('ada', 'ben', 'eve'),
        fc.constantFrom(...roles),
        (history, action, state, admin, role) => {
          const allowed = mayAct(action, { state, authors: authorsOf(history) }, by(admin, role));
          if (!allowed.ok || (action !== 'approve' && action !== 'sendBack')) return;
          expect(role).toBe('admin');
          const own = history.filter((each) => each.admin === admin).map((each) => each.event);
          for (const writing of ['created', 'edited', 'resolved', 'submitted'])
            expect(own).not.toContain(writing);
        },
      ),
    );
  });
});

describe('rolling back alone', () => {
  const fresh: RollBackFacts = {
    mayApprove: true,
    publishedMs: 1000,
    nowMs: 2000,
    undoesRollBack: false,
    changesPolicy: false,
    rowsMovedOn: false,
  };
  test.each<[string, Partial<RollBackFacts>, string | null]>([
    ['a request of today', {}, null],
    ['by somebody who decides about nothing', { mayApprove: false }, 'noRight'],
    ['a week later', { nowMs: 1000 + ROLL_BACK_ALONE_MS }, null],
    ['more than a week later', { nowMs: 1001 + ROLL_BACK_ALONE_MS }, 'tooLate'],
    ['a roll back', { undoesRollBack: true }, 'undoesRollBack'],
    ['who has to approve', { changesPolicy: true }, 'changesPolicy'],
    ['rows that others have changed since', { rowsMovedOn: true }, 'rowsMovedOn'],
  ])('%s', (_, facts, reason) => {
    expect(needsSecondPerson({ ...fresh, ...facts })).toBe(reason);
  });
});
