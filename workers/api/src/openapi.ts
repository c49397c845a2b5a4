import * as z from 'zod';
import { keyField, masterTables } from '../../../db/hq/master-tables.ts';
import { exchangePaths } from './openapi-exchange.ts';
import { governancePaths } from './openapi-governance.ts';
import { json, listOf, paging, parameter, refused } from './openapi-parts.ts';
import { pricingPaths, pricingSchemas } from './openapi-pricing.ts';

/** The API in OpenAPI 3.1, made from the same descriptions that the routes run on. */
export function openApi(): object {
  return {
    openapi: '3.1.0',
    info: {
      title: 'evertill headquarters',
      version: '1',
      description:
        'Prices for partners; masters, distribution and books for headquarters. Amounts are integers of the minor unit, quantities thousandths.',
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }],
    paths: merged([
      pricingPaths,
      ...masterTables.map(masterPaths),
      governancePaths(),
      exchangePaths(),
      otherPaths(),
    ]),
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description:
            "An admin's token, or a partner's key (`evk_live_…`) on the routes that name its scopes",
        },
      },
      schemas: pricingSchemas,
      responses: {
        Problem: {
          description: 'Refused (RFC 9457)',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
    },
  };
}

/** Paths of several parts; one path may have methods in two of them. */
function merged(parts: readonly object[]): Record<string, object> {
  const paths: Record<string, object> = {};
  for (const part of parts)
    for (const [path, methods] of Object.entries(part)) paths[path] = { ...paths[path], ...methods };
  return paths;
}

function masterPaths(master: (typeof masterTables)[number]): object {
  const { $schema: _, ...schema } = z.toJSONSchema(master.shape, { io: 'input', unrepresentable: 'any' });
  const tags = [master.title];
  const key = parameter(keyField(master), 'path');
  const one = `/v1/${master.noun}/{${key.name}}`;
  return {
    [`/v1/${master.noun}`]: {
      get: {
        tags,
        summary: 'List, in key order',
        parameters: [...paging, parameter('search', 'query')],
        responses: { 200: { description: 'A page', ...json(listOf(schema)) }, ...refused },
      },
      put: {
        tags,
        summary: 'Create or replace up to 500, all or none',
        requestBody: {
          required: true,
          ...json({
            type: 'object',
            required: ['items'],
            properties: { items: { type: 'array', maxItems: 500, items: schema } },
          }),
        },
        responses: { 200: { description: 'How many were written' }, ...refused },
      },
    },
    [one]: {
      get: {
        tags,
        summary: 'Read one',
        parameters: [key],
        responses: { 200: { description: 'It', ...json(schema) }, ...refused },
      },
      put: {
        tags,
        summary: 'Create or replace one',
        parameters: [key],
        requestBody: { required: true, ...json(schema) },
        responses: { 200: { description: 'As stored', ...json(schema) }, ...refused },
      },
      delete: {
        tags,
        summary: 'Remove one',
        parameters: [key],
        responses: { 204: { description: 'Removed' }, ...refused },
      },
    },
  };
}

/** The routes that are not masters. */
function otherPaths(): object {
  const get = (tag: string, summary: string, parameters: object[] = []) => ({
    get: { tags: [tag], summary, parameters, responses: { 200: { description: 'The answer' }, ...refused } },
  });
  const write = (
    method: 'post' | 'put',
    tag: string,
    summary: string,
    parameters: object[],
    body: z.ZodType,
  ) => ({
    [method]: {
      tags: [tag],
      summary,
      parameters,
      requestBody: { required: true, ...json(z.toJSONSchema(body, { io: 'input' })) },
      responses: { '2XX': { description: 'Done' }, ...refused },
    },
  });
  const query = (...names: string[]) => names.map((name) => parameter(name, 'query'));
  return {
    '/v1/me': get('Admin', 'Who the token is'),
    '/v1/registers/{id}/activation-codes': write(
      'post',
      'Register',
      'Issue a one-time activation code',
      [parameter('id', 'path')],
      z.object({ expiresInMinutes: z.int().min(1).max(10_080).default(60) }),
    ),
    '/v1/employees/{number}/pin': write(
      'put',
      'Employee',
      'Set the PIN',
      [parameter('number', 'path')],
      z.object({ pin: z.string() }),
    ),
    '/v1/sync-states': get('Register', 'How far the registers of a store are synchronised', query('store')),
    '/v1/distribution-jobs/{id}/runs': {
      ...write(
        'post',
        'Distribution',
        'Publish now: everything the job is for, or some streams',
        [parameter('id', 'path')],
        z.object({ streams: z.array(z.string()).optional() }),
      ),
      ...get('Distribution', 'Runs, newest first', [parameter('id', 'path'), ...paging]),
    },
    '/v1/distribution-schedule': get(
      'Distribution',
      'When each job ran last, how that ended, and when the clock starts it next',
    ),
    '/v1/distribution-runs': get('Distribution', 'Runs of every job, newest first', paging),
    '/v1/distribution-jobs/{id}/runs/{run}/stop': write(
      'post',
      'Distribution',
      'Stop a run; what it has not published stays due',
      [parameter('id', 'path'), parameter('run', 'path')],
      z.object({}),
    ),
    '/v1/distribution-jobs/{id}/preview': get('Distribution', 'What a run would send if it began now', [
      parameter('id', 'path'),
    ]),
    '/v1/refused-rows': get('Distribution', 'Rows that could not be packed, and why', paging),
    '/v1/signing-keys': get(
      'Distribution',
      'Keys that registers may trust, which one signs, and when each was retired',
    ),
    '/v1/stores/{store}/package-orders': write(
      'post',
      'Distribution',
      'Pause or resume the packages of a store',
      [parameter('store', 'path')],
      z.object({ deed: z.enum(['pause', 'resume']), reason: z.string().max(500) }),
    ),
    '/v1/registers/{id}/package-orders': write(
      'post',
      'Distribution',
      'Pause, resume or resend the packages of a register',
      [parameter('id', 'path')],
      z.object({
        deed: z.enum(['pause', 'resume', 'resend']),
        streams: z.array(z.string()).optional(),
        reason: z.string().max(500),
      }),
    ),
    '/v1/package-orders': get('Distribution', 'Orders given to a store and its registers, newest first', [
      ...query('store'),
      ...paging,
    ]),
    '/v1/channel-databases': get(
      'Distribution',
      'Registers of a store that may sell offline',
      query('store'),
    ),
    '/v1/streams': get('Distribution', 'Streams and their versions'),
    '/v1/changes': get('Distribution', 'The change log of the masters, newest first', paging),
    '/v1/sales': get('Books', 'Retail transactions, newest first', [
      ...query('externalRef', 'receiptId', 'store', 'businessDate'),
      ...paging,
    ]),
    '/v1/sales/{id}': get('Books', 'One transaction with lines, tenders and ledger entries', [
      parameter('id', 'path'),
    ]),
    '/v1/sales-summary': get('Books', 'Counts and sums by store and kind'),
    '/v1/stock': get('Books', 'Stock on hand', [...query('store', 'sku'), ...paging]),
    '/v1/ledger/balances': get('Books', 'Debits and credits by account', query('store', 'from', 'to')),
    '/v1/approvals': get('Books', "What employees did with another person's right", [
      ...query('store', 'businessDate'),
      ...paging,
    ]),
    '/v1/drawer-operations': get('Books', 'Drawers opened, money brought in and taken out', [
      ...query('store', 'businessDate'),
      ...paging,
    ]),
    '/v1/shifts': get('Books', 'Shifts opened and closed', [...query('store'), ...paging]),
    '/v1/suspense': get('Books', 'Records that could not be understood', paging),
    '/v1/watermarks': get('Books', 'How far each journal of a store is booked', query('store')),
  };
}
