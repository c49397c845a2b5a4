import type { PartnerKeyRequest } from '../../../protocol/partner-keys.ts';
import type {
  PricesAnswer,
  PricesRequest,
  QuoteAnswer,
  QuoteRequest,
  RedeemAnswer,
  RedeemRequest,
} from '../../../protocol/pricing-messages.ts';
import type { Problem } from '../../../protocol/problem.ts';

/** Examples of the description: requests that the demo retailer answers like this. */
const token = 'evq1.eyJjaGFubmVsIjoiUzEi….l2X9…';
const snapshotId = '7f3a91c2e04b5d6e';
const requestId = 'b7c6a1de-52c5-4b8e-9a77-1f0c3c2d5e10';
const totals = { netMinor: 492, taxMinor: 98, grossMinor: 590, discountMinor: 0 };
const expiresAt = '2026-11-20T14:47:00.000Z';

export const quoteRequestExample: QuoteRequest = {
  channel: 'S1',
  currency: 'GBP',
  lines: [{ id: '1', sku: '85123A', quantityThousandths: 2000 }],
};

export const quoteAnswerExample: QuoteAnswer = {
  currency: 'GBP',
  totals,
  lines: [{ id: '1', unitPriceMinor: 295, grossMinor: 590, taxMinor: 98, offers: [] }],
  snapshotId,
  engineVersion: '2',
  proven: true,
  token,
  expiresAt,
};

export const redeemRequestExample: RedeemRequest = { token };

export const redeemAnswerExample: RedeemAnswer = {
  channel: 'S1',
  currency: 'GBP',
  totals,
  linesDigest: '1b0f5c9ad2b6b1f0e5c0f2f3d9a7e6c4b3a29180706f5e4d3c2b1a0998877665',
  asOf: '2026-11-20T14:32:00.000Z',
  snapshotId,
  engineVersion: '2',
  expiresAt,
};

export const pricesRequestExample: PricesRequest = {
  channel: 'S1',
  currency: 'GBP',
  skus: ['85123A', 'NO-SUCH-SKU'],
};

export const pricesAnswerExample: PricesAnswer = {
  currency: 'GBP',
  pricesIncludeTax: true,
  items: [
    {
      sku: '85123A',
      name: 'WHITE HANGING HEART T-LIGHT HOLDER',
      unitOfMeasure: 'EA',
      quantityThousandths: 1000,
      unitPriceMinor: 295,
      basePriceMinor: 295,
      discountMinor: 0,
      netMinor: 246,
      taxMinor: 49,
      grossMinor: 295,
      offers: [],
    },
    {
      sku: 'NO-SUCH-SKU',
      error: {
        type: 'urn:evertill:problem:unknown-product',
        title: 'unknown product',
        status: 422,
        detail: 'channel S1 has no product NO-SUCH-SKU',
      },
    },
  ],
  snapshotId,
  engineVersion: '2',
};

export const partnerKeyRequestExample: PartnerKeyRequest = {
  name: 'Web shop',
  scopes: ['prices:read', 'quotes:write'],
  channels: ['S1'],
  requestsPerMinute: 600,
};

export const refusedQuote: Problem = {
  type: 'urn:evertill:problem:invalid-field',
  title: 'invalid field',
  status: 422,
  detail: '/lines/0/sku: channel S1 has no product NO-SUCH-SKU',
  errors: [
    { pointer: '/lines/0/sku', code: 'unknownProduct', detail: 'channel S1 has no product NO-SUCH-SKU' },
    { pointer: '/coupons/0', code: 'couponExpired', detail: 'coupon SPRING was valid until 2026-03-31' },
  ],
  requestId,
};

export const tooManyRequests: Problem = {
  type: 'urn:evertill:problem:too-many-requests',
  title: 'too many requests',
  status: 429,
  detail: 'The key evk_live_7Qd2… may ask 600 times a minute. Try again in 31 s.',
  requestId,
};

export const expiredQuote: Problem = {
  type: 'urn:evertill:problem:quote-expired',
  title: 'quote expired',
  status: 409,
  detail: `The quote was valid until ${expiresAt}. Ask for another one.`,
  requestId,
};
