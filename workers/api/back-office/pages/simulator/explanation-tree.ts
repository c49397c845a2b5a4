import { html, nothing, type TemplateResult } from 'lit-html';
import type { ExplainedOffer, LineExplanation } from '../../../../../commerce/basket/explain-basket.ts';
import { offerReasonText } from '../../../../../commerce/basket/offer-reason.ts';
import type { PricedBasketLine } from '../../../../../commerce/basket/priced-basket.ts';
import type { ExplainedRow } from '../../../../../commerce/pricing/explain-price.ts';
import { priceReasonText } from '../../../../../commerce/pricing/price-reason-text.ts';
import { urls } from '../../app/routes.ts';
import { icon } from '../../parts/icon.ts';
import { money, unitPrice } from '../../parts/money.ts';
import { quantity } from '../../parts/quantity.ts';
import { status } from '../../parts/status.ts';
import type { PricedHere } from './price-here.ts';

interface TreeParts {
  readonly priced: PricedHere;
  readonly currency: string;
  readonly nameOf: (sku: string) => string;
  /** Only what applied, without what lost. */
  readonly appliedOnly: boolean;
}

/** Every candidate of every line, and what it lost by. */
export function explanationTree({ priced, currency, nameOf, appliedOnly }: TreeParts): TemplateResult {
  const { lines } = priced.explanation;
  return html`<div class="lineitem-head"><span></span><span>Line</span><span class="n">At price</span><span class="n">Saved</span><span class="n">Pays</span></div>
    ${priced.priced.lines.map((line, index) => {
      const explained = lines[index];
      return explained
        ? lineTree(line, explained, { currency, nameOf, appliedOnly, isOpen: index === 0 })
        : nothing;
    })}`;
}

function lineTree(
  line: PricedBasketLine,
  { prices, adjustments, offers }: LineExplanation,
  parts: { currency: string; nameOf: (sku: string) => string; appliedOnly: boolean; isOpen: boolean },
): TemplateResult {
  const { currency, appliedOnly } = parts;
  const isShown = ({ reason }: { readonly reason: { readonly type: string } }) =>
    !appliedOnly || reason.type === 'applied' || reason.type === 'beaten';
  const saved = line.discounts.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const names = new Map(offers.map(({ offer, name }) => [offer, name]));
  return html`<details class="lineitem" data-testid="why-line" ?open=${parts.isOpen}>
    <summary>${icon('right', 's turn flip')}<strong>${quantity(line.quantityThousandths)} × ${parts.nameOf(line.sku)}</strong>
      <span class="n muted">${money(line.amountMinor, currency)}</span>
      <span class="n pos">${saved === 0 ? money(0, currency) : money(-saved, currency)}</span>
      <strong class="n">${money(line.grossMinor, currency)}</strong></summary>
    <div class="in"><ul class="tree">
      <li><span class="head">Price of one</span><ul>${prices.filter(isShown).map((row) => priceNode(row, currency))}
        ${adjustments.map(({ adjustment, reason }) =>
          node(
            reason.type === 'applied',
            adjustment.name,
            priceReasonText(reason, (minor) => money(minor, currency)),
            '',
          ),
        )}
        ${prices.length === 0 ? html`<li class="node lost"><span class="name">No price was looked for</span></li>` : nothing}</ul></li>
      ${
        offers.length > 0
          ? html`<li><span class="head">Offers</span><ul>${offers.filter(isShown).map((offer) => offerNode(offer, currency, names))}</ul></li>`
          : nothing
      }
    </ul></div>
  </details>`;
}

function priceNode({ row, reason }: ExplainedRow, currency: string): TemplateResult {
  const whose = row.customer
    ? `Of customer ${row.customer}`
    : row.priceGroup
      ? `Price group ${row.priceGroup}`
      : 'Base price';
  const from = row.minQuantityThousandths > 1000 ? ` from ${quantity(row.minQuantityThousandths)}` : '';
  const text = priceReasonText(reason, (minor) => money(minor, currency));
  return node(reason.type === 'applied', `${whose}${from}`, text, unitPrice(row, row.currency));
}

function offerNode(
  { offer, name, amountMinor, reason }: ExplainedOffer,
  currency: string,
  names: ReadonlyMap<string, string>,
): TemplateResult {
  const text = offerReasonText(
    reason,
    (minor) => money(minor, currency),
    (id) => names.get(id) ?? id,
  );
  const isApplied = reason.type === 'applied';
  const words = isApplied ? 'Applied: the best for this basket.' : text;
  return node(
    isApplied,
    html`<a href=${urls.offer(offer)}>${name}</a>`,
    words,
    amountMinor === 0 ? 'none' : money(-amountMinor, currency),
    reason.type === 'beaten',
  );
}

function node(
  isApplied: boolean,
  name: unknown,
  why: string,
  amount: string,
  isBeaten = false,
): TemplateResult {
  const outcome = isApplied
    ? status('ok', 'Applied')
    : isBeaten
      ? status('warn', 'Beaten', 'fall')
      : status('off', 'Not this', 'x');
  return html`<li class="node ${isApplied ? 'won' : 'lost'}"><span>${outcome}</span>
    ${isApplied ? html`<strong class="name">${name}</strong>` : html`<span class="name">${name}</span>`}
    <span class="amt">${amount}</span><span class="why">${why}</span></li>`;
}
