import { describe, expect, test } from 'vitest';
import { toBase64Url, utf8 } from '../../../../protocol/bytes.ts';
import { type QuoteClaims, readQuote, signQuote } from './quote-token.ts';

const quote: QuoteClaims = {
  channel: 'S1',
  currency: 'GBP',
  totals: { netMinor: 1000, taxMinor: 200, grossMinor: 1200, discountMinor: 0 },
  linesDigest: 'ab'.repeat(32),
  asOf: '2026-11-20T14:00:00.000Z',
  snapshotId: '7f3a91c2e04b5d6e',
  engineVersion: '2',
  expiresAt: '2026-11-20T14:15:00.000Z',
};
const until = Date.parse(quote.expiresAt);

describe("a quote's token", () => {
  test('is read back until its time runs out, and not after', async () => {
    const token = await signQuote(quote, 'secret');
    expect(await readQuote(token, 'secret', until)).toEqual({ ok: true, value: quote });
    expect(await readQuote(token, 'secret', until + 1)).toEqual({
      ok: false,
      error: { type: 'expired', expiresAt: quote.expiresAt },
    });
  });

  test('the same quote has the same token', async () => {
    expect(await signQuote(quote, 'secret')).toBe(await signQuote(quote, 'secret'));
  });

  test('another secret did not sign it, also where it has expired', async () => {
    const token = await signQuote(quote, 'other');
    for (const now of [until, until + 1])
      expect(await readQuote(token, 'secret', now)).toEqual({ ok: false, error: { type: 'forged' } });
  });

  test('no character of it can be another one', async () => {
    const token = await signQuote(quote, 'secret');
    const [version, payload = '', signature = ''] = token.split('.');
    const cheaper = toBase64Url(
      utf8(JSON.stringify({ ...quote, totals: { ...quote.totals, grossMinor: 1 } })),
    );
    for (const forged of [
      `${version}.${cheaper}.${signature}`,
      `${version}.${payload}.${signature.slice(0, -4)}AAAA`,
      `${version}.${payload}.${toBase64Url(utf8('x'))}`,
    ])
      expect(await readQuote(forged, 'secret', 0)).toEqual({ ok: false, error: { type: 'forged' } });
  });

  test.each(['', 'evq1', 'evq1..', 'evq1.e30', 'evq2.e30.e30', 'evq1.e30.e30.e30', 'evq1.!.e30', 'a b c'])(
    '%j is none',
    async (token) =>
      expect(await readQuote(token, 'secret', 0)).toEqual({ ok: false, error: { type: 'malformed' } }),
  );

  test('no secret, no token', async () => {
    await expect(signQuote(quote, '')).rejects.toThrow('QUOTE_SECRET is not set');
    await expect(readQuote('evq1.e30.e30', '', 0)).rejects.toThrow('QUOTE_SECRET is not set');
  });
});
