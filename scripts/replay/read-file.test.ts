import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readInvoiceFile } from './read-file.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evertill-read-file-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function readBytes(name: string, bytes: Uint8Array) {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return readInvoiceFile(path);
}

const text = 'Gift Voucher £40.00\r\n';
const utf8 = new TextEncoder().encode(text);

test.each([
  ['plain.csv', utf8],
  ['packed.csv.gz', gzipSync(utf8)],
  ['packed-without-the-ending.csv', gzipSync(utf8)],
])('%s is read as text', async (name, bytes) => {
  expect(await readBytes(name, bytes)).toEqual({ ok: true, value: { name: join(folder, name), text } });
});

test.each([
  ['latin-1.csv', Uint8Array.of(0xa3, 0x34)],
  ['cut-off.csv.gz', gzipSync(utf8).subarray(0, 20)],
])('%s is refused', async (name, bytes) => {
  const message = expect.stringContaining('is neither UTF-8 text nor gzip of it');
  expect(await readBytes(name, bytes)).toEqual({ ok: false, error: { file: join(folder, name), message } });
});

test('a file that is not there is refused', async () => {
  const file = join(folder, 'none.csv');
  const message = expect.stringContaining('cannot be read: ENOENT');
  expect(await readInvoiceFile(file)).toEqual({ ok: false, error: { file, message } });
});
