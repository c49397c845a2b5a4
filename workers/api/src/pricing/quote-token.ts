import * as z from 'zod';
import { err, ok, type Result } from '../../../../commerce/result.ts';
import { fromBase64Url, toBase64Url, utf8 } from '../../../../protocol/bytes.ts';
import { quoteTotals } from '../../../../protocol/pricing-messages.ts';

/** What a quote's token carries: all that redeeming it answers. */
const claims = z.object({
  channel: z.string(),
  currency: z.string(),
  totals: quoteTotals,
  linesDigest: z.string(),
  asOf: z.string(),
  snapshotId: z.string(),
  engineVersion: z.string(),
  expiresAt: z.iso.datetime(),
});
export type QuoteClaims = z.infer<typeof claims>;

export type TokenError =
  | { readonly type: 'malformed' }
  | { readonly type: 'forged' }
  | { readonly type: 'expired'; readonly expiresAt: string };

const VERSION = 'evq1';
/** Keeps a signature over these from being taken for one over anything else under the same secret. */
const CONTEXT = 'evertill quote 1\n';

export async function signQuote(quote: QuoteClaims, secret: string): Promise<string> {
  const payload = JSON.stringify(quote);
  const signature = await crypto.subtle.sign('HMAC', await keyOf(secret), utf8(CONTEXT + payload));
  return `${VERSION}.${toBase64Url(utf8(payload))}.${toBase64Url(signature)}`;
}

/** The claims, if this secret signed them and their time has not run out. Nothing is parsed before that. */
export async function readQuote(
  token: string,
  secret: string,
  nowMs: number,
): Promise<Result<QuoteClaims, TokenError>> {
  const [version, payload, signature, ...rest] = token.split('.');
  if (version !== VERSION || !payload || !signature || rest.length > 0) return err({ type: 'malformed' });
  const text = decoded(payload);
  const signed = decoded(signature);
  if (!text || !signed) return err({ type: 'malformed' });
  const json = new TextDecoder().decode(text);
  const isGenuine = await crypto.subtle.verify('HMAC', await keyOf(secret), signed, utf8(CONTEXT + json));
  if (!isGenuine) return err({ type: 'forged' });
  const quote = claims.safeParse(JSON.parse(json));
  if (!quote.success) return err({ type: 'malformed' });
  const { expiresAt } = quote.data;
  return nowMs > Date.parse(expiresAt) ? err({ type: 'expired', expiresAt }) : ok(quote.data);
}

function keyOf(secret: string): Promise<CryptoKey> {
  if (!secret) throw new Error('QUOTE_SECRET is not set');
  return crypto.subtle.importKey('raw', utf8(secret), { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
    'verify',
  ]);
}

function decoded(text: string) {
  try {
    return fromBase64Url(text);
  } catch {
    return null;
  }
}
