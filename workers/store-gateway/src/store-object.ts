import { DurableObject } from 'cloudflare:workers';
import { epochOf } from '../../../commerce/journal/gateway-epochs.ts';
import type { Place } from '../../../commerce/journal/watermarks.ts';
import { durableObjectDatabase } from '../../../db/channel/durable-object-database.ts';
import { migrate } from '../../../db/channel/migrate.ts';
import { gatewayMigrations } from '../../../db/gateway/migrations.ts';
import { sha256Hex } from '../../../protocol/bytes.ts';
import {
  type ActivationAnswer,
  type SocketMessage,
  socketRequest,
  watermarksOf,
} from '../../../protocol/journal-messages.ts';
import { type PackagesAnswer, storeManifest } from '../../../protocol/package-documents.ts';
import { headKey, KEY_RING_KEY, manifestKey } from '../../../protocol/package-keys.ts';
import type { SignedDocument } from '../../../protocol/signed-document.ts';
import type {
  AllocatedEpoch,
  DeviceIdentity,
  PackagePause,
  RegisterSyncState,
} from '../../../protocol/worker-calls.ts';
import type { Answer, Call, CallPorts } from './call.ts';
import { answerCall } from './calls.ts';
import { newDeviceToken } from './device-token.ts';
import { drainSegments, noticeOf } from './drain-segments.ts';
import type { Env } from './env.ts';
import { type Device, GatewayStore } from './gateway-store.ts';

/** Segments brought on their way by one alarm; the next alarm follows at once. */
const DRAIN_MAX = 20;
/** Gathers what arrives together into one segment. */
const DRAIN_DELAY_MS = 50;
/** While so many records come between two alarms, they are gathered for longer: each segment costs its own writes. */
const BUSY_RECORDS = 100;
const BUSY_DELAY_MS = 1000;

/** How long what R2 holds is taken as it was, where nobody says that there is something new. */
const PACKAGES_KEPT_MS = 60_000;

/** Between two comparisons with headquarters. */
const HOUSE_MS = 3600_000;
const HOUSE_KEPT = 'houseKeptMs';
const COMPARISONS = 'comparisons';
const INCIDENTS_MAX = 50;

type Packages = Pick<PackagesAnswer, 'keys' | 'manifest' | 'heads'>;

interface SocketAttachment {
  readonly terminal: string;
  readonly publicKey: string;
  /** Looked up again with every call, so that a revoked device is out at once. */
  readonly token: string;
}

/**
 * The gateway of one store: it lets devices in, orders and stores their journals, and tells them what is new.
 * It knows no rule of trade; one object lives per store, so its steps never interleave.
 */
export class StoreObject extends DurableObject<Env> {
  readonly #store: GatewayStore;
  readonly #storeId: string;
  #kept: { readonly packages: Packages; readonly atMs: number } | null = null;
  /** How often something new was announced. */
  #word = 0;
  #gatherMs = DRAIN_DELAY_MS;
  /** Tokens that headquarters does not know either: asked once while this object is awake. */
  readonly #strangers = new Set<string>();

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#storeId = ctx.id.name ?? '';
    this.#store = new GatewayStore(ctx.storage, this.#storeId);
    ctx.blockConcurrencyWhile(() =>
      migrate(durableObjectDatabase(ctx.storage), 'gateway_migration', gatewayMigrations),
    );
    // Answered by the platform: a ping does not wake the object.
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'));
  }

  /** Makes an install the terminal's device. Null: its code was used, and the device has sold since. */
  async activate(
    terminal: string,
    { installId, publicKey }: DeviceIdentity,
    { epoch, receiptSeen }: AllocatedEpoch,
    trustedKeys: Readonly<Record<string, string>>,
  ): Promise<ActivationAnswer | null> {
    const deviceToken = await newDeviceToken(this.#storeId, this.env.PIN_PEPPER);
    const tokenHash = await sha256Hex(deviceToken);
    const device = { terminal, installId, publicKey, tokenHash, revoked: false };
    const event = { type: 'activate', epoch, installId, publicKey, receiptSeen, paper: null } as const;
    const [reply] = this.#store.journal.step(terminal, event, Date.now());
    if (reply?.type !== 'granted') return null;
    // Known at headquarters before the device has it, so that a gateway which is set back can ask.
    await this.env.HQ.registerDevice({ store: this.#storeId, terminal }, device, tokenHash);
    this.#store.admit(device);
    this.#tellOthers(terminal, publicKey);
    await this.#wake();
    const { predecessor, nextReceiptNumber, perpetualMinor, reason } = reply.grant;
    if (reason === 'restored' || reason === 'forked')
      throw new Error('an activation begins an epoch of its own');
    return {
      ...{ store: this.#storeId, terminal, deviceToken, trustedKeys },
      ...{ epoch, predecessor, nextReceiptNumber, perpetualMinor, reason },
    };
  }

  /** The devices of a terminal sell no more; what they have sold still comes in. */
  revoke(terminal: string): void {
    this.#store.revoke(terminal);
    this.#tellOthers(terminal, null);
  }

  /** The one place that lets a device in: by its token, of which only the hash is kept. */
  async #device(token: string): Promise<Device | null> {
    const tokenHash = await sha256Hex(token);
    const known = this.#store.deviceByToken(tokenHash);
    if (known || this.#strangers.has(tokenHash)) return known;
    // This gateway made the token, or it would not be asked: it may have been set back to before it did.
    const registered = await this.env.HQ.registeredDevice(this.#storeId, tokenHash);
    if (!registered) {
      this.#strangers.add(tokenHash);
      return null;
    }
    const device = { ...registered, tokenHash };
    if (!this.#store.deviceByToken(tokenHash)) this.#store.admit(device);
    return device;
  }

  /** Tells the terminal's sockets, but those of a device with this key, that it sells no more. */
  #tellOthers(terminal: string, publicKey: string | null): void {
    for (const socket of this.ctx.getWebSockets(terminal)) {
      const attachment = socket.deserializeAttachment() as SocketAttachment;
      if (attachment.publicKey === publicKey) continue;
      send(socket, { type: 'revoked' });
      socket.close(4003, 'the terminal has another device');
    }
  }

  async authorised(token: string): Promise<boolean> {
    return (await this.#device(token)) !== null;
  }

  async call(token: string, call: Call): Promise<Answer | null> {
    const device = await this.#device(token);
    return device && answerCall(this.#ports(), device, call);
  }

  /** Opens a device's socket. The object may sleep between messages while the socket stays open. */
  override async fetch(request: Request): Promise<Response> {
    const [protocol, token] = (request.headers.get('sec-websocket-protocol') ?? '')
      .split(',')
      .map((part) => part.trim());
    const device = protocol === 'evertill' && token ? await this.#device(token) : null;
    if (!device || !token) return new Response('the device is not known', { status: 401 });
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server, [device.terminal]);
    server.serializeAttachment({
      terminal: device.terminal,
      publicKey: device.publicKey,
      token,
    } satisfies SocketAttachment);
    return new Response(null, {
      status: 101,
      webSocket: client,
      headers: { 'sec-websocket-protocol': 'evertill' },
    });
  }

  override async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
    const request = typeof message === 'string' ? parseRequest(message) : null;
    if (!request) return socket.close(4000, 'not a message of this protocol');
    const { token } = socket.deserializeAttachment() as SocketAttachment;
    const answer = await this.call(token, request).catch((problem) => {
      console.error('call failed', this.#storeId, request.call, String(problem));
      return { status: 500, body: '{}' };
    });
    if (!answer) return socket.close(4001, 'the device is not known');
    send(socket, { type: 'answer', id: request.id, ...answer });
  }

  override webSocketClose(socket: WebSocket, code: number): void {
    socket.close(code === 1005 || code === 1006 ? 1000 : code);
  }

  override async alarm(): Promise<void> {
    const { journal, outbox } = this.#store;
    this.#gatherMs = outbox.plan() >= BUSY_RECORDS ? BUSY_DELAY_MS : DRAIN_DELAY_MS;
    await drainSegments({
      nowMs: () => Date.now(),
      due: (nowMs) => outbox.due(nowMs, DRAIN_MAX),
      records: ({ terminal, epoch, branch, from, to }) => journal.records(terminal, epoch, branch, from, to),
      mark: (...marks) => outbox.mark(...marks),
      put: async (key, bytes) => void (await this.env.PACKAGES.put(key, bytes)),
      announce: (segment) => this.env.SEGMENTS.send(noticeOf(this.#storeId, segment)).then(() => undefined),
      failed: (segment, problem) => console.error('segment waits', segment.key, String(problem)),
    });
    await this.#keepHouse().catch((problem) =>
      console.error('housekeeping waits', this.#storeId, String(problem)),
    );
    const dueMs = Math.min(outbox.nextDueMs() ?? Number.POSITIVE_INFINITY, this.#houseKeptMs() + HOUSE_MS);
    // What came in meanwhile has set one of its own, which must not be put off.
    const wokenMs = (await this.ctx.storage.getAlarm()) ?? Number.POSITIVE_INFINITY;
    await this.ctx.storage.setAlarm(Math.min(wokenMs, Math.max(dueMs, Date.now() + DRAIN_DELAY_MS)));
  }

  /** Tells incidents; once an hour asks headquarters what it holds, and drops what nobody can need again. */
  async #keepHouse(): Promise<void> {
    const { journal } = this.#store;
    const incidents = journal.incidents(INCIDENTS_MAX);
    const last = incidents.at(-1);
    if (last) {
      await this.env.HQ.reportIncidents(this.#storeId, incidents);
      journal.incidentsTold(last.id);
    }
    if (Date.now() < this.#houseKeptMs() + HOUSE_MS) return;
    this.ctx.storage.kv.put(HOUSE_KEPT, Date.now());
    await this.compare();
    while (journal.prune(Date.now()));
  }

  /** Kept beside the tables: the object sleeps in between. */
  #houseKeptMs(): number {
    const kept = this.ctx.storage.kv.get<number>(HOUSE_KEPT);
    if (kept !== undefined) return kept;
    this.ctx.storage.kv.put(HOUSE_KEPT, Date.now());
    return Date.now();
  }

  /** Asks headquarters how far it holds everything: books that were set back are given again what they lack. */
  async compare(): Promise<void> {
    const { journal } = this.#store;
    const before = new Map(journal.terminals().map((terminal) => [terminal, journal.terminal(terminal)]));
    const asked = this.ctx.storage.kv.get<number>(COMPARISONS) ?? 0;
    const { heads, comparisons } = await this.env.HQ.compare(this.#storeId, asked);
    this.ctx.storage.kv.put(COMPARISONS, comparisons);
    for (const [terminal, { epochs }] of before) {
      for (const { grant, branches } of epochs) {
        const { epoch } = grant;
        const now = epochOf(journal.terminal(terminal), epoch)?.branches;
        // What was booked while headquarters was asked is not in its answer.
        if (now?.some(({ hqSeq }, at) => hqSeq !== branches[at]?.hqSeq)) continue;
        const of = heads.filter((head) => head.terminal === terminal && head.epoch === epoch);
        journal.step(terminal, { type: 'lacking', epoch, heads: of }, Date.now());
      }
    }
  }

  pausePackages(terminal: string | null, pause: PackagePause | null): void {
    this.#store.orders.pause(terminal, pause);
    this.packagesChanged();
  }

  resendPackages(terminal: string, streams: readonly string[], order: number): void {
    this.#store.orders.resend(terminal, streams, order);
    this.packagesChanged();
  }

  packagesChanged(): void {
    this.#word += 1;
    this.#kept = null;
    for (const socket of this.ctx.getWebSockets()) send(socket, { type: 'packagesChanged' });
  }

  posted(terminal: string, epoch: number, place: Place): void {
    const replies = this.#store.journal.step(terminal, { type: 'booked', epoch, place }, Date.now());
    // A device that has another branch of the epoch finds that the hashes are not its own.
    for (const reply of replies) {
      if (reply.type !== 'told') continue;
      const watermarks = watermarksOf(reply.marks);
      for (const socket of this.ctx.getWebSockets(terminal)) send(socket, { type: 'watermarks', watermarks });
    }
  }

  syncState(): readonly RegisterSyncState[] {
    const connected = this.ctx
      .getWebSockets()
      .map((socket) => socket.deserializeAttachment() as SocketAttachment);
    return this.#store.syncStates(new Set(connected.map(({ terminal }) => terminal)));
  }

  #ports(): CallPorts {
    return {
      store: this.#store,
      storeId: this.#storeId,
      now: () => new Date(),
      pepper: this.env.PIN_PEPPER,
      verifierOf: (employee) => this.env.HQ.employeeVerifier(this.#storeId, employee),
      lookUp: (request) => this.env.HQ.lookUpProduct(this.#storeId, request),
      packages: () => this.#packages(),
      allocateEpoch: (terminal, device, ask) =>
        this.env.HQ.allocateEpoch({ store: this.#storeId, terminal }, identityOf(device), ask),
      registeredEpoch: (terminal, epoch) =>
        this.env.HQ.registeredEpoch({ store: this.#storeId, terminal }, epoch),
      stored: () => this.#wake(),
    };
  }

  async #wake(): Promise<void> {
    const due = await this.ctx.storage.getAlarm();
    const soon = Date.now() + this.#gatherMs;
    if (due === null || due > soon) await this.ctx.storage.setAlarm(soon);
  }

  /**
   * Keys, manifest and heads as they lie in R2, signed; the register checks them itself. Kept for a while for all
   * registers of the store: the publisher says when there is something new, and a word of it may get lost.
   */
  async #packages(): Promise<Packages> {
    const kept = this.#kept;
    if (kept && Date.now() - kept.atMs < PACKAGES_KEPT_MS) return kept.packages;
    const word = this.#word;
    const packages = await readPackages(this.env.PACKAGES, this.#storeId);
    // Not where something new was announced while this was read.
    if (word === this.#word) this.#kept = { packages, atMs: Date.now() };
    return packages;
  }
}

const identityOf = ({ installId, publicKey }: DeviceIdentity): DeviceIdentity => ({ installId, publicKey });

async function readPackages(bucket: R2Bucket, store: string): Promise<Packages> {
  const read = async <T>(key: string) => (await bucket.get(key))?.json<T>() ?? null;
  const [manifest, ring] = await Promise.all([
    read<SignedDocument>(manifestKey(store)),
    read<SignedDocument[]>(KEY_RING_KEY),
  ]);
  const keys = ring ?? [];
  if (!manifest) return { manifest: null, heads: [], keys };
  const { streams } = storeManifest.parse(JSON.parse(manifest.payload));
  const heads = await Promise.all(streams.map((stream) => read<SignedDocument>(headKey(stream))));
  return { manifest, heads: heads.filter((head) => head !== null), keys };
}

function send(socket: WebSocket, message: SocketMessage): void {
  try {
    socket.send(JSON.stringify(message));
  } catch {
    // A socket that is closing hears nothing more; its register asks again when it is back.
  }
}

function parseRequest(text: string) {
  try {
    const parsed = socketRequest.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
