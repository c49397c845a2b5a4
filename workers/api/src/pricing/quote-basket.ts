import { type Basket, plainBasket, plainLine } from '../../../../commerce/basket/basket.ts';
import { explainBasket } from '../../../../commerce/basket/explain-basket.ts';
import { workOutBasket } from '../../../../commerce/basket/price-basket.ts';
import type { PricedBasket } from '../../../../commerce/basket/priced-basket.ts';
import type { Solve } from '../../../../commerce/promotions/offer-round.ts';
import { err, ok, type Result } from '../../../../commerce/result.ts';
import { sha256Hex } from '../../../../protocol/bytes.ts';
import type { LineExplanation, QuoteAnswer, QuoteRequest } from '../../../../protocol/pricing-messages.ts';
import type { FieldError } from '../../../../protocol/problem.ts';
import { lineExplanation } from './explanation-message.ts';
import type { OpenRequest } from './open-request.ts';
import { couponFaults, lineFault, pricedFaults } from './request-faults.ts';
import { unitPriceMinor } from './unit-price-minor.ts';

export interface PricedQuote {
  readonly totals: QuoteAnswer['totals'];
  readonly lines: QuoteAnswer['lines'];
  readonly proven: boolean;
}

/** Prices a quote's basket, or says everything that is wrong with it by field: never a part of it. */
export function quoteBasket(
  request: QuoteRequest,
  { read, instant }: OpenRequest,
  solve: Solve,
): Result<PricedQuote, readonly FieldError[]> {
  const { channel, data } = read;
  const basket = basketOf(request, instant, read);
  const faults = [
    ...basket.lines.flatMap((line, index) => {
      const fault = lineFault(line, data, request.channel);
      return fault
        ? [{ pointer: `/lines/${index}/${fault.field}`, code: fault.code, detail: fault.detail }]
        : [];
    }),
    ...couponFaults(basket.coupons, instant, read),
  ];
  if (faults.length > 0) return err(faults);
  const work = workOutBasket(basket, channel, data, solve);
  const unpriced = pricedFaults(work.priced, instant.date).flatMap((fault, index) =>
    fault ? [{ pointer: `/lines/${index}/sku`, ...fault }] : [],
  );
  if (unpriced.length > 0) return err(unpriced);
  const explained = request.explain
    ? explainBasket(work, basket, channel, data, solve).lines.map((line) =>
        lineExplanation(line, channel.currency, data),
      )
    : [];
  return ok({
    totals: work.priced.totals,
    lines: answerLines(work.priced, explained),
    proven: work.priced.search.proven,
  });
}

/** What a redeemed token is compared with: SHA-256 over the lines as they were asked for. */
export function linesDigest(lines: QuoteRequest['lines']): Promise<string> {
  return sha256Hex(
    JSON.stringify(
      lines.map(({ id, sku, quantityThousandths, unitOfMeasure }) => [
        id,
        sku,
        quantityThousandths,
        unitOfMeasure ?? null,
      ]),
    ),
  );
}

function basketOf(
  { coupons, lines }: QuoteRequest,
  { date, minuteOfDay }: OpenRequest['instant'],
  { customer }: OpenRequest['read'],
): Basket {
  const asked = lines.map(({ id, sku, quantityThousandths, unitOfMeasure }) => ({
    ...plainLine(id, sku, quantityThousandths),
    unitOfMeasure: unitOfMeasure ?? null,
  }));
  return {
    ...plainBasket(date, asked),
    minuteOfDay,
    customer,
    coupons: coupons ?? [],
    isTaxExempt: customer?.isTaxExempt ?? false,
  };
}

function answerLines({ lines }: PricedBasket, explained: readonly LineExplanation[]): QuoteAnswer['lines'] {
  return lines.map(({ id, unitPrice, grossMinor, taxMinor, discounts }, index) => ({
    id,
    unitPriceMinor: unitPriceMinor(unitPrice),
    grossMinor,
    taxMinor,
    offers: discounts.map(({ offer, amountMinor }) => ({ offer: offer ?? '', discountMinor: amountMinor })),
    ...(explained[index] ? { explanation: explained[index] } : {}),
  }));
}
