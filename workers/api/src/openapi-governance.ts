import type * as z from 'zod';
import { auditEntry } from '../../../protocol/audit.ts';
import { changeImpact } from '../../../protocol/change-impact.ts';
import {
  approvalPolicy,
  changeChecks,
  changeItem,
  changeItemsInput,
  changeRequest,
  changeRequestApproval,
  changeRequestEdit,
  changeRequestInput,
  changeRequestStep,
  changeRequestSummary,
  conflictResolution,
} from '../../../protocol/change-requests.ts';
import { jsonSchema } from './json-schema.ts';
import { json, listOf, paging, parameter, refused } from './openapi-parts.ts';

const answerOf = (schema: z.ZodType) => json(jsonSchema(schema));
const id = parameter('id', 'path');
const tags = ['Change request'];

/** Change requests, who has to approve what, and who changed what. */
export function governancePaths(): object {
  const whole = {
    ...answerOf(changeRequest),
    description: 'The request as it is now; its version is the ETag',
  };
  const step = (method: 'post' | 'put' | 'patch', summary: string, body: z.ZodType, status = 200) => ({
    [method]: {
      tags,
      summary,
      parameters: [id],
      requestBody: { required: true, ...json(jsonSchema(body)) },
      responses: { [status]: whole, ...refused },
    },
  });
  const get = (summary: string, parameters: object[], schema: object, tag = tags) => ({
    get: {
      ...{ tags: tag, summary, parameters },
      responses: { 200: { description: 'The answer', ...json(schema) }, ...refused },
    },
  });
  const one = '/v1/change-requests/{id}';
  const filters = ['state', 'noun', 'key', 'proposedBy'].map((name) => parameter(name, 'query'));
  const policy = jsonSchema(approvalPolicy);
  const noun = parameter('noun', 'path');
  const viaRequest = (summary: string) => ({
    tags: ['Approval policy'],
    summary,
    parameters: [noun],
    responses: { 409: { $ref: '#/components/responses/Problem' }, ...refused },
  });
  return {
    '/v1/change-requests': {
      ...get('List, newest first', [...filters, ...paging], listOf(jsonSchema(changeRequestSummary))),
      post: {
        tags,
        summary: 'Begin a draft',
        requestBody: { required: true, ...json(jsonSchema(changeRequestInput)) },
        responses: { 201: whole, ...refused },
      },
    },
    [one]: {
      ...get('Read one, with its history', [id], jsonSchema(changeRequest)),
      ...step('patch', 'Change title, note or time of a draft', changeRequestEdit),
    },
    [`${one}/items`]: {
      ...get(
        'Its rows, by noun and key, with what they change',
        [id, parameter('noun', 'query'), ...paging],
        listOf(jsonSchema(changeItem)),
      ),
      ...step('put', 'Put rows into a draft, or in the place of its rows', changeItemsInput),
    },
    [`${one}/items/{noun}/{key}`]: {
      delete: {
        tags,
        summary: 'Take a row out of a draft',
        parameters: [id, noun, parameter('key', 'path'), parameter('version', 'query', 'integer')],
        responses: { 200: whole, ...refused },
      },
    },
    [`${one}/checks`]: get('What keeps it from being published', [id], jsonSchema(changeChecks)),
    [`${one}/impact`]: get(
      'What publishing it would do to prices, real baskets and registers, with warnings',
      [id],
      jsonSchema(changeImpact),
    ),
    [`${one}/submit`]: step('post', 'Send for approval', changeRequestStep),
    [`${one}/approve`]: step(
      'post',
      'Approve, by somebody who had no hand in it; publishes when its time has come',
      changeRequestApproval,
    ),
    [`${one}/send-back`]: step('post', 'Send back, with a note', changeRequestStep.required({ note: true })),
    [`${one}/withdraw`]: step('post', 'Give it up', changeRequestStep),
    [`${one}/reopen`]: step('post', 'Make a draft of it again', changeRequestStep),
    [`${one}/resolve`]: step(
      'post',
      'Accept or refresh rows that changed since the draft was made; it is a draft afterwards',
      conflictResolution,
    ),
    [`${one}/retry`]: step('post', 'Publish again after a failure', changeRequestStep),
    [`${one}/roll-back`]: step(
      'post',
      'A new request of the rows as they were before; published at once where one person may do that alone',
      changeRequestStep,
      201,
    ),
    '/v1/audit': get(
      'Who changed what, newest first, with old and new value',
      [
        ...['noun', 'key', 'admin', 'request', 'from', 'to'].map((name) => parameter(name, 'query')),
        ...paging,
      ],
      listOf(jsonSchema(auditEntry)),
      ['Audit'],
    ),
    '/v1/approval-policies': get('Which nouns need a second person', [], listOf(policy), ['Approval policy']),
    '/v1/approval-policies/{noun}': {
      ...get('Whether a noun needs a second person', [noun], policy, ['Approval policy']),
      put: viaRequest('Always 409: change it by a change request with noun approval-policies'),
      delete: viaRequest('Always 409, like PUT'),
    },
  };
}
