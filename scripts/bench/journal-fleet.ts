import { parentPort, workerData } from 'node:worker_threads';
import { epochStart, type GrantedEpoch } from '../../commerce/journal/epoch-start.ts';
import {
  headAfter,
  nextHeader,
  type RecordDraft,
  type TerminalIdentity,
} from '../../commerce/journal/journal-record.ts';
import { sampleSale } from '../../db/demo/sample-sale.ts';
import { randomSecret, toBase64Url, utf8 } from '../../protocol/bytes.ts';
import {
  activationAnswer,
  BATCH_MAX_BYTES,
  BATCH_MAX_RECORDS,
  pushAnswer,
  type WireRecord,
} from '../../protocol/journal-messages.ts';
import { hashRecord } from '../../protocol/record-hash.ts';

/** Registers of one store with unsent sales, in a thread of their own: a sale is rung up in the one beside it. */
export interface FleetOrder {
  readonly url: string;
  readonly codes: readonly string[];
  readonly sales: number;
  readonly lines: number;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const TRADING_AT = '2010-12-01T08:26:00.000Z';

interface Till {
  readonly url: string;
  readonly token: string;
  readonly batches: readonly { readonly body: string; readonly signature: string }[];
}

async function prepared({ url, sales, lines }: FleetOrder, code: string): Promise<Till> {
  const pair = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const publicKey = toBase64Url(await crypto.subtle.exportKey('spki', pair.publicKey));
  const response = await fetch(`${url}/store/activations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code, installId: randomSecret(), publicKey }),
  });
  if (response.status !== 201) throw new Error(`activation: ${response.status} ${await response.text()}`);
  const granted = activationAnswer.parse(await response.json());
  const { store, epoch, deviceToken } = granted;
  const batches = [];
  for (const records of batched(await journalOf(granted, granted, sales, lines))) {
    const body = JSON.stringify({ epoch, records });
    const signature = await crypto.subtle.sign(
      { ...algorithm, hash: 'SHA-256' },
      pair.privateKey,
      utf8(body),
    );
    batches.push({ body, signature: toBase64Url(signature) });
  }
  return { url: `${url}/store/${encodeURIComponent(store)}/journal`, token: deviceToken, batches };
}

async function journalOf(
  { store, terminal }: TerminalIdentity,
  granted: GrantedEpoch,
  sales: number,
  lines: number,
): Promise<WireRecord[]> {
  const start = epochStart(granted, TRADING_AT);
  const records: WireRecord[] = [];
  let { head } = start;
  for (let seq = 1; seq <= sales + 1; seq++) {
    const { nextReceiptNumber: receiptNumber } = head;
    const body = sampleSale({ store, terminal }, receiptNumber, lines);
    const { businessDate, totals } = body;
    const sale: RecordDraft = {
      ...{
        kind: 'sale',
        businessDate,
        tradingAt: TRADING_AT,
        receiptNumber,
        grossMinor: totals.grossMinor,
        body,
      },
    };
    const draft = seq === 1 ? start.draft : sale;
    const header = nextHeader(draft, head, { store, terminal }, new Date().toISOString());
    const texts = { header: JSON.stringify(header), body: JSON.stringify(draft.body) };
    const hash = await hashRecord(head.hash, texts.header, texts.body);
    records.push({ seq, ...texts, hash });
    head = headAfter(head, header, hash);
  }
  return records;
}

function* batched(records: readonly WireRecord[]): Generator<WireRecord[]> {
  let batch: WireRecord[] = [];
  let bytes = 0;
  for (const record of records) {
    const size = record.header.length + record.body.length;
    if (batch.length === BATCH_MAX_RECORDS || (batch.length > 0 && bytes + size > BATCH_MAX_BYTES)) {
      yield batch;
      [batch, bytes] = [[], 0];
    }
    batch.push(record);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

/** Sends everything, each batch when the one before is acknowledged. */
async function drained({ url, token, batches }: Till): Promise<void> {
  for (const { body, signature } of batches) {
    const response = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'evertill-signature': signature },
      body,
    });
    const { result } = pushAnswer.parse(await response.json());
    if (result !== 'stored') throw new Error(`a batch was answered ${result}`);
  }
}

const order = workerData as FleetOrder;
const tills: Till[] = [];
for (const code of order.codes) tills.push(await prepared(order, code));
parentPort?.postMessage('ready');
parentPort?.once('message', async () => {
  const started = performance.now();
  await Promise.all(tills.map(drained));
  parentPort?.postMessage(performance.now() - started);
  parentPort?.close();
});
