import type { Context } from 'hono';
import * as z from 'zod';
import { fromBase64Url, toBase64Url, utf8 } from '../../../protocol/bytes.ts';
import { invalidInput, Problem } from './problem.ts';

export const BODY_MAX_BYTES = 1024 * 1024;

/** The request's JSON body, limited in size, as the schema's type. Throws a Problem that names every fault. */
export async function jsonBody<T>(c: Context, schema: z.ZodType<T>): Promise<T> {
  return parseBody(await limitedText(c.req.raw), schema);
}

/** The same, where a request without a body says as much as an empty object. */
export async function optionalJsonBody<T>(c: Context, schema: z.ZodType<T>): Promise<T> {
  return parseBody((await limitedText(c.req.raw)) || '{}', schema);
}

function parseBody<T>(text: string, schema: z.ZodType<T>): T {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Problem(400, 'malformed-json', 'The body is not JSON.');
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) throw invalidInput(parsed.error);
  return parsed.data;
}

async function limitedText(request: Request): Promise<string> {
  const tooLarge = new Problem(
    413,
    'body-too-large',
    `A body holds ${BODY_MAX_BYTES} bytes at most. Send fewer items.`,
  );
  if (Number(request.headers.get('content-length') ?? 0) > BODY_MAX_BYTES) throw tooLarge;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > BODY_MAX_BYTES) throw tooLarge;
    chunks.push(chunk);
  }
  return new TextDecoder().decode(await new Blob(chunks).arrayBuffer());
}

const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().max(2000).optional(),
});

export interface Page {
  readonly limit: number;
  /** Where the previous page ended; undefined for the first one. */
  readonly after: unknown;
}

export function page(c: Context): Page {
  const parsed = pageQuery.safeParse(c.req.query());
  if (!parsed.success) throw invalidInput(parsed.error);
  const { limit, cursor } = parsed.data;
  return { limit, after: cursor === undefined ? undefined : readCursor(cursor) };
}

/** A list as every route answers it. Ask the store for one more than the limit; that one tells of a next page. */
export function pageOf<T>(items: readonly T[], limit: number, positionOf: (item: T) => unknown) {
  const shown = items.slice(0, limit);
  const last = shown.at(-1);
  const next =
    items.length > limit && last !== undefined ? toBase64Url(utf8(JSON.stringify(positionOf(last)))) : null;
  return { items: shown, next };
}

/** The position as the type it was given out with; anything else is the caller's mistake. */
export function position<T>(after: unknown, schema: z.ZodType<T>): T | undefined {
  if (after === undefined) return undefined;
  const parsed = schema.safeParse(after);
  if (!parsed.success) throw badCursor();
  return parsed.data;
}

function readCursor(cursor: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(fromBase64Url(cursor)));
  } catch {
    throw badCursor();
  }
}

function badCursor(): Problem {
  const detail = 'The cursor is not one that this list has given out. Start again without it.';
  return new Problem(422, 'invalid-field', detail, { errors: [{ pointer: 'cursor', detail }] });
}

export function query<T>(c: Context, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(c.req.query());
  if (!parsed.success) throw invalidInput(parsed.error);
  return parsed.data;
}

/** Whether the caller has this answer already (`If-None-Match`). */
export function isKnownAnswer(c: Context, etag: string): boolean {
  const asked = c.req.header('if-none-match') ?? '';
  return asked.trim() === '*' || asked.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}
