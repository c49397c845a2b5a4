import {
  genesisHash,
  headAfter,
  type JournalHead,
  nextHeader,
  type RecordDraft,
  type RecordKind,
  type TerminalIdentity,
} from '../../commerce/journal/journal-record.ts';
import type { RetailTransaction } from '../../commerce/transaction/retail-transaction.ts';
import { sampleSale } from '../../db/demo/sample-sale.ts';
import { randomSecret, toBase64Url, utf8 } from '../../protocol/bytes.ts';
import type { ActivationRequest, WireRecord } from '../../protocol/journal-messages.ts';
import { hashRecord } from '../../protocol/record-hash.ts';

/** A device as the gateway meets it: an install with keys of its own. */
export interface TestDevice {
  readonly installId: string;
  readonly publicKey: string;
  request(code?: string): ActivationRequest;
  sign(text: string): Promise<string>;
}

export async function testDevice(installId = randomSecret()): Promise<TestDevice> {
  const pair = (await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ])) as CryptoKeyPair;
  const publicKey = toBase64Url((await crypto.subtle.exportKey('spki', pair.publicKey)) as ArrayBuffer);
  return {
    installId,
    publicKey,
    request: (code = 'CODE') => ({ code, installId, publicKey }),
    async sign(text) {
      const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
      return toBase64Url(await crypto.subtle.sign(algorithm, pair.privateKey, utf8(text)));
    },
  };
}

type Start = Omit<JournalHead, 'seq' | 'hash'> & { readonly hash?: string };

/** A terminal's journal in the making: records that continue each other as a register writes them. */
export class TestJournal {
  readonly identity: TerminalIdentity;
  readonly records: WireRecord[] = [];
  head: JournalHead;

  constructor(identity: TerminalIdentity, start: Partial<Start> = {}) {
    this.identity = identity;
    this.head = { epoch: 1, seq: 0, hash: genesisHash, nextReceiptNumber: 1, perpetualMinor: 0, ...start };
  }

  /** Writes the next record. `header` and `body` replace parts of it before it is hashed. */
  async add(
    draft: Partial<RecordDraft> & { kind: RecordKind },
    replace: { header?: object; body?: string } = {},
  ): Promise<WireRecord> {
    const whole: RecordDraft = {
      businessDate: '2010-12-01',
      tradingAt: '2010-12-01T08:26:00.000Z',
      receiptNumber: null,
      grossMinor: 0,
      body: {},
      ...draft,
    };
    const header = nextHeader(whole, this.head, this.identity, '2026-01-01T00:00:00.000Z');
    const headerText = JSON.stringify({ ...header, ...replace.header });
    const body = replace.body ?? JSON.stringify(whole.body);
    const record = {
      seq: header.seq,
      header: headerText,
      body,
      hash: await hashRecord(header.prev, headerText, body),
    };
    this.head = headAfter(this.head, header, record.hash);
    this.records.push(record);
    return record;
  }

  epochStart(): Promise<WireRecord> {
    return this.add({ kind: 'epochStart' });
  }

  /** A sale of `lineCount` lines at 2.95 each, paid in cash. `change` is done to it before it is written. */
  async sale(
    lineCount = 1,
    change: (sale: RetailTransaction) => object = (sale) => sale,
    replace: { header?: object; body?: string } = {},
  ): Promise<WireRecord> {
    const receiptNumber = this.head.nextReceiptNumber;
    const sale = sampleSale(this.identity, receiptNumber, lineCount);
    const { grossMinor } = sale.totals;
    return this.add({ kind: 'sale', receiptNumber, grossMinor, body: change(sale) }, replace);
  }
}

export const batchOf = (epoch: number, records: readonly WireRecord[]) => JSON.stringify({ epoch, records });
