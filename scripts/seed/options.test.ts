import { expect, test } from 'vitest';
import { readOptions } from './options.ts';

const profiles = ['kiosk', 'chain'];

test('reads what was typed', () => {
  const typed = ['--profile', 'chain', '--seed', '7', '--url', 'http://127.0.0.1:9/', '--force', '--json'];
  expect(readOptions(typed, profiles)).toEqual({
    ...{ profile: 'chain', seed: 7, url: 'http://127.0.0.1:9', force: true, json: true },
  });
  expect(readOptions(['--profile', 'kiosk'], profiles)).toEqual({
    ...{ profile: 'kiosk', seed: 1, force: false, json: false },
  });
});

test.each([
  [[], '--profile is missing: the profiles are kiosk, chain'],
  [['--profile', 'mall'], 'There is no profile mall: the profiles are kiosk, chain'],
  [['--profile', 'kiosk', '--seed', 'x'], '--seed is x: write a whole number from 0 to 999999999'],
  [['--profile', 'kiosk', '--url', 'ftp://a'], '--url is ftp://a: write an address such as'],
  [['--profile', 'kiosk', '--mall'], "Unknown option '--mall'"],
])('says what is wrong with %j', (typed, sentence) => {
  expect(readOptions(typed, profiles)).toContain(sentence);
});
