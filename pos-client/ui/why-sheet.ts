import { html, nothing, type TemplateResult } from 'lit-html';
import type { ExplainedOffer, LineExplanation } from '../../commerce/basket/explain-basket.ts';
import { offerReasonText } from '../../commerce/basket/offer-reason.ts';
import type { PricedLine } from '../../commerce/cart/priced-cart.ts';
import type { ExplainedRow } from '../../commerce/pricing/explain-price.ts';
import { priceScope } from '../../commerce/pricing/price-agreement.ts';
import { priceReasonText } from '../../commerce/pricing/price-reason-text.ts';
import { formatAmount, formatMoney, formatQuantity, formatUnitPrice } from '../model/format.ts';
import { text } from '../model/messages-ui.ts';
import type { RegisterModel } from '../model/register-model.ts';
import { type IconName, icon } from './icons.ts';

const t = text.why;

/** Why the chosen line costs that. Lies over products, keypad and totals; the basket stays readable beside it. */
export function whySheet(model: RegisterModel): TemplateResult {
  const { why, state } = model;
  const line = why.line.value;
  const explanation = why.explanation.value;
  const { currency } = state.value;
  if (!line) return html``;
  return html`<section class="panel sheet" role="dialog" aria-labelledby="h-why" data-testid="why-sheet">
    <div class="head2">
      <div>
        <h2 class="sheettitle" id="h-why">${t.title}</h2>
        <span class="small muted" dir="auto">${line.name}, ${formatQuantity(line.quantityThousandths)}</span>
      </div>
      <button class="iconbtn" type="button" aria-label=${t.close} data-testid="why-close" @click=${why.close}>${icon('x')}</button>
    </div>
    <div class="scroll" tabindex="0" role="region" aria-label=${t.title}>
      ${equation(line, currency)}
      ${explanation ? ladders(explanation, line, model) : html`<p class="pad muted">${t.asking}</p>`}
    </div>
  </section>`;
}

/** Quantity × price − discounts = what the customer pays. */
function equation(line: PricedLine, currency: string): TemplateResult {
  const quantity = formatQuantity(line.quantityThousandths);
  return html`<div class="equation">
    <span><small>${quantity} × ${formatUnitPrice(line.unitPrice, currency)}</small><b>${formatAmount(line.amountMinor, currency)}</b></span>
    ${line.discounts.map(
      ({ name, amountMinor }) => html`<span aria-hidden="true">−</span>
        <span><small dir="auto">${name || t.manual}</small><b class="good">${formatAmount(amountMinor, currency)}</b></span>`,
    )}
    <span aria-hidden="true">=</span>
    <span><small>${t.pays}</small><b data-testid="why-pays">${formatMoney(line.grossMinor, currency)}</b></span>
    <span class="push"><small>${t.tax}</small>${formatAmount(line.taxMinor, currency)}</span>
  </div>`;
}

function ladders(explanation: LineExplanation, line: PricedLine, model: RegisterModel): TemplateResult {
  const { currency } = model.state.value;
  const { prices, adjustments, offers } = explanation;
  const names = new Map(offers.map(({ offer, name }) => [offer, name]));
  const basket = model.why.basket.value;
  return html`
    ${line.override ? html`<p class="pad">${t.byHand}</p>` : nothing}
    <div class="sec"><h3>${t.prices}</h3><span>${t.each}</span></div>
    <div class="ladder" data-testid="why-prices">
      ${ranked(prices, ({ reason }) => reason.type).map((row) => priceRung(row, currency))}
      ${prices.length === 0 ? rung('minus', false, t.noPrices, '', '') : nothing}
      ${adjustments.map(({ adjustment, reason }) =>
        rung(
          reason.type === 'applied' ? 'check' : 'minus',
          reason.type === 'applied',
          adjustment.name,
          priceReasonText(reason, (minor) => formatMoney(minor, currency)),
          '',
        ),
      )}
    </div>
    <div class="sec"><h3>${t.offers}</h3><span>${t.saves}</span></div>
    <div class="ladder" data-testid="why-offers">
      ${ranked(offers, ({ reason }) => reason.type).map((offer) => offerRung(offer, names, currency))}
      ${offers.length === 0 ? rung('minus', false, t.noOffers, t.noOffersHint, '') : nothing}
    </div>
    <p class="pad small muted" data-testid="why-proof">
      ${basket?.search.proven === false ? t.unproven : t.proven} ${t.engine(basket?.engineVersion ?? '')}
    </p>`;
}

/** What applies first, then what was beaten, then what does not fit. */
function ranked<T>(items: readonly T[], typeOf: (item: T) => string): T[] {
  const rank = (item: T) => {
    const type = typeOf(item);
    return type === 'applied'
      ? 0
      : type === 'beaten' || type.startsWith('lower') || type === 'notCombined'
        ? 1
        : 2;
  };
  return items.toSorted((a, b) => rank(a) - rank(b));
}

function priceRung({ row, reason }: ExplainedRow, currency: string): TemplateResult {
  const applied = reason.type === 'applied';
  const from = row.minQuantityThousandths > 1000 ? t.from(formatQuantity(row.minQuantityThousandths)) : '';
  const scope = priceScope(row);
  const name =
    scope === 'customer'
      ? t.customerPrice
      : scope === 'priceGroup'
        ? t.groupPrice(row.priceGroup ?? '')
        : t.basePrice;
  const detail = applied
    ? t.since(row.validFrom, row.validTo)
    : priceReasonText(reason, (minor) => formatMoney(minor, currency));
  return rung(applied ? 'check' : 'minus', applied, `${name}${from}`, detail, formatUnitPrice(row, currency));
}

function offerRung(
  { name, amountMinor, reason }: ExplainedOffer,
  names: ReadonlyMap<string, string>,
  currency: string,
): TemplateResult {
  const applied = reason.type === 'applied';
  const sign = applied ? 'tag' : amountMinor === 0 ? 'x' : 'minus';
  const detail = applied
    ? t.applied
    : offerReasonText(
        reason,
        (minor) => formatMoney(minor, currency),
        (offer) => names.get(offer) ?? offer,
      );
  return rung(sign, applied, name, detail, formatAmount(-amountMinor || 0, currency));
}

function rung(sign: IconName, wins: boolean, name: string, detail: string, figure: string): TemplateResult {
  return html`<div class=${wins ? 'win' : 'lost'}>
    ${icon(sign)}
    <div><b dir="auto">${name}</b>${detail ? html`<span class="d">${detail}</span>` : nothing}</div>
    <span class="money">${figure}</span>
  </div>`;
}
