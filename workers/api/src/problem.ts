import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type * as z from 'zod';
import { type FieldError, problemPrefix } from '../../../protocol/problem.ts';

/** An expected refusal. Thrown by routes, answered as problem+json (RFC 9457) by the one error handler. */
export class Problem extends Error {
  readonly status: ContentfulStatusCode;
  readonly code: string;
  readonly errors: readonly FieldError[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: ContentfulStatusCode,
    code: string,
    detail: string,
    more: { errors?: readonly FieldError[]; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(detail);
    this.status = status;
    this.code = code;
    this.errors = more.errors ?? [];
    this.headers = more.headers ?? {};
  }
}

export const notFound = (what: string) => new Problem(404, 'not-found', `There is no ${what}.`);

/** A body or query that does not fit its schema: every fault by name. */
export function invalidInput(error: z.ZodError, prefix = ''): Problem {
  const errors = error.issues
    .flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => ({ path: [...issue.path, key], detail: 'is not a field here' }))
        : [{ path: issue.path, detail: issue.message }],
    )
    .slice(0, 50)
    .map(({ path, detail }) => ({ pointer: prefix + pointerOf(path), detail }));
  const first = errors[0];
  return new Problem(422, 'invalid-field', `${first?.pointer || 'The input'}: ${first?.detail}`, { errors });
}

/** A JSON pointer (RFC 6901); empty for the whole. */
function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** What is the same in every problem of a kind. */
export function kindOf(code: string): { readonly type: string; readonly title: string } {
  return { type: problemPrefix + code, title: code.replaceAll('-', ' ') };
}

/** A request that could be read, but names what is not there or does not fit: every fault by its field. */
export function refusedFields(errors: readonly FieldError[]): Problem {
  const [first] = errors;
  return new Problem(422, 'invalid-field', `${first?.pointer}: ${first?.detail}`, { errors });
}

export function problemResponse(c: Context, problem: Problem, requestId: string): Response {
  const { status, code, message, errors } = problem;
  const body = {
    ...kindOf(code),
    status,
    detail: message,
    ...(errors.length > 0 ? { errors } : {}),
    requestId,
  };
  return c.body(JSON.stringify(body), status, {
    'content-type': 'application/problem+json',
    ...problem.headers,
  });
}
