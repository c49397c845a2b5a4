import type { Coupon, Offer, OfferLine } from '../../commerce/promotions/offer.ts';
import { distributedTables } from '../../protocol/distributed-tables.ts';
import { offerLineRow } from '../../protocol/offer-shapes.ts';
import { offersOfStreams } from '../../protocol/pricing-rows.ts';
import type { Overlay } from './laid-over.ts';
import { type MastersAsOf, type Placed, readAll } from './masters-as-of.ts';
import type { ChangeVersions } from './rows-as-of.ts';

export interface OffersRead {
  readonly offers: readonly Offer[];
  readonly lines: readonly OfferLine[];
  readonly coupons: ReadonlyMap<string, Coupon>;
}

/** The offers of the channel's price groups that have a line with one of the targets, those lines, and coupons. */
export async function readOffers(
  database: D1Database,
  masters: MastersAsOf,
  overlay: Overlay,
  at: ChangeVersions,
  targets: readonly string[],
  codes: readonly string[],
): Promise<OffersRead> {
  const [lines, coupons, uses] = await readAll(database, [
    masters.offerLines(targets),
    masters.coupons(codes),
    masters.couponUses(codes),
  ]);
  const couponDrafts = [...overlay.of('coupons').values()].flatMap((draft) => (draft ? [draft] : []));
  const ids = [
    ...new Set([
      ...lines.map(({ row }) => row.offer),
      ...coupons.map(({ row }) => row.offer),
      ...couponDrafts.map((draft) => String(draft.offer)),
    ]),
  ];
  const [found, memberships] = await readAll(database, [masters.offers(ids), masters.groupsOfOffers(ids)]);

  const offerAt = placed(found, ({ id }) => id);
  const linesAt = Map.groupBy(lines, (line) => placeOf(line.at, line.row.offer));
  // As a register has them: once for each stream that an offer is in.
  const inStreams = memberships.flatMap(({ stream, at: version, row }) => {
    const offer = offerAt.get(placeOf(version, row.offer));
    return offer ? [{ stream, version, offer }] : [];
  });
  const stored = offersOfStreams(
    inStreams.map(({ stream, offer }) => ({ ...offer, stream })),
    inStreams.flatMap(({ stream, version, offer }) =>
      (linesAt.get(placeOf(version, offer.id)) ?? []).map(({ row }) => ({ ...row, stream })),
    ),
  );

  const drafts = [...overlay.of('offers').values()].flatMap((draft) => {
    const groups = (draft?.priceGroups ?? []) as readonly string[];
    return draft && groups.some((group) => `price-group:${group}` in at) ? [draft] : [];
  });
  const wanted = new Set(targets);
  const allLines = overlay
    .over(
      'offers',
      stored.lines.map(withoutStream),
      ({ offer }) => offer,
      () => null,
    )
    .concat(drafts.flatMap((draft) => linesOf(draft).filter(({ target }) => wanted.has(target))));
  const allOffers = overlay.over(
    'offers',
    stored.offers.map(withoutStream),
    ({ id }) => id,
    () => null,
  );
  for (const draft of drafts) allOffers.push(distributedTables.offer.row.parse(draft));
  const known = new Set([...inStreams.map(({ offer }) => offer.id), ...drafts.map(({ id }) => String(id))]);
  const named = new Set(allLines.map(({ offer }) => offer));
  return {
    offers: allOffers.filter(({ id }) => named.has(id)),
    lines: allLines,
    coupons: new Map(couponsOf().map((coupon) => [coupon.code, coupon])),
  };

  function couponsOf(): Coupon[] {
    const used = new Map(uses.map(({ code, used: count }) => [code, count]));
    const couponAt = Map.groupBy(coupons, ({ row }) => row.code);
    const stored = [...couponAt.values()].flatMap((ofCode) => {
      const streams = inStreams.toSorted((a, b) => (a.stream < b.stream ? -1 : 1));
      for (const { version, offer } of streams) {
        const coupon = ofCode.find((each) => each.at === version && each.row.offer === offer.id);
        if (coupon) return [coupon.row];
      }
      return [];
    });
    return overlay
      .over(
        'coupons',
        stored,
        ({ code }) => code,
        (draft) => (codes.includes(String(draft.code)) ? distributedTables.coupon.row.parse(draft) : null),
      )
      .filter(({ offer }) => known.has(offer) && overlay.of('offers').get(offer) !== null)
      .map((coupon) => ({ ...coupon, used: used.get(coupon.code) ?? 0 }));
  }
}

const placeOf = (at: number, key: string) => `${at} ${key}`;

function placed<T>(rows: readonly Placed<T>[], keyOf: (row: T) => string): ReadonlyMap<string, T> {
  return new Map(rows.map(({ at, row }) => [placeOf(at, keyOf(row)), row]));
}

function linesOf(draft: Readonly<Record<string, unknown>>): OfferLine[] {
  const lines = (draft.lines ?? []) as readonly object[];
  return lines.map((line, at) => offerLineRow.parse({ ...line, offer: draft.id, line: at + 1 }));
}

function withoutStream<T extends { readonly stream: string }>({ stream: _, ...row }: T): Omit<T, 'stream'> {
  return row;
}
