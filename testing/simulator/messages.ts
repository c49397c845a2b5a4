import { createHash } from 'node:crypto';
import type { OfferedRecord } from '../../commerce/journal/branches.ts';
import type { GatewayReply } from '../../commerce/journal/gateway-shapes.ts';

/** A record as it is kept and as it travels: its exact texts, and what is read of them often. */
export interface SimRecord extends OfferedRecord {
  readonly epoch: number;
  readonly header: string;
  readonly body: string;
  readonly receiptNumber: number | null;
  readonly perpetualMinor: number;
  readonly storedMs: number;
}

/** What a register asks. `key` stands for the device's signature key, and the signature is made with it. */
export interface Request {
  readonly id: number;
  readonly from: string;
  readonly terminal: string;
  readonly key: string;
  readonly call: 'activate' | 'newEpoch' | 'hello' | 'journal';
  readonly body: string;
  readonly signature: string;
}

export type Reply =
  | { readonly id: number; readonly status: 200; readonly reply: GatewayReply }
  | { readonly id: number; readonly status: 401 | 422 | 503 };

export interface ActivateBody {
  readonly installId: string;
  readonly paper: Paper | null;
  readonly code: string;
}

/** What the newest receipt or report on paper says of the record that it was printed for. */
export interface Paper {
  readonly epoch: number;
  readonly seq: number;
  readonly receiptNumber: number;
}

export interface Notice {
  readonly terminal: string;
  readonly epoch: number;
  readonly key: string;
}

export interface Registration {
  readonly installId: string;
  readonly publicKey: string;
}

/** What `hashRecord` of the protocol gives, without waiting for it. */
export function hashOf(prev: string, header: string, body: string): string {
  const length = Buffer.allocUnsafe(4);
  length.writeUInt32BE(Buffer.byteLength(header));
  const hash = createHash('sha256').update(prev, 'hex').update(length);
  return hash.update(header).update(body).digest('hex');
}

/** Stands for ECDSA, which would be most of a run's time: who does not know the key cannot make it. */
export function sign(key: string, body: string): string {
  return createHash('sha1').update(key).update(body).digest('hex');
}
