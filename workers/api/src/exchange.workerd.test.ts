import { createExecutionContext } from 'cloudflare:test';
import { env as bindings } from 'cloudflare:workers';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { exchangeKinds } from '../../../commerce/exchange/kinds.ts';
import { sha256Hex } from '../../../protocol/bytes.ts';
import type { ImportAnswer, ImportRequest } from '../../../protocol/exchange/messages.ts';
import { bearer, product, smallRetailer, TestHq, testAdmins } from '../../../testing/contract/hq-fixture.ts';
import type { Env } from './env.ts';
import worker from './index.ts';

const env = bindings as unknown as Env;
const hq = new TestHq((request) => worker.fetch(request, env, createExecutionContext()));
const rows = async (sql: string) => (await env.MASTERS.prepare(sql).raw()) as unknown[][];
const newest = async () => Number((await rows('SELECT max(version) FROM change_log'))[0]?.[0]);

const send = (kind: string, piece: Partial<ImportRequest>, token = 'ada-token') =>
  hq.send('POST', `/v1/imports/${kind}`, { dryRun: false, ...piece }, bearer(token));
async function imported(kind: string, piece: Partial<ImportRequest>): Promise<ImportAnswer> {
  const { status, body } = await send(kind, piece);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body as ImportAnswer;
}
const exported = async (kind: string) => String((await hq.send('GET', `/v1/exports/${kind}`)).body);
/** Cells of a file in which none holds a comma. */
const piecesOf = (file: string) => {
  const [columns = [], ...cells] = file
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  return { columns, rows: cells };
};

beforeAll(async () => {
  for (const [id, name, role, token] of testAdmins)
    await env.MASTERS.prepare('INSERT INTO admin VALUES (?, ?, ?, ?)')
      .bind(id, name, role, await sha256Hex(token))
      .run();
});
beforeEach(async () => {
  await env.MASTERS.prepare('DELETE FROM approval_policy').run();
  for (const { noun, items } of smallRetailer) await hq.put(noun, items);
});

describe('good rows are written, bad ones are named', () => {
  const columns = ['sku', 'name', 'taxCode', 'stocked', 'costMinor'];
  const piece = {
    columns,
    rows: [
      ['HEART', 'Heart, large', 'STANDARD', 'true', ''],
      ['MUG', 'Mug', 'NONE', 'true', ''],
      ['VASE', 'Vase', 'STANDARD', 'perhaps', '1.5'],
      ['BOWL', "'=Bowl", 'STANDARD', 'no', '90'],
      ['LAMP', 'Red lamp', 'STANDARD', 'true', ''],
      ['short'],
    ],
  };
  const answer = {
    accepted: 3,
    changed: 2,
    rejects: [
      { row: 1, column: 'taxCode', reason: 'there is no NONE; create it first' },
      { row: 2, column: 'stocked', reason: 'is "perhaps": write true or false' },
      { row: 2, column: 'costMinor', reason: expect.stringMatching(/^is "1.5": write a whole number/) },
      { row: 5, column: null, reason: expect.stringMatching(/^has 1 cells where the header has 5/) },
    ],
  };

  test('a dry run says so and writes nothing', async () => {
    const before = await newest();
    expect(await imported('products', { ...piece, dryRun: true })).toEqual(answer);
    expect(await newest()).toBe(before);
  });

  test('an import writes what differs, under the name of the admin', async () => {
    const before = await newest();
    expect(await imported('products', piece)).toEqual(answer);
    expect(
      await rows(`SELECT row_key, operation, admin FROM change_log WHERE version > ${before} ORDER BY 1`),
    ).toEqual([
      ['BOWL', 'put', 'ada'],
      ['HEART', 'put', 'ada'],
    ]);
    expect(await rows(`SELECT name, cost_minor, stocked FROM product WHERE sku = 'BOWL'`)).toEqual([
      ['=Bowl', 90, 0],
    ]);
    // What the file has no column for stays.
    expect((await hq.send('GET', '/v1/products/HEART')).body).toMatchObject({
      barcodes: ['2000000000015'],
      assortments: ['gifts'],
    });
    const after = await newest();
    expect(await imported('products', piece)).toMatchObject({ accepted: 3, changed: 0 });
    expect(await newest()).toBe(after);
  });

  test('a row falls with the row that it names, and the good ones stand', async () => {
    const before = [
      ['ROOT', '', 'NONE'],
      ['LEAF', 'BRANCH', 'STANDARD'],
      ['BRANCH', 'ROOT', 'STANDARD'],
      ['TREE', '', 'STANDARD'],
      ['TWIG', 'TREE', 'STANDARD'],
    ].map(([sku = '', variantOf = '', taxCode = '']) => [sku, sku, taxCode, 'true', variantOf]);
    const tree = { columns: ['sku', 'name', 'taxCode', 'stocked', 'variantOf'], rows: before };
    expect(await imported('products', tree)).toEqual({
      accepted: 2,
      changed: 2,
      rejects: [
        { row: 0, column: 'taxCode', reason: 'there is no NONE; create it first' },
        { row: 1, column: 'variantOf', reason: 'there is no BRANCH; create it first' },
        { row: 2, column: 'variantOf', reason: 'there is no ROOT; create it first' },
      ],
    });
  });

  test('a dry run takes for written what other pieces of the file hold; an import does not', async () => {
    const variant = {
      columns: ['sku', 'name', 'taxCode', 'stocked', 'variantOf'],
      rows: [['CUP-RED', 'Cup', 'STANDARD', 'true', 'CUP']],
      elsewhere: ['CUP'],
    };
    expect(await imported('products', { ...variant, dryRun: true })).toMatchObject({ accepted: 1 });
    expect(await imported('products', variant)).toMatchObject({ accepted: 0 });
  });

  test('of two rows with one key the later goes on where the earlier ended', async () => {
    const twice = [
      ['TWICE', 'First', 'STANDARD', 'true', '1'],
      ['TWICE', 'Second', 'STANDARD', 'true', '2'],
    ];
    expect(await imported('products', { columns, rows: twice })).toMatchObject({ accepted: 2, changed: 2 });
    expect(await rows(`SELECT name FROM product WHERE sku = 'TWICE'`)).toEqual([['Second']]);
  });

  test('a new row needs the columns that a known one may leave out', async () => {
    const names = {
      columns: ['sku', 'name'],
      rows: [
        ['HEART', 'Heart'],
        ['NEWER', 'Newer'],
      ],
    };
    expect((await imported('products', names)).rejects).toEqual([
      { row: 1, column: 'taxCode', reason: 'is not in the file, and NEWER is new here: add the column' },
      { row: 1, column: 'stocked', reason: 'is not in the file, and NEWER is new here: add the column' },
    ]);
  });

  test('faults that only the whole row shows', async () => {
    const price = {
      columns: ['id', 'sku', 'currency', 'amountMinor', 'validFrom', 'validTo', 'attributesJson'],
      rows: [
        ['X1', 'HEART', 'gbp', '1', '2026-01-01', '', ''],
        ['X2', 'HEART', 'GBP', '-1', '2026-01-02', '2026-01-01', ''],
        ['X3', 'HEART', 'GBP', '1', '2026-01-02', '', '[{"of":"moon"}]'],
      ],
    };
    const { rejects, accepted } = await imported('prices', price);
    expect(accepted).toBe(0);
    expect([...new Set(rejects.map(({ row, column }) => `${row} ${column}`))]).toEqual([
      '0 currency',
      '1 amountMinor',
      '1 validTo',
      '2 attributesJson',
    ]);
  });
});

describe('lists of the products', () => {
  test('a barcode moves to the product of its newest row', async () => {
    const cells = [
      ['2000000000015', 'LAMP'],
      ['2000000000022', 'LAMP'],
      ['77', 'HEART'],
      ['78', 'HARE'],
      ['a/b', 'HEART'],
    ];
    expect(await imported('barcodes', { columns: ['barcode', 'sku'], rows: cells })).toEqual({
      accepted: 3,
      changed: 2,
      rejects: [
        { row: 3, column: 'sku', reason: 'there is no HARE; create it first' },
        { row: 4, column: 'barcode', reason: 'has neither a slash nor a space at its ends' },
      ],
    });
    expect(await rows(`SELECT barcode FROM barcode WHERE sku = 'LAMP' ORDER BY 1`)).toEqual([
      ['2000000000015'],
      ['2000000000022'],
    ]);
  });

  test('no product gets more barcodes than it may have', async () => {
    await hq.put('products', [
      product(
        'FULL',
        'Full',
        Array.from({ length: 19 }, (_, at) => `full${at}`),
        [],
      ),
    ]);
    const cells = ['full0', 'full19', 'full20'].map((barcode) => [barcode, 'FULL']);
    expect(await imported('barcodes', { columns: ['barcode', 'sku'], rows: cells })).toMatchObject({
      accepted: 2,
      changed: 1,
      rejects: [{ row: 2, column: 'sku', reason: 'FULL has 20 of these already: remove one from it first' }],
    });
  });

  test('products of assortments', async () => {
    const cells = [
      ['gifts', 'HEART'],
      ['toys', 'HEART'],
      ['none', 'HEART'],
    ];
    expect(await imported('assortment-products', { columns: ['assortment', 'sku'], rows: cells })).toEqual({
      accepted: 2,
      changed: 1,
      rejects: [{ row: 2, column: 'assortment', reason: 'there is no none; create it first' }],
    });
  });
});

describe('refused as a whole', () => {
  const piece = { columns: ['id', 'name'], rows: [['a', 'A']] };
  test.each<[string, string, object, number, string[]?]>([
    ['a kind that is none', 'offers', piece, 404],
    ['a column that is none', 'assortments', { ...piece, columns: ['id', 'Name'] }, 422, ['/columns/1']],
    ['no rows', 'assortments', { ...piece, rows: [] }, 422, ['/rows']],
    ['too many rows', 'assortments', { ...piece, rows: Array(501).fill(['a', 'A']) }, 422, ['/rows']],
    ['a cell that is no text', 'assortments', { ...piece, rows: [['a', 1]] }, 422, ['/rows/0/1']],
  ])('%s', async (_, kind, body, status, pointers) => {
    const answer = await send(kind, body);
    expect(answer.status).toBe(status);
    const { errors } = answer.body as { errors?: { pointer: string }[] };
    expect(errors?.map(({ pointer }) => pointer)).toEqual(pointers);
  });

  test('a viewer exports and does not import', async () => {
    expect((await send('assortments', piece, 'vic-token')).status).toBe(403);
    expect((await hq.send('GET', '/v1/exports/assortments', undefined, bearer('vic-token'))).status).toBe(
      200,
    );
    expect((await hq.send('GET', '/v1/exports/offers')).status).toBe(404);
  });

  test.each(['products', 'barcodes', 'assortment-products'])(
    '%s, where another admin has to approve a change of products',
    async (kind) => {
      await env.MASTERS.prepare(
        `INSERT INTO approval_policy (noun, policy) VALUES ('products', 'required')`,
      ).run();
      expect(await send(kind, piece)).toMatchObject({
        status: 409,
        body: { type: 'urn:evertill:problem:approval-required' },
      });
    },
  );
});

test('a file is CSV with a name', async () => {
  const { headers, body } = await hq.send('GET', '/v1/exports/assortments');
  expect(headers.get('content-type')).toMatch(/^text\/csv/);
  expect(headers.get('content-disposition')).toBe('attachment; filename="assortments.csv"');
  expect(body).toBe('id,name\ngifts,Gifts\ntoys,Toys\n');
});

test('what is exported, imported where nothing is, is exported again', async () => {
  await hq.put('products', [
    { ...product('A-VARIANT', '=variant', [], ['toys']), variantOf: 'HEART', variant: { size: 'L' } },
    {
      ...product('A-KIT', 'Kit', ['555'], []),
      kit: [{ sku: 'LAMP', quantityThousandths: 1000 }],
      costMinor: 5,
    },
  ]);
  await hq.put(
    'products',
    Array.from({ length: 400 }, (_, at) => product(`P${at}`, `P ${at}`, [], ['gifts'])),
  );
  await hq.put(
    'products',
    Array.from({ length: 500 }, (_, at) => product(`Q${at}`, `Q ${at}`, [], [])),
  );
  await hq.put(
    'products',
    Array.from({ length: 300 }, (_, at) => product(`R${at}`, `R ${at}`, [], [])),
  );
  const order = ['assortments', 'customers', 'products', 'prices', 'barcodes', 'assortment-products'];
  expect(order.toSorted()).toEqual(exchangeKinds.toSorted());
  const files = new Map<string, string>();
  for (const kind of order) files.set(kind, await exported(kind));
  expect(piecesOf(files.get('products') ?? '').rows.length).toBeGreaterThan(1200);

  for (const table of ['loyalty_card', 'coupon', 'price', 'barcode', 'assortment_product', 'customer'])
    await env.MASTERS.prepare(`DELETE FROM ${table}`).run();
  await env.MASTERS.prepare(`UPDATE product SET kit = '[]', variant_of = NULL`).run();
  await env.MASTERS.prepare('DELETE FROM product').run();
  expect(await exported('products')).toBe(`${(files.get('products') ?? '').split('\n')[0]}\n`);

  for (const [kind, file] of files) {
    const { columns, rows: all } = piecesOf(file);
    for (let at = 0; at < all.length; at += 500)
      expect((await imported(kind, { columns, rows: all.slice(at, at + 500) })).rejects).toEqual([]);
  }
  for (const [kind, file] of files) expect([kind, await exported(kind)]).toEqual([kind, file]);
});
