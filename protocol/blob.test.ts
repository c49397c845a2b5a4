import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BLOB_RAW_MAX_BYTES, packBlob, parseBlobLine, unpackBlob } from './blob.ts';
import { type Bytes, sha256Hex, utf8 } from './bytes.ts';
import { gzipText } from './gzip-text.ts';
import type { BlobReference } from './package-documents.ts';

const lines = ['{"t":"barcode","k":"1"}', '{"t":"barcode","k":"2"}'];
const whole = await packBlob(lines);

/** The reference that a publisher would have signed for these bytes, with parts of it replaced. */
async function signedFor(bytes: Bytes, replaced: Partial<BlobReference> = {}): Promise<BlobReference> {
  return { ...whole.reference, bytes: bytes.length, sha256: await sha256Hex(bytes), ...replaced };
}

describe('unpackBlob', () => {
  test('what was packed comes back, whatever the lines hold', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\n', ''))),
        async (packed) => {
          const { bytes, reference } = await packBlob(packed);
          expect(await unpackBlob(bytes, reference)).toEqual({ ok: true, value: packed });
        },
      ),
      { numRuns: 30 },
    );
  });

  test('any byte flipped, cut off or added: refused before it is unpacked', async () => {
    const { bytes, reference } = whole;
    const refused = { ok: false, error: { type: 'wrongDigest', sha256: reference.sha256 } };
    for (let at = 0; at < bytes.length; at++) {
      const flipped = bytes.map((byte, index) => (index === at ? byte ^ 1 : byte));
      expect(await unpackBlob(flipped, reference)).toEqual(refused);
      expect(await unpackBlob(bytes.slice(0, at), reference)).toEqual(refused);
    }
    expect(await unpackBlob(new Uint8Array([...bytes, 0]), reference)).toEqual(refused);
  });

  test.each<{ name: string; bytes: () => Promise<Bytes>; replaced?: Partial<BlobReference>; detail: string }>(
    [
      {
        name: 'more rows than announced',
        bytes: () => gzipText(`${lines.join('\n')}\n{}\n`),
        replaced: { rawBytes: 1000 },
        detail: 'its rows are not the ones announced',
      },
      {
        name: 'fewer rows than announced',
        bytes: () => gzipText(`${lines[0]}\n`),
        detail: 'its rows are not the ones announced',
      },
      {
        name: 'a last row without its end',
        bytes: () => gzipText(lines.join('\n')),
        detail: 'its rows are not the ones announced',
      },
      {
        name: 'more bytes than announced',
        bytes: () => gzipText('x'.repeat(5_000_000)),
        detail: 'it unpacks to more than it says',
      },
      {
        name: 'more bytes than any blob may hold, and announced so',
        bytes: () => gzipText('x'.repeat(5_000_000)),
        replaced: { rawBytes: BLOB_RAW_MAX_BYTES + 1 },
        detail: 'it unpacks to more than a blob may hold',
      },
      { name: 'no gzip', bytes: async () => utf8('no gzip at all'), detail: '' },
      { name: 'gzip that ends too soon', bytes: async () => whole.bytes.slice(0, -9) as Bytes, detail: '' },
      { name: 'nothing', bytes: async () => utf8(''), detail: '' },
    ],
  )('signed, but with $name: refused by name', async ({ bytes, replaced, detail }) => {
    const given = await bytes();
    const reference = await signedFor(given, replaced);
    expect(await unpackBlob(given, reference)).toEqual({
      ok: false,
      error: {
        type: 'unreadableBlob',
        sha256: reference.sha256,
        detail: detail === '' ? expect.stringMatching(/./) : detail,
      },
    });
  });
});

describe('parseBlobLine', () => {
  const row = {
    sku: 'HEART',
    name: 'Heart',
    taxCode: 'STANDARD',
    stocked: true,
    variantOf: null,
    variant: {},
  };
  const line = (change: object) => JSON.stringify({ t: 'product', k: 'HEART', r: row, ...change });

  test('a row, a removal, and a row with columns that are not known yet', () => {
    expect(parseBlobLine(line({}), 1)).toMatchObject({
      ok: true,
      value: { t: 'product', k: 'HEART', r: row },
    });
    expect(parseBlobLine('{"t":"product","k":"HEART"}', 1)).toEqual({
      ok: true,
      value: { t: 'product', k: 'HEART' },
    });
    expect(parseBlobLine(line({ r: { ...row, colour: 'red' } }), 1)).toMatchObject({
      ok: true,
      value: { r: row },
    });
  });

  test('a row that was published before its table had some columns', () => {
    expect(parseBlobLine(line({}), 1)).toMatchObject({
      value: { r: { categories: [], unitOfMeasure: 'EA', blocks: { offers: false }, kit: [] } },
    });
    const rate = { taxCode: 'STANDARD', validFrom: '2010-01-01', ratePpm: 175_000 };
    const published = { t: 'taxRate', k: '["STANDARD","2010-01-01"]', r: rate };
    expect(parseBlobLine(JSON.stringify(published), 1)).toMatchObject({ ok: true, value: { r: rate } });
    const bracket = { ...published, r: { ...rate, fromMinor: 1000 } };
    expect(parseBlobLine(JSON.stringify(bracket), 1)).toMatchObject({ ok: false });
    const ownKey = { ...bracket, k: '["STANDARD","2010-01-01",1000]' };
    expect(parseBlobLine(JSON.stringify(ownKey), 1)).toMatchObject({ ok: true });
  });

  test('an offer whose rule is not known is refused, not guessed', () => {
    const reward = { type: 'percent', basisPoints: 1000 };
    const offer = {
      id: 'TEN',
      name: 'Ten',
      currency: 'GBP',
      validFrom: '2026-01-01',
      priceGroups: ['members'],
    };
    const published = (rule: object) => JSON.stringify({ t: 'offer', k: 'TEN', r: { ...offer, rule } });
    expect(parseBlobLine(published({ type: 'simple', reward }), 1)).toMatchObject({ ok: true });
    expect(parseBlobLine(published({ type: 'lottery', reward }), 1)).toMatchObject({
      ok: false,
      error: { table: 'offer', key: 'TEN' },
    });
    expect(parseBlobLine(published({ type: 'simple', reward, onlyOnce: true }), 1)).toMatchObject({
      ok: false,
    });
  });

  test.each([
    ['not JSON', '{', '', '', 'not JSON'],
    ['no row', '7', '', '', 'not a row of a package'],
    ['an unknown table', line({ t: 'giftCard' }), 'giftCard', 'HEART', 'does not know'],
    ['a table of every object', line({ t: 'constructor' }), 'constructor', 'HEART', 'does not know'],
    ['a missing column', line({ r: { ...row, name: undefined } }), 'product', 'HEART', 'name'],
    ['a column of another type', line({ r: { ...row, stocked: 1 } }), 'product', 'HEART', 'stocked'],
    ["another row's key", line({ k: 'LAMP' }), 'product', 'LAMP', 'not the key of its row'],
  ])('%s is refused by name', (_, text, table, key, reason) => {
    expect(parseBlobLine(text, 7)).toEqual({
      ok: false,
      error: { line: 7, table, key, reason: expect.stringContaining(reason) },
    });
  });
});
