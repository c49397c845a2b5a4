import type { Context } from 'hono';
import type { FieldError } from '../../../../protocol/problem.ts';
import { type ApiContext, requireChannel } from '../authorise.ts';
import { refusedFields } from '../problem.ts';
import { type PricingInstant, pricingDays, pricingInstant } from './pricing-instant.ts';
import type { ChannelRead, PricingWanted, ReadPricing } from './read-pricing.ts';
import { buyerFaults } from './request-faults.ts';
import { findSnapshot, rememberSnapshot } from './snapshot.ts';

/** What every pricing request says: where, in what currency, when, and under which versions. */
export interface PricingRequest {
  readonly channel: string;
  readonly currency: string;
  readonly asOf?: string | undefined;
  readonly snapshotId?: string | undefined;
}

/** A request that may be priced: its masters, its instant, and the name of the versions that were read. */
export interface OpenRequest {
  readonly read: ChannelRead;
  readonly instant: PricingInstant;
  readonly snapshotId: string;
}

/** Reads what the request is priced with. Throws a Problem by field where it names what is not there. */
export async function openRequest(
  c: Context<ApiContext>,
  request: PricingRequest,
  wanted: PricingWanted,
  readPricing: ReadPricing,
): Promise<OpenRequest> {
  const { channel: store, currency } = request;
  requireChannel(c, store);
  const database = c.env.MASTERS;
  const asked = request.snapshotId;
  const snapshot = asked === undefined ? undefined : await findSnapshot(database, store, asked);
  if (snapshot === null) {
    const detail = `there is no snapshot ${asked} of channel ${store}`;
    throw refusedFields([{ pointer: '/snapshotId', code: 'unknownSnapshot', detail }]);
  }
  const read = await readPricing(database, { store, snapshot }, wanted);
  if (!read && asked !== undefined) {
    const detail = `snapshot ${asked} of channel ${store} is not kept any more`;
    throw refusedFields([{ pointer: '/snapshotId', code: 'unknownSnapshot', detail }]);
  }
  if (!read) {
    const detail = `there is no channel ${store}`;
    throw refusedFields([{ pointer: '/channel', code: 'unknownChannel', detail }]);
  }
  if (read.channel.currency !== currency) {
    const detail = `channel ${store} prices in ${read.channel.currency}`;
    throw refusedFields([{ pointer: '/currency', code: 'otherCurrency', detail }]);
  }
  const instant = pricingInstant(request.asOf, c.get('nowMs'), read.timeZone);
  if (!instant) {
    const detail = `is not a day that has prices: ${pricingDays}`;
    throw refusedFields([{ pointer: '/asOf', code: 'outsidePricingDays', detail }]);
  }
  const faults = [
    ...buyerFaults(wanted, read),
    ...(await cardFaults(wanted, (card) => readPricing(database, { store, snapshot }, card))),
  ];
  if (faults.length > 0) throw refusedFields(faults);
  const snapshotId = await rememberSnapshot(database, store, read.data.snapshot, c.get('nowMs'));
  return { read, instant, snapshotId };
}

/** Beside a customer, a loyalty card is looked at by itself: it has to be there, and nobody else's. */
async function cardFaults(
  { customer, loyaltyCard }: PricingWanted,
  readCard: (wanted: PricingWanted) => Promise<ChannelRead | null>,
): Promise<FieldError[]> {
  if (customer === null || loyaltyCard === null) return [];
  const wanted = { skus: [], coupons: [], customer: null, loyaltyCard };
  const read = await readCard(wanted);
  if (!read) return [];
  const holder = read.customer?.number ?? null;
  if (holder === null || holder === customer) return buyerFaults(wanted, read);
  const detail = `loyalty card ${loyaltyCard} is another customer's`;
  return [{ pointer: '/loyaltyCard', code: 'loyaltyCardOfOtherCustomer', detail }];
}
