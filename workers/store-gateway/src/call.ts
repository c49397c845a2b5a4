import type * as z from 'zod';
import { prettifyError } from 'zod';
import type { LookUpRequest } from '../../../protocol/journal-messages.ts';
import type { PackagesAnswer } from '../../../protocol/package-documents.ts';
import type { AllocatedEpoch, DeviceIdentity, PinVerifier } from '../../../protocol/worker-calls.ts';
import type { GatewayStore } from './gateway-store.ts';

/** What a device asks, over its socket or over HTTP alike, and what it is answered. */
export interface Call {
  readonly call: string;
  readonly body: string;
  readonly signature?: string | undefined;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
}

export interface CallPorts {
  readonly store: GatewayStore;
  readonly storeId: string;
  readonly now: () => Date;
  readonly pepper: string;
  readonly verifierOf: (employee: string) => Promise<PinVerifier | null>;
  readonly lookUp: (request: LookUpRequest) => Promise<readonly string[]>;
  readonly allocateEpoch: (terminal: string, device: DeviceIdentity, ask: string) => Promise<AllocatedEpoch>;
  readonly registeredEpoch: (terminal: string, epoch: number) => Promise<DeviceIdentity | null>;
  /** Keys, manifest and heads as they were signed. */
  readonly packages: () => Promise<Pick<PackagesAnswer, 'keys' | 'manifest' | 'heads'>>;
  /** Something was stored: bring it on its way. */
  readonly stored: () => Promise<void>;
}

export const answer = (status: number, body: unknown): Answer => ({ status, body: JSON.stringify(body) });

export const refuse = (status: number, code: string, detail: string, more: object = {}) =>
  answer(status, {
    type: `urn:evertill:problem:${code}`,
    title: code.replaceAll('-', ' '),
    status,
    detail,
    ...more,
  });

export function parse<T>(schema: z.ZodType<T>, text: string): { value: T } | { problem: Answer } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { problem: refuse(400, 'malformed-json', 'The body is not JSON.') };
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) return { problem: refuse(422, 'invalid-field', prettifyError(parsed.error)) };
  return { value: parsed.data };
}
