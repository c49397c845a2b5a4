import { readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { type FaultKind, faultKinds } from './faults.ts';
import type { Plan } from './world.ts';

const plan = z.object({
  seed: z.int(),
  days: z.array(z.object({ opensMs: z.number(), transactions: z.int().min(0) })).min(1),
  registers: z.int().min(1),
  faults: z.array(
    z.object({
      kind: z.enum(Object.keys(faultKinds) as [FaultKind, ...FaultKind[]]),
      atMs: z.number(),
      lastsMs: z.number(),
      register: z.int(),
      rate: z.number(),
    }),
  ),
}) satisfies z.ZodType<Plan>;

/** A history that failed: what was asked for, what broke, and how it is played again. */
export interface PlanFile {
  readonly seed: number;
  readonly history: number;
  readonly failures: readonly string[];
  readonly plan: Plan;
}

const file = z.object({
  seed: z.int(),
  history: z.int(),
  failures: z.array(z.string()),
  plan,
}) satisfies z.ZodType<PlanFile>;

export function writePlan(path: string, content: PlanFile): void {
  writeFileSync(path, `${JSON.stringify(content, null, 1)}\n`);
}

/** Throws with a sentence that names the file and the field where it is none. */
export function readPlan(path: string): PlanFile {
  const parsed = file.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (!parsed.success) throw new Error(`${path} is no history to replay: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
