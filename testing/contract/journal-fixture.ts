import {
  genesisHash,
  headAfter,
  type JournalHead,
  nextHeader,
  type RecordDraft,
  type RecordKind,
  type TerminalIdentity,
} from '../../commerce/journal/journal-record.ts';
import type { Minor } from '../../commerce/money/minor.ts';
import type { RetailTransaction, TransactionLine } from '../../commerce/transaction/retail-transaction.ts';
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
    const sale = testSale(this.identity, receiptNumber, lineCount);
    const { grossMinor } = sale.totals;
    return this.add({ kind: 'sale', receiptNumber, grossMinor, body: change(sale) }, replace);
  }
}

/** A sale as a register concludes it: `lineCount` pieces at 2.95 with 17.5 % tax within. */
export function testSale(
  { store, terminal }: TerminalIdentity,
  receiptNumber: number,
  lineCount = 1,
): RetailTransaction {
  const lines = Array.from({ length: lineCount }, (_, index) => testLine(index + 1));
  const minor = (value: number) => value as Minor;
  return {
    type: 'sale',
    store,
    terminal,
    receiptNumber,
    receiptId: `${store}-${terminal}-${receiptNumber}`,
    shift: 1,
    businessDate: '2010-12-01',
    startedAt: '2010-12-01T08:26:00.000Z',
    concludedAt: '2010-12-01T08:26:30.000Z',
    employee: '1',
    customer: null,
    externalRef: null,
    currency: 'GBP',
    pricesIncludeTax: true,
    taxExemption: null,
    coupons: [],
    adjustmentReason: null,
    manualDiscount: null,
    connection: 'online',
    lines,
    tenders: [
      {
        line: 1,
        tenderType: 'CASH',
        amountMinor: minor(295 * lineCount),
        tenderedMinor: minor(295 * lineCount),
        changeMinor: minor(0),
      },
    ],
    totals: {
      netMinor: minor(251 * lineCount),
      taxMinor: minor(44 * lineCount),
      grossMinor: minor(295 * lineCount),
      discountMinor: minor(0),
      quantityThousandths: 1000 * lineCount,
    },
    snapshot: { [`store:${store}`]: 1, global: 1, 'assortment:gifts': 1 },
    engineVersion: '1',
  };
}

function testLine(line: number): TransactionLine {
  const unitPrice = { amountMinor: 295, priceUnitThousandths: 1000 };
  return {
    line,
    sku: '85123A',
    name: 'WHITE HANGING HEART T-LIGHT HOLDER',
    quantityThousandths: 1000,
    stocked: true,
    voided: false,
    unitPrice,
    listPrice: unitPrice,
    priceAgreement: '85123A@2010-12-01@1000',
    override: null,
    manualDiscount: null,
    returnOf: null,
    amountMinor: 295 as Minor,
    discounts: [],
    paid: [{ quantityThousandths: 1000, amountMinor: 295, discountMinor: 0 }],
    taxCode: 'STANDARD',
    taxRatePpm: 175_000,
    taxes: [{ code: 'STANDARD', ratePpm: 175_000, baseMinor: 251, taxMinor: 44 }],
    netMinor: 251 as Minor,
    taxMinor: 44 as Minor,
    grossMinor: 295 as Minor,
  };
}

export const batchOf = (epoch: number, records: readonly WireRecord[]) => JSON.stringify({ epoch, records });
