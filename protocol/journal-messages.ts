import * as z from 'zod';
import type { RecordHeader } from '../commerce/journal/journal-record.ts';
import type { Marks } from '../commerce/journal/watermarks.ts';

/** Bounds of a batch. A single record may be larger, up to RECORD_MAX_BYTES: a sale of 2,000 lines must travel. */
export const BATCH_MAX_RECORDS = 64;
export const BATCH_MAX_BYTES = 256 * 1024;
export const RECORD_MAX_BYTES = 1536 * 1024;

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const epoch = z.int().min(1);
const seq = z.int().min(0);

/** A record as it travels: the exact texts that were hashed. Header and body are read after the hash is checked. */
export const wireRecord = z.object({ seq: z.int().min(1), header: z.string(), body: z.string(), hash });
export type WireRecord = z.infer<typeof wireRecord>;

export const recordHeader = z.object({
  v: z.literal(1),
  store: z.string(),
  terminal: z.string(),
  epoch,
  seq: z.int().min(1),
  kind: z.enum([
    ...['epochStart', 'shiftOpen', 'shiftClose', 'sale', 'return', 'void', 'stockAdjustment'],
    ...['suspend', 'recall', 'shiftBlindClose', 'drawer', 'declaration', 'approval'],
  ] as const),
  schema: z.literal(1),
  receiptNumber: z.int().min(1).nullable(),
  businessDate: z.string(),
  tradingAt: z.string(),
  wall: z.string(),
  prev: hash,
  totals: z.object({ grossMinor: z.int(), perpetualMinor: z.int() }),
}) satisfies z.ZodType<RecordHeader>;

/**
 * A header as it is taken in: perhaps of a version newer than this one, whose kinds and bodies are stored as they
 * came and understood later. The customer has left with the goods.
 */
export const wireHeader = recordHeader.extend({ kind: z.string().min(1).max(40), schema: z.int().min(1) });
export type WireHeader = z.infer<typeof wireHeader>;

/** Whether this version knows what such a record says. */
export function isKnownHeader(header: WireHeader): header is RecordHeader {
  return recordHeader.safeParse(header).success;
}

export const journalBatch = z.object({ epoch, records: z.array(wireRecord).min(1).max(BATCH_MAX_RECORDS) });
export type JournalBatch = z.infer<typeof journalBatch>;

export const activationRequest = z.object({
  code: z.string().min(1).max(100),
  installId: z.string().min(16).max(100),
  /** ECDSA P-256, SPKI, base64url. */
  publicKey: z.string().min(100).max(300),
});
export type ActivationRequest = z.infer<typeof activationRequest>;

/** What a terminal continues from: the newest record of its previous epoch that the gateway holds. */
export const predecessor = z.object({ epoch: z.int().min(0), seq, hash });

export const activationAnswer = z.object({
  store: z.string(),
  terminal: z.string(),
  /** What the device shows with every request; kept by the gateway as a hash only. */
  deviceToken: z.string(),
  epoch,
  /** Why the terminal has a new epoch. Gateways of before number 6 do not tell. */
  reason: z.enum(['activated', 'wiped', 'replaced']).optional(),
  predecessor,
  nextReceiptNumber: z.int().min(1),
  perpetualMinor: z.int(),
  trustedKeys: z.record(z.string(), z.string()),
});
export type ActivationAnswer = z.infer<typeof activationAnswer>;

export const signOnRequest = z.object({
  employee: z.string().min(1).max(64),
  pin: z.string().min(1).max(64),
});

/** A code that a register does not have yet, in the version of its catalogue that it is loading. */
export const lookUpRequest = z.object({
  code: z.string().min(1).max(100),
  stream: z.string().min(1).max(120),
  version: z.int().min(1),
});
export type LookUpRequest = z.infer<typeof lookUpRequest>;

/** The product's rows as the stream's blobs hold them; none where there is no such product. */
export const lookUpAnswer = z.object({ lines: z.array(z.string()).max(10_000) });
export type LookUpAnswer = z.infer<typeof lookUpAnswer>;

/** Of what a register's problem is about. */
export const SUBJECT_MAX = 300;

/** A place in an epoch, named by what is there; before the first record the hash is empty. */
const place = z.object({ seq, hash: z.union([hash, z.literal('')]) });

/** One for each epoch that the register still keeps records of. */
export const helloRequest = z.object({
  epoch,
  head: z.object({ seq, hash }),
  /** What this gateway said before that it holds of the epoch. Registers of before number 6 do not tell. */
  acknowledged: place.optional(),
  report: z.object({
    waiting: z.int().min(0),
    versions: z.record(z.string(), z.int()),
    appVersion: z.string().max(100),
    storagePersisted: z.boolean().nullable(),
    /** What is wrong there, as its sync window says it. Registers of before do not tell. */
    problems: z
      .array(
        z.object({ code: z.string().max(40), subject: z.string().max(SUBJECT_MAX), at: z.iso.datetime() }),
      )
      .max(20)
      .optional(),
    /** What it speaks (`PROTOCOL`). Those of before number 5 do not tell. */
    protocol: z.int().min(1).optional(),
    /** The keys that it trusts packages by. */
    trustedKeyIds: z.array(z.string().max(100)).max(20).optional(),
  }),
});
export type HelloRequest = z.infer<typeof helloRequest>;

/** How far the gateway (stored) and headquarters (booked) hold the device's branch of an epoch of the terminal. */
export const watermarks = z.object({
  epoch,
  gatewaySeq: seq,
  gatewayHash: z.string(),
  hqSeq: seq,
  hqHash: z.string(),
  /** Up to where no receiver can need the records again. */
  prunableSeq: seq,
});
export type Watermarks = z.infer<typeof watermarks>;

export function watermarksOf({ epoch: of, gateway, hq, prunableSeq }: Marks): Watermarks {
  const [gatewaySeq, gatewayHash, hqSeq, hqHash] = [gateway.seq, gateway.hash, hq.seq, hq.hash];
  return { epoch: of, gatewaySeq, gatewayHash, hqSeq, hqHash, prunableSeq };
}

export function marksOf({ gatewaySeq, gatewayHash, hqSeq, hqHash, ...rest }: Watermarks): Marks {
  return {
    ...rest,
    gateway: { seq: gatewaySeq, hash: gatewayHash },
    hq: { seq: hqSeq, hash: hqHash },
  };
}

export const helloAnswer = z.object({
  /**
   * `behind`: the gateway holds more than the register (it was restored). `fork`: both hold another record at
   * the same place. `fenced`: the terminal has a newer epoch, on another device.
   */
  verdict: z.enum(['ok', 'behind', 'fork', 'fenced']),
  watermarks,
  /** Whether what was acknowledged is still held, with the same hash: it may have been set back. */
  holdsAcknowledged: z.boolean(),
  serverTime: z.string(),
});
export type HelloAnswer = z.infer<typeof helloAnswer>;

export const pushAnswer = z.object({
  /**
   * `gap`: records before it are missing. `unlinked`: it follows a record that is not held, so its sender goes
   * further back. `damaged`: its own records do not continue each other.
   */
  result: z.enum(['stored', 'gap', 'unlinked', 'damaged']),
  watermarks,
  duplicates: z.int().min(0),
  /** The terminal has a newer epoch on another device, or was revoked: nothing new is to be sold. */
  fenced: z.boolean(),
  /** What was sent lies beside the epoch's first branch. */
  forked: z.boolean(),
});
export type PushAnswer = z.infer<typeof pushAnswer>;

/** A device that finds itself set back or copied goes on in an epoch of its own, from what it was last. */
export const newEpochRequest = z.object({
  from: z.object({
    epoch,
    seq,
    hash,
    nextReceiptNumber: z.int().min(1),
    perpetualMinor: z.int(),
  }),
  reason: z.enum(['restored', 'forked']),
  /** Made up by the register and kept until it is answered: to the same one the same epoch is given. */
  ask: z.string().min(16).max(100),
});
export type NewEpochRequest = z.infer<typeof newEpochRequest>;

export const newEpochAnswer = z.object({
  epoch,
  reason: z.enum(['activated', 'wiped', 'replaced', 'restored', 'forked']),
  predecessor,
  nextReceiptNumber: z.int().min(1),
  perpetualMinor: z.int(),
});
export type NewEpochAnswer = z.infer<typeof newEpochAnswer>;

/** Over the socket: what the register calls, and what it is told without asking. */
export const socketRequest = z.object({
  id: z.int().min(1),
  call: z.enum(['hello', 'journal', 'newEpoch', 'packages', 'signOn', 'lookUp', 'suspended', 'claim']),
  body: z.string(),
  /** Of the body's exact bytes by the device's key; needed for `journal` and `newEpoch`. */
  signature: z.string().max(200).optional(),
});
export type SocketRequest = z.infer<typeof socketRequest>;

export const socketMessage = z.union([
  z.object({ type: z.literal('answer'), id: z.int(), status: z.int(), body: z.string() }),
  z.object({ type: z.literal('packagesChanged') }),
  z.object({ type: z.literal('watermarks'), watermarks }),
  z.object({ type: z.literal('revoked') }),
]);
export type SocketMessage = z.infer<typeof socketMessage>;
