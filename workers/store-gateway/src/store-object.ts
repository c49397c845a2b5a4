import { DurableObject } from 'cloudflare:workers';
import { durableObjectDatabase } from '../../../db/channel/durable-object-database.ts';
import { migrate } from '../../../db/channel/migrate.ts';
import { gatewayMigrations } from '../../../db/gateway/migrations.ts';
import { sha256Hex } from '../../../protocol/bytes.ts';
import {
  type ActivationAnswer,
  type ActivationRequest,
  type SocketMessage,
  socketRequest,
} from '../../../protocol/journal-messages.ts';
import { type PackagesAnswer, storeManifest } from '../../../protocol/package-documents.ts';
import { headKey, KEY_RING_KEY, manifestKey } from '../../../protocol/package-keys.ts';
import type { SignedDocument } from '../../../protocol/signed-document.ts';
import type { PackagePause, RegisterSyncState } from '../../../protocol/worker-calls.ts';
import { type Answer, answerCall, type Call, type CallPorts } from './calls.ts';
import { newDeviceToken } from './device-token.ts';
import { drainSegments, noticeOf } from './drain-segments.ts';
import type { Env } from './env.ts';
import { type Device, GatewayStore } from './gateway-store.ts';

/** Segments brought on their way by one alarm; the next alarm follows at once. */
const DRAIN_MAX = 20;
/** Gathers what arrives together into one segment. */
const DRAIN_DELAY_MS = 50;

/** How long what R2 holds is taken as it was, where nobody says that there is something new. */
const PACKAGES_KEPT_MS = 60_000;

type Packages = Pick<PackagesAnswer, 'keys' | 'manifest' | 'heads'>;

interface SocketAttachment {
  readonly terminal: string;
  readonly epoch: number;
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

  async activate(
    terminal: string,
    request: ActivationRequest,
    trustedKeys: Readonly<Record<string, string>>,
  ): Promise<ActivationAnswer> {
    const deviceToken = await newDeviceToken(this.#storeId, this.env.PIN_PEPPER);
    const grant = this.#store.activate(
      terminal,
      request,
      await sha256Hex(deviceToken),
      new Date().toISOString(),
    );
    for (const socket of this.ctx.getWebSockets(terminal)) {
      const { epoch } = socket.deserializeAttachment() as SocketAttachment;
      if (epoch < grant.epoch) {
        send(socket, { type: 'revoked' });
        socket.close(4003, 'the terminal has another device');
      }
    }
    return { store: this.#storeId, terminal, deviceToken, trustedKeys, ...grant };
  }

  /** The one place that lets a device in: by its token, of which only the hash is kept. */
  async #device(token: string): Promise<Device | null> {
    return this.#store.deviceByToken(await sha256Hex(token));
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
      epoch: device.epoch,
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
    this.#store.planSegments();
    await drainSegments({
      nowMs: () => Date.now(),
      due: (nowMs) => this.#store.dueSegments(nowMs, DRAIN_MAX),
      records: ({ terminal, epoch, from, to }) => this.#store.records(terminal, epoch, from, to),
      mark: (...marks) => this.#store.markSegment(...marks),
      put: async (key, bytes) => void (await this.env.PACKAGES.put(key, bytes)),
      announce: (segment) => this.env.SEGMENTS.send(noticeOf(this.#storeId, segment)).then(() => undefined),
      failed: (segment, problem) => console.error('segment waits', segment.key, String(problem)),
    });
    const dueMs = this.#store.nextDueMs();
    if (dueMs !== null) await this.ctx.storage.setAlarm(Math.max(dueMs, Date.now() + DRAIN_DELAY_MS));
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

  posted(terminal: string, epoch: number, seq: number): void {
    this.#store.booked(terminal, epoch, seq);
    const watermarks = this.#store.watermarks(terminal, epoch);
    for (const socket of this.ctx.getWebSockets(terminal)) send(socket, { type: 'watermarks', watermarks });
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
      stored: async () => {
        const due = await this.ctx.storage.getAlarm();
        const soon = Date.now() + DRAIN_DELAY_MS;
        if (due === null || due > soon) await this.ctx.storage.setAlarm(soon);
      },
    };
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
