import { describe, expect, test } from 'vitest';
import { openApi } from '../src/openapi.ts';
import { type Description, fieldRows, routesByTag, typeText } from './description.ts';

const description = openApi() as Description;

describe('what the page shows of the description', () => {
  test('pricing comes first, with its three routes', () => {
    const routes = routesByTag(description);
    expect([...routes.keys()][0]).toBe('Pricing');
    expect(routes.get('Pricing')?.map(({ id }) => id)).toEqual([
      'post-v1-quotes',
      'post-v1-quotes-redeem',
      'post-v1-prices',
    ]);
    const ids = [...routes.values()].flat().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('fields from the outside in, with their limits', () => {
    const rows = fieldRows({ $ref: '#/components/schemas/QuoteRequest' }, description);
    expect(rows.map(({ path }) => path)).toEqual([
      'channel',
      'currency',
      'asOf',
      'customer',
      'loyaltyCard',
      'coupons',
      'lines',
      'lines[].id',
      'lines[].sku',
      'lines[].quantityThousandths',
      'lines[].unitOfMeasure',
      'explain',
      'snapshotId',
    ]);
    expect(rows.find(({ path }) => path === 'lines[].quantityThousandths')).toMatchObject({
      type: 'integer',
      isRequired: true,
      description: 'Thousandths of the unit: 2000 is two, 250 a quarter. From 1, up to 1,000,000,000',
    });
  });

  test('an item of one kind or another shows the fields of both, each once', () => {
    const rows = fieldRows({ $ref: '#/components/schemas/PricesAnswer' }, description);
    const items = rows.map(({ path }) => path).filter((path) => path.startsWith('items[].'));
    expect(items).toContain('items[].error.type');
    expect(items.filter((path) => path === 'items[].sku')).toHaveLength(1);
  });

  test.each([
    [{ type: ['string', 'null'] }, 'string or null'],
    [{ type: 'array', items: { enum: ['a', 'b'] } }, 'list of "a" or "b"'],
    [
      {
        anyOf: [
          { type: 'string', format: 'date' },
          { type: 'string', format: 'date-time' },
        ],
      },
      'string (date) or string (date-time)',
    ],
    [{}, 'anything'],
  ])('%j is %s', (schema, text) => expect(typeText(schema)).toBe(text));
});
