import { parentPort, workerData } from 'node:worker_threads';
import {
  activationAnswer,
  BATCH_MAX_BYTES,
  BATCH_MAX_RECORDS,
  pushAnswer,
  type WireRecord,
} from '../../protocol/journal-messages.ts';
import { batchOf, TestJournal, testDevice } from '../../testing/contract/journal-fixture.ts';

/** Registers of one store with unsent sales, in a thread of their own: a sale is rung up in the one beside it. */
export interface FleetOrder {
  readonly url: string;
  readonly codes: readonly string[];
  readonly sales: number;
  readonly lines: number;
}

interface Till {
  readonly url: string;
  readonly token: string;
  readonly batches: readonly { readonly body: string; readonly signature: string }[];
}

async function prepared({ url, sales, lines }: FleetOrder, code: string): Promise<Till> {
  const device = await testDevice();
  const response = await fetch(`${url}/store/activations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(device.request(code)),
  });
  if (response.status !== 201) throw new Error(`activation: ${response.status} ${await response.text()}`);
  const { store, terminal, epoch, predecessor, nextReceiptNumber, perpetualMinor, deviceToken } =
    activationAnswer.parse(await response.json());
  const journal = new TestJournal(
    { store, terminal },
    { epoch, hash: predecessor.hash, nextReceiptNumber, perpetualMinor },
  );
  await journal.epochStart();
  for (let sale = 0; sale < sales; sale++) await journal.sale(lines);
  const batches = [];
  for (const records of batched(journal.records)) {
    const body = batchOf(epoch, records);
    batches.push({ body, signature: await device.sign(body) });
  }
  return { url: `${url}/store/${encodeURIComponent(store)}/journal`, token: deviceToken, batches };
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
