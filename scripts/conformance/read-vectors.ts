import * as z from 'zod';
import { err, ok, type Result } from '../../commerce/result.ts';
import type { Vector } from './vector.ts';

const written = z
  .object({
    id: z.string(),
    class: z.string().optional(),
    group: z.string().optional(),
    source: z.unknown().optional(),
    note: z.string().optional(),
    input: z.unknown().optional(),
    basket: z.unknown().optional(),
    expected: z.unknown().optional(),
  })
  .refine((vector) => (vector.class === undefined) !== (vector.group === undefined), {
    error: 'a vector has a class or a group',
  })
  .refine((vector) => vector.input !== undefined || vector.basket !== undefined, {
    error: 'a vector has an input or a basket',
  })
  .refine((vector) => vector.expected !== undefined, { error: 'a vector expects something' });

/** The vectors in the text of a file, or one sentence about what is wrong with it. */
export function readVectors(text: string): Result<Vector[], string> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (problem) {
    return err(`is no JSON (${problem instanceof Error ? problem.message : problem})`);
  }
  const list = Array.isArray(json) ? json : (json as { vectors?: unknown } | null)?.vectors;
  if (!Array.isArray(list)) return err('holds no list of vectors');
  const vectors: Vector[] = [];
  for (const [index, item] of list.entries()) {
    const parsed = written.safeParse(item);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      return err(`vector ${index + 1}: ${[...(issue?.path ?? []), issue?.message].join(' ')}`);
    }
    const { id, group, source, note, input, basket, expected } = parsed.data;
    vectors.push({
      id,
      family: parsed.data.class ?? group ?? '',
      remark: [sourceText(source), note].join(' '),
      input: input ?? basket,
      expected,
    });
  }
  return ok(vectors);
}

function sourceText(source: unknown): string {
  if (typeof source === 'string') return source;
  return typeof source === 'object' && source !== null && 'test' in source ? String(source.test) : '';
}
