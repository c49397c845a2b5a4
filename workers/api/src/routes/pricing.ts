import { Hono } from 'hono';
import { engineVersion } from '../../../../commerce/basket/priced-basket.ts';
import { sha256Hex } from '../../../../protocol/bytes.ts';
import {
  type PricesAnswer,
  pricesRequest,
  type QuoteAnswer,
  quoteRequest,
  type RedeemAnswer,
  redeemRequest,
} from '../../../../protocol/pricing-messages.ts';
import { type ApiContext, requireChannel } from '../authorise.ts';
import { openRequest } from '../pricing/open-request.ts';
import { priceItems } from '../pricing/price-items.ts';
import { linesDigest, quoteBasket } from '../pricing/quote-basket.ts';
import { readQuote, signQuote, type TokenError } from '../pricing/quote-token.ts';
import type { PricingPorts } from '../pricing/read-pricing.ts';
import { Problem, refusedFields } from '../problem.ts';
import { isKnownAnswer, jsonBody } from '../request.ts';

const QUOTE_MS = 15 * 60_000;
const ETAG_CHARACTERS = 32;

/** The pricing API: what a basket or many products cost, and the same totals again until a quote expires. */
export function pricing({ readPricing, solve }: PricingPorts) {
  return new Hono<ApiContext>()
    .post('/prices', async (c) => {
      const request = await jsonBody(c, pricesRequest);
      const { skus, customer = null } = request;
      const wanted = { skus: [...new Set(skus)], coupons: [], customer, loyaltyCard: null };
      const open = await openRequest(c, request, wanted, readPricing);
      const { currency, pricesIncludeTax } = open.read.channel;
      const { snapshotId } = open;
      const items = priceItems(request, open, solve);
      const answer: PricesAnswer = { currency, pricesIncludeTax, items, snapshotId, engineVersion };
      const text = JSON.stringify(answer);
      const etag = `"${(await sha256Hex(text)).slice(0, ETAG_CHARACTERS)}"`;
      const headers = { etag, 'cache-control': 'private, no-cache', vary: 'authorization' };
      if (isKnownAnswer(c, etag)) return c.body(null, 304, headers);
      return c.body(text, 200, { ...headers, 'content-type': 'application/json' });
    })
    .post('/quotes', async (c) => {
      const request = await jsonBody(c, quoteRequest);
      const { channel, currency, coupons = [], customer = null, loyaltyCard = null, lines } = request;
      const skus = [...new Set(lines.map(({ sku }) => sku))];
      const open = await openRequest(c, request, { skus, coupons, customer, loyaltyCard }, readPricing);
      const priced = quoteBasket(request, open, solve);
      if (!priced.ok) throw refusedFields(priced.error);
      const { totals, proven } = priced.value;
      const { snapshotId } = open;
      const expiresAt = new Date(c.get('nowMs') + QUOTE_MS).toISOString();
      const asOf = request.asOf ?? new Date(c.get('nowMs')).toISOString();
      const digest = await linesDigest(lines);
      const claims = {
        channel,
        currency,
        totals,
        linesDigest: digest,
        asOf,
        snapshotId,
        engineVersion,
        expiresAt,
      };
      const token = await signQuote(claims, c.env.QUOTE_SECRET);
      const answer: QuoteAnswer = {
        currency,
        totals,
        lines: priced.value.lines,
        snapshotId,
        engineVersion,
        proven,
        token,
        expiresAt,
      };
      c.header('cache-control', 'no-store');
      return c.json(answer);
    })
    .post('/quotes/redeem', async (c) => {
      const { token } = await jsonBody(c, redeemRequest);
      const quote = await readQuote(token, c.env.QUOTE_SECRET, c.get('nowMs'));
      if (!quote.ok) throw tokenProblem(quote.error);
      requireChannel(c, quote.value.channel);
      c.header('cache-control', 'no-store');
      return c.json(quote.value satisfies RedeemAnswer);
    });
}

function tokenProblem(error: TokenError): Problem {
  switch (error.type) {
    case 'expired':
      return new Problem(
        409,
        'quote-expired',
        `The quote was valid until ${error.expiresAt}. Ask for another one.`,
      );
    case 'forged':
      return new Problem(400, 'invalid-token', 'The token was not made here, or was changed since.');
    case 'malformed':
      return new Problem(400, 'invalid-token', 'This is no token of a quote.');
  }
}
