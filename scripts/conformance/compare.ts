import { isSameNumber, isWritten } from './currency.ts';

/** Whether an answer has all that a vector expects; it may know more. */
export function agrees(expected: unknown, actual: unknown, asWritten: boolean): boolean {
  if (!isObject(expected) || !isObject(actual)) return isSame(expected, actual, asWritten);
  return Object.entries(expected).every(([key, value]) => isSame(value, actual[key], asWritten));
}

/** The same keys and numbers, by their value. */
function isSame(expected: unknown, actual: unknown, asWritten: boolean): boolean {
  if (isWritten(expected) && isWritten(actual)) return isSameNumber(actual, expected, asWritten);
  if (Array.isArray(expected))
    return (
      Array.isArray(actual) &&
      actual.length === expected.length &&
      expected.every((value, index) => isSame(value, actual[index], asWritten))
    );
  if (isObject(expected))
    return (
      isObject(actual) &&
      Object.keys(actual).every((key) => key in expected) &&
      Object.entries(expected).every(([key, value]) => isSame(value, actual[key], asWritten))
    );
  return expected === actual;
}

/** The part of an answer that a vector asks for, to be shown beside it. */
export function askedFor(expected: unknown, actual: unknown): unknown {
  if (!isObject(expected) || !isObject(actual)) return actual;
  return Object.fromEntries(Object.keys(expected).map((key) => [key, askedFor(expected[key], actual[key])]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
