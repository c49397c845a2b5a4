import { expect, test } from 'vitest';
import { faultsByField, problemOf } from './problem.ts';

test('a problem keeps its words, faults and request', () => {
  const problem = problemOf(422, {
    type: 'urn:evertill:problem:invalid-field',
    title: 'invalid field',
    status: 422,
    detail: '/amountMinor: Too small',
    errors: [{ pointer: '/amountMinor', detail: 'Too small' }, { pointer: 7 }, null],
    requestId: 'r-1',
  });
  expect(problem).toMatchObject({
    status: 422,
    message: '/amountMinor: Too small',
    errors: [{ pointer: '/amountMinor', detail: 'Too small' }],
    requestId: 'r-1',
  });
});

test.each([[null], ['<html>'], [{}]])('an answer %j that is no problem is told by its status', (body) => {
  expect(problemOf(502, body).message).toBe('Headquarters answered with status 502.');
});

test('faults are found by their field', () => {
  const faults = faultsByField([
    { pointer: '/validTo', detail: 'is not before validFrom' },
    { pointer: '/barcodes/1', detail: 'Too long.' },
    { pointer: '/barcodes/2', detail: 'Too short' },
    { pointer: 'cursor', detail: 'is unknown' },
  ]);
  expect([...faults]).toEqual([
    ['validTo', 'Is not before validFrom.'],
    ['barcodes', 'Too long. Too short.'],
    ['cursor', 'Is unknown.'],
  ]);
});
