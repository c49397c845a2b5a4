import { describe, expect, test } from 'vitest';
import type * as z from 'zod';
import { partnerKeyRequest } from '../../../protocol/partner-keys.ts';
import * as messages from '../../../protocol/pricing-messages.ts';
import { problem } from '../../../protocol/problem.ts';
import { openApi } from './openapi.ts';
import * as examples from './pricing-examples.ts';

interface Description {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, { security?: unknown; responses: object }>>;
  readonly components: { readonly schemas: object; readonly responses: object };
}
const description = openApi() as Description;

describe('the description', () => {
  test('every reference leads somewhere', () => {
    const references = [...JSON.stringify(description).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(
      ([, path = '']) => path,
    );
    expect(references.length).toBeGreaterThan(20);
    for (const path of new Set(references)) {
      const found = path
        .split('/')
        .reduce<unknown>((at, name) => (at as Record<string, unknown>)?.[name], description);
      expect([path, found]).not.toEqual([path, undefined]);
    }
  });

  test('prices are a master to admins, and a question to partners', () => {
    expect(Object.keys(description.paths['/v1/prices'] ?? {}).sort()).toEqual(['get', 'post', 'put']);
  });

  test.each(['/v1/quotes', '/v1/quotes/redeem', '/v1/prices'])(
    '%s names its scope and its refusals',
    (path) => {
      const { security, responses } = description.paths[path]?.post ?? { responses: {} };
      expect(security).toEqual([{ bearer: [expect.stringMatching(/^(prices:read|quotes:write)$/)] }]);
      expect(Object.keys(responses)).toEqual(
        expect.arrayContaining(['200', '401', '403', '413', '422', '429']),
      );
    },
  );

  test('no bound that only says how numbers are kept', () => {
    expect(JSON.stringify(description.components)).not.toContain(String(Number.MAX_SAFE_INTEGER));
  });

  test.each<[string, z.ZodType, unknown]>([
    ['quote request', messages.quoteRequest, examples.quoteRequestExample],
    ['quote answer', messages.quoteAnswer.strict(), examples.quoteAnswerExample],
    ['redeem request', messages.redeemRequest, examples.redeemRequestExample],
    ['redeem answer', messages.redeemAnswer.strict(), examples.redeemAnswerExample],
    ['prices request', messages.pricesRequest, examples.pricesRequestExample],
    ['prices answer', messages.pricesAnswer.strict(), examples.pricesAnswerExample],
    ['key request', partnerKeyRequest, examples.partnerKeyRequestExample],
    ['refusal', problem.strict(), examples.refusedQuote],
    ['429', problem.strict(), examples.tooManyRequests],
    ['409', problem.strict(), examples.expiredQuote],
  ])('the example of a %s is one', (_, schema, example) => {
    expect(schema.safeParse(example).error).toBeUndefined();
  });
});
