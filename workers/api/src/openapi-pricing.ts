import type * as z from 'zod';
import {
  newPartnerKey,
  type PartnerScope,
  partnerKey,
  partnerKeyRequest,
} from '../../../protocol/partner-keys.ts';
import {
  pricesAnswer,
  pricesRequest,
  quoteAnswer,
  quoteRequest,
  redeemAnswer,
  redeemRequest,
} from '../../../protocol/pricing-messages.ts';
import { problem } from '../../../protocol/problem.ts';
import { jsonSchema } from './json-schema.ts';
import * as examples from './pricing-examples.ts';

/** The schemas that partners' types are made from, by their names in the description. */
export const pricingSchemas: Readonly<Record<string, object>> = Object.fromEntries(
  Object.entries({
    QuoteRequest: quoteRequest,
    QuoteAnswer: quoteAnswer,
    RedeemRequest: redeemRequest,
    RedeemAnswer: redeemAnswer,
    PricesRequest: pricesRequest,
    PricesAnswer: pricesAnswer,
    PartnerKeyRequest: partnerKeyRequest,
    PartnerKey: partnerKey,
    NewPartnerKey: newPartnerKey,
    Problem: problem,
  } satisfies Record<string, z.ZodType>).map(([name, schema]) => [name, jsonSchema(schema)]),
);

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const header = (description: string, type = 'string') => ({ description, schema: { type } });

const rateHeaders = {
  'RateLimit-Policy': header('What the key may ask: `"minute";q=600;w=60`'),
  RateLimit: header('Requests left, and seconds until they are all back: `"minute";r=599;t=42`'),
};

const answer = (description: string, schema: string, example: object, headers: object = {}) => ({
  description,
  headers: { ...rateHeaders, ...headers },
  content: { 'application/json': { schema: ref(schema), example } },
});

const refusal = (description: string, example?: object, headers?: object) => ({
  description,
  ...(headers ? { headers } : {}),
  content: { 'application/problem+json': { schema: ref('Problem'), ...(example ? { example } : {}) } },
});

/** What every pricing route may refuse. */
const refusals = {
  401: refusal('The key is missing, not known or revoked'),
  403: refusal("The key has not this route's scope, or is not for this channel"),
  413: refusal('The body has more than a megabyte'),
  422: refusal('Fields that do not fit, every one of them by its pointer', examples.refusedQuote),
  429: refusal('Too many requests in this minute', examples.tooManyRequests, {
    ...rateHeaders,
    'Retry-After': header('Seconds to wait', 'integer'),
  }),
};

const operation = (
  scope: PartnerScope,
  operationId: string,
  summary: string,
  description: string,
  [request, example]: readonly [string, object],
  more: { readonly responses: object; readonly parameters?: readonly object[] },
) => ({
  tags: ['Pricing'],
  operationId,
  summary,
  description: `${description} Scope \`${scope}\`.`,
  security: [{ bearer: [scope] }],
  ...(more.parameters ? { parameters: more.parameters } : {}),
  requestBody: { required: true, content: { 'application/json': { schema: ref(request), example } } },
  responses: { ...more.responses, ...refusals },
});

const ifNoneMatch = {
  name: 'If-None-Match',
  in: 'header',
  description: 'The ETag of the answer that you have: 304 without a body if it is still right',
  schema: { type: 'string' },
};

const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };
const refused = { default: { $ref: '#/components/responses/Problem' } };
const keys = { tags: ['Partner key'] };

/** The routes that partners use, and those with which admins give them keys. */
export const pricingPaths: Readonly<Record<string, object>> = {
  '/v1/quotes': {
    post: operation(
      'quotes:write',
      'quote',
      'Price a basket',
      'Prices up to 500 lines with every offer that applies, taxed, exactly as a register of the channel would. The token in the answer redeems these totals for 15 minutes. Send it again as often as you like: nothing is stored.',
      ['QuoteRequest', examples.quoteRequestExample],
      { responses: { 200: answer('What it costs', 'QuoteAnswer', examples.quoteAnswerExample) } },
    ),
  },
  '/v1/quotes/redeem': {
    post: operation(
      'quotes:write',
      'redeem',
      'Get the totals of a quote again',
      'Answers what a token promises until it expires, whatever prices have become since.',
      ['RedeemRequest', examples.redeemRequestExample],
      {
        responses: {
          200: answer('What was quoted', 'RedeemAnswer', examples.redeemAnswerExample),
          400: refusal('The token is malformed or was not made here'),
          409: refusal('The quote has expired', examples.expiredQuote),
        },
      },
    ),
  },
  '/v1/prices': {
    post: operation(
      'prices:read',
      'prices',
      'Price many products',
      'Prices up to 200 products, each as if it were all that is bought. A product that has no price is flagged in its item and the others are answered.',
      ['PricesRequest', examples.pricesRequestExample],
      {
        parameters: [ifNoneMatch],
        responses: {
          200: answer('Their prices', 'PricesAnswer', examples.pricesAnswerExample, {
            ETag: header('Changes when anything in the answer does'),
          }),
          304: { description: 'The answer that you have is still right' },
        },
      },
    ),
  },
  '/v1/partner-keys': {
    get: {
      ...keys,
      summary: 'List, the newest first',
      parameters: [
        { name: 'limit', in: 'query', schema: { type: 'integer' } },
        { name: 'cursor', in: 'query', schema: { type: 'string' } },
      ],
      responses: {
        200: {
          description: 'A page',
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['items', 'next'],
                properties: {
                  items: { type: 'array', items: ref('PartnerKey') },
                  next: { type: ['string', 'null'] },
                },
              },
            },
          },
        },
        ...refused,
      },
    },
    post: {
      ...keys,
      summary: 'Make a key; its secret is answered once',
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: ref('PartnerKeyRequest'),
            example: examples.partnerKeyRequestExample,
          },
        },
      },
      responses: {
        201: {
          description: 'The key, with its secret',
          content: { 'application/json': { schema: ref('NewPartnerKey') } },
        },
        ...refused,
      },
    },
  },
  '/v1/partner-keys/{id}': {
    get: {
      ...keys,
      summary: 'Read one',
      parameters: [id],
      responses: {
        200: { description: 'It', content: { 'application/json': { schema: ref('PartnerKey') } } },
        ...refused,
      },
    },
    delete: {
      ...keys,
      summary: 'Revoke, for good',
      parameters: [id],
      responses: { 204: { description: 'Revoked' }, ...refused },
    },
  },
};
