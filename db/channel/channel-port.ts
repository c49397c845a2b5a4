import { eq, sql } from 'drizzle-orm';
import { unreachable } from '../../commerce/assert.ts';
import type { CartStep } from '../../commerce/cart/cart.ts';
import { shownVersions } from '../../commerce/distribution/shown-versions.ts';
import type { RecordHeader } from '../../commerce/journal/journal-record.ts';
import type { Change, ChannelPort, Snapshot } from '../../commerce/runtime/channel-port.ts';
import { codesFrom, inOrder, matchAll, searchWords } from '../../commerce/search/product-search.ts';
import type { RetailTransaction } from '../../commerce/transaction/retail-transaction.ts';
import { type ChannelDrizzle, channelDrizzle } from './channel-database.ts';
import { channelQueries } from './channel-queries.ts';
import { couponUse } from './offers-schema.ts';
import { pricingReader } from './pricing-reader.ts';
import * as t from './schema.ts';
import type { SqlDatabase, SqlStatement } from './sql-database.ts';

/** The commerce runtime's view of a channel database, whichever host it runs on. */
export function channelPort(database: SqlDatabase): ChannelPort {
  const db = channelDrizzle(database);
  const read = channelQueries(db);
  const pricing = pricingReader(db);
  const bind = (snapshot: Snapshot) => ({ snapshot: JSON.stringify(snapshot) });
  return {
    async snapshot() {
      return shownVersions(await read.cursors.all());
    },
    async setup(snapshot) {
      const [store] = await read.store.all(bind(snapshot));
      if (!store) return null;
      const { groupPriorities, taxCodes, taxRates } = await pricing.setup(snapshot);
      const tenderTypes = await read.tenderTypes.all(bind(snapshot));
      const reasonCodes = await read.reasonCodes.all(bind(snapshot));
      const priority = (group: string) => groupPriorities.get(group) ?? 0;
      return {
        store: store.store,
        storeName: store.name,
        receiptLines: store.receiptLines,
        timeZone: store.timeZone,
        country: store.country,
        currency: store.currency,
        pricesIncludeTax: store.pricesIncludeTax,
        priceGroups: store.priceGroups.toSorted((a, b) => priority(b) - priority(a)),
        pricing: store.pricing,
        groupPriorities,
        taxCodes,
        taxRates,
        tenderTypes: tenderTypes.map(
          ({ stream: _, rowKey: __, since: ___, until: ____, ...tender }) => tender,
        ),
        reasonCodes: reasonCodes.map(({ id, text, usage }) => ({ id, text, usage })),
      };
    },
    async employee(number, snapshot) {
      const [found] = await read.employee.all({ ...bind(snapshot), number });
      if (!found) return null;
      const { stream: _, rowKey: __, since: ___, until: ____, ...permissions } = found.permissions;
      return { number: found.employee.number, name: found.employee.name, permissions };
    },
    async productByCode(code, snapshot) {
      const [found] = await read.productByCode.all({ ...bind(snapshot), code });
      return found ?? null;
    },
    pricingProducts: pricing.products,
    agreements: pricing.agreements,
    offersFor: pricing.offersFor,
    coupon: pricing.coupon,
    customer: pricing.customer,
    loyaltyCard: pricing.loyaltyCard,
    affiliations: pricing.affiliations,
    async searchProducts(text, limit, snapshot) {
      const words = searchWords(text);
      if (words.length === 0) return [];
      const found = await read.searchProducts.all({ ...bind(snapshot), words: matchAll(words) });
      const byCode = await read.productsByBarcode.all({ ...bind(snapshot), ...codesFrom(text), limit });
      return inOrder([...byCode, ...found], words).slice(0, limit);
    },
    browseProducts: (after, limit, snapshot) => read.browseProducts.all({ ...bind(snapshot), after, limit }),
    async concluded(receiptId) {
      const [found] = await read.concluded.all({ receiptId });
      if (!found) return null;
      const returned = await read.returned.all({ receiptId });
      return {
        transaction: JSON.parse(found.body) as RetailTransaction,
        returnedThousandths: new Map(returned.map((line) => [line.line, line.quantityThousandths])),
      };
    },
    transactions: (limit, before) => read.transactions(limit, before),
    blindShifts: async () => (await read.blindShifts.all()).map(({ detail }) => detail),
    async suspendedTransactions(limit) {
      const found = await read.suspendedTransactions(limit);
      return found.map(({ detail: { steps: _, ...summary } }) => summary);
    },
    async suspendedTransaction(id) {
      const [found] = await read.suspendedTransaction.all({ id });
      return found?.detail ?? null;
    },
    async stored() {
      const [device] = await read.device.all();
      const [head] = await read.head.all();
      if (!device || !head) return null;
      const [session] = await read.session.all();
      const [lastShift] = await read.lastShift.all();
      const [start, ...steps] = await read.cartSteps.all();
      return {
        identity: { store: device.store, terminal: device.terminal },
        head: {
          epoch: head.epoch,
          seq: head.seq,
          hash: head.hash,
          nextReceiptNumber: head.nextReceiptNumber,
          perpetualMinor: head.perpetualMinor,
        },
        session: session?.detail ?? null,
        shift: lastShift?.state === 'open' ? lastShift.detail : null,
        lastShift: lastShift?.shift ?? 0,
        cartSnapshot: start ? (start.detail as Snapshot) : null,
        cartSteps: steps.map((step) => step.detail as CartStep),
      };
    },
    commit: (changes) => database.commit(changes.flatMap((change) => statementsOf(db, change))),
  };
}

function statementsOf(db: ChannelDrizzle, change: Change): SqlStatement[] {
  switch (change.type) {
    case 'session':
      return change.session
        ? [
            db
              .insert(t.session)
              .values({ id: 1, detail: change.session })
              .onConflictDoUpdate({ target: t.session.id, set: { detail: change.session } })
              .toSQL(),
          ]
        : [db.delete(t.session).toSQL()];
    case 'cartStarted':
      return [db.insert(t.cartStep).values({ position: 0, detail: change.snapshot }).toSQL()];
    case 'cartStep':
      // Written for every scan: what the query builder would build, without building it.
      return [
        {
          sql: 'INSERT INTO cart_step (position, detail) VALUES (?, ?)',
          params: [change.position, JSON.stringify(change.step)],
        },
      ];
    case 'cartCleared':
      return [db.delete(t.cartStep).toSQL()];
    case 'suspended': {
      const { suspended } = change;
      return [db.insert(t.suspendedTransaction).values({ id: suspended.id, detail: suspended }).toSQL()];
    }
    case 'recalled':
      return [db.delete(t.suspendedTransaction).where(eq(t.suspendedTransaction.id, change.id)).toSQL()];
    case 'couponUse':
      return [
        db
          .insert(couponUse)
          .values({ code: change.code, receiptId: change.receiptId })
          .onConflictDoNothing()
          .toSQL(),
      ];
    case 'shift':
      return [
        db
          .insert(t.shift)
          .values({ shift: change.shift.shift, state: change.state, detail: change.shift })
          .onConflictDoUpdate({ target: t.shift.shift, set: { state: change.state, detail: change.shift } })
          .toSQL(),
      ];
    case 'record': {
      const { record, head } = change;
      const { prev } = JSON.parse(record.header) as RecordHeader;
      const { nextReceiptNumber, perpetualMinor } = head;
      return [
        db
          .insert(t.journal)
          .values({ ...record, prev, nextReceiptNumber, perpetualMinor })
          .toSQL(),
      ];
    }
    case 'transaction':
      return transactionStatements(db, change);
    case 'epoch':
      return [
        db.update(t.journalHead).set(change.head).toSQL(),
        db
          .insert(t.watermark)
          .values({ epoch: change.head.epoch, gatewaySeq: 0, gatewayHash: '', hqSeq: 0, hqHash: '' })
          .toSQL(),
      ];
    default:
      return unreachable(change);
  }
}

function transactionStatements(
  db: ChannelDrizzle,
  change: Extract<Change, { type: 'transaction' }>,
): SqlStatement[] {
  const { transaction, epoch, seq } = change;
  const row = {
    receiptId: transaction.receiptId,
    epoch,
    seq,
    type: transaction.type,
    concludedAt: transaction.concludedAt,
    employee: transaction.employee,
    grossMinor: transaction.totals.grossMinor,
    externalRef: transaction.externalRef,
  };
  const returned =
    transaction.type === 'void' ? [] : transaction.lines.filter((line) => line.returnOf && !line.voided);
  return [
    db.insert(t.retailTransaction).values(row).toSQL(),
    ...returned.map((line) => {
      const quantityThousandths = -line.quantityThousandths;
      return db
        .insert(t.returnedLine)
        .values({
          receiptId: line.returnOf?.receiptId ?? '',
          line: line.returnOf?.line ?? 0,
          quantityThousandths,
        })
        .onConflictDoUpdate({
          target: [t.returnedLine.receiptId, t.returnedLine.line],
          set: { quantityThousandths: sql`${t.returnedLine.quantityThousandths} + ${quantityThousandths}` },
        })
        .toSQL();
    }),
  ];
}
