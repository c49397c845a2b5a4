import { describe, expect, test } from 'vitest';
import { readExportOptions, readImportOptions } from './options.ts';

test('an import', () => {
  const args = '--kind prices --file p.csv --url http://hq/ --token-file t --dry-run --rejects r.csv --json';
  expect(readImportOptions(args.split(' '))).toEqual({
    ok: true,
    value: {
      ...{ kind: 'prices', file: 'p.csv', url: 'http://hq', tokenFile: 't' },
      ...{ dryRun: true, rejects: 'r.csv', json: true },
    },
  });
});

test('an export to standard output', () => {
  expect(readExportOptions(['--kind', 'products'])).toEqual({
    ok: true,
    value: {
      kind: 'products',
      url: 'http://127.0.0.1:8787',
      tokenFile: undefined,
      json: false,
      file: undefined,
    },
  });
});

describe('refused in one sentence', () => {
  test.each([
    ['--file f', /^--kind KIND is missing$/],
    ['--kind offers --file f', /^--kind is offers: write one of products, prices/],
    ['--kind prices', /^--file F is missing$/],
    ['--kind prices --file f --url hq', /^--url is hq: write an address/],
    ['--kind prices --file f --colour red', /Unknown option '--colour'/],
    ['--kind prices --file f more', /Unexpected argument 'more'/],
  ])('import %s', (args, sentence) => {
    expect(readImportOptions(args.split(' '))).toEqual({ ok: false, error: expect.stringMatching(sentence) });
  });

  test('an export that wants two things on standard output', () => {
    const read = readExportOptions(['--kind', 'prices', '--json']);
    expect(read).toEqual({ ok: false, error: expect.stringMatching(/^--json needs --file F/) });
  });
});
