import * as z from 'zod';

/** What the part of a problem's `type` that changes says; it comes after `urn:evertill:problem:`. */
export const problemPrefix = 'urn:evertill:problem:';

/** One fault of a request, by the field it stands in. */
export const fieldError = z.object({
  pointer: z.string().describe('A JSON pointer into the body, or the name of a query parameter'),
  detail: z.string().describe('A sentence for people'),
  code: z.string().optional().describe('A stable name for programs, such as unknownProduct'),
});
export type FieldError = z.infer<typeof fieldError>;

/** A refusal as every route answers it: problem+json (RFC 9457). */
export const problem = z.object({
  type: z.string().describe('urn:evertill:problem:NAME; stable'),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  errors: z.array(fieldError).optional().describe('Every fault of the request, where it has any'),
  requestId: z.string().describe('Quote it when you ask for help'),
});
export type Problem = z.infer<typeof problem>;
