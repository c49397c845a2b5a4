import { expect, test } from 'vitest';
import { readOptions } from './options.ts';

const options = (...args: string[]) => readOptions(args, 'state');

test('only the file has to be named', () => {
  expect(options('--csv', 'a.csv')).toEqual({
    ok: true,
    value: {
      csv: ['a.csv'],
      stores: 2,
      registersPerStore: 2,
      offline: 0.3,
      seed: 1,
      state: 'state',
      json: false,
    },
  });
});

test('everything can be chosen, and files may follow the first one', () => {
  const all =
    '--csv a.csv b.csv.gz --stores 3 --registers 1 --offline 1 --seed 7 --limit 60 --url http://x:1/ --state s --json';
  expect(options(...all.split(' '))).toEqual({
    ok: true,
    value: {
      csv: ['a.csv', 'b.csv.gz'],
      stores: 3,
      registersPerStore: 1,
      offline: 1,
      seed: 7,
      limit: 60,
      url: 'http://x:1',
      state: 's',
      json: true,
    },
  });
});

test.each([
  [[], '--csv FILE is missing'],
  [['a.csv'], '--csv FILE is missing'],
  [['--csv', 'a', '--stores', '0'], '--stores is 0: write a whole number from 1'],
  [['--csv', 'a', '--registers', '1.5'], '--registers is 1.5: write a whole number'],
  [['--csv', 'a', '--limit', '0'], '--limit is 0: write a whole number from 1'],
  [['--csv', 'a', '--seed', 'x'], '--seed is x: write a whole number'],
  [['--csv', 'a', '--offline', '1.1'], '--offline is 1.1: write a share from 0 to 1'],
  [['--csv', 'a', '--offline=-0.1'], '--offline is -0.1: write a share from 0 to 1'],
  [['--csv', 'a', '--offline', ''], '--offline is : write a share from 0 to 1'],
  [['--csv', 'a', '--url', 'x'], '--url is x: write an address'],
  [['--csv', 'a', '--bogus'], "Unknown option '--bogus'"],
])('%j is answered with what is wrong', (args, message) => {
  const answer = options(...args);
  expect(answer.ok ? '' : answer.error).toContain(message);
});
