import * as z from 'zod';

/** One line that a headless register wrote. Only what the replay looks at is described. */
export const registerAnswer = z.looseObject({
  ok: z.boolean(),
  message: z.string().optional(),
});
export type RegisterAnswer = z.infer<typeof registerAnswer>;

/** Its answer to `status`, and what it writes when it is ready. */
export const registerStatus = z.looseObject({
  ok: z.literal(true),
  phase: z.string(),
  employee: z.string().nullable(),
  connection: z.enum(['online', 'offline', 'manual']),
  waiting: z.int(),
  versions: z.record(z.string(), z.int()),
  problems: z.array(z.looseObject({ code: z.string(), subject: z.string(), detail: z.string() })),
  externalRef: z.string().nullable(),
  /** Lines of the open cart that are not voided. */
  lines: z.int(),
  lastReceipt: z.looseObject({ externalRef: z.string().nullable() }).nullable(),
});
export type RegisterStatus = z.infer<typeof registerStatus>;

/** Its answer when a transaction is concluded. */
export const concludedAnswer = z.looseObject({
  ok: z.literal(true),
  receipt: z.looseObject({
    receiptId: z.string(),
    externalRef: z.string().nullable(),
    connection: z.enum(['online', 'offline', 'manual']),
  }),
});
