import * as z from 'zod';
import { exchangeKinds } from '../../../commerce/exchange/kinds.ts';
import { importAnswer, importRequest } from '../../../protocol/exchange/messages.ts';
import { json, refused } from './openapi-parts.ts';

/** Files of masters. */
export function exchangePaths(): object {
  const tags = ['Import and export'];
  const kind = { name: 'kind', in: 'path', required: true, schema: { type: 'string', enum: exchangeKinds } };
  return {
    '/v1/imports/{kind}': {
      post: {
        tags,
        summary: 'Import a piece of a file; rows with faults are named, the others are written',
        parameters: [kind],
        requestBody: { required: true, ...json(schemaOf(importRequest)) },
        responses: {
          200: { description: 'What became of the rows', ...json(schemaOf(importAnswer)) },
          ...refused,
        },
      },
    },
    '/v1/exports/{kind}': {
      get: {
        tags,
        summary: 'Every row as CSV, in the format that an import takes',
        parameters: [kind],
        responses: {
          200: { description: 'The file', content: { 'text/csv': { schema: { type: 'string' } } } },
          ...refused,
        },
      },
    },
  };
}

function schemaOf(shape: z.ZodType): object {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { io: 'input' });
  return schema;
}
