import { expect, test } from 'vitest';
import { problemWords } from './problem-words.ts';

test('a problem names the stream it is about and what to do', () => {
  expect(problemWords('unreadableBlob', 'tax:UK')).toBe('It cannot read tax:UK. Send the stream once more.');
});

test('a problem of newer software than this page is shown as it was told', () => {
  expect(problemWords('somethingNew', 'global')).toBe('somethingNew: global');
});
