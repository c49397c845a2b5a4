import { html, nothing, type TemplateResult } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { repeat } from 'lit-html/directives/repeat.js';
import type { PricedLine } from '../../commerce/cart/priced-cart.ts';
import { sameUnitPrice } from '../../commerce/money/unit-price.ts';
import { formatAmount, formatQuantity, formatUnitPrice } from '../model/format.ts';
import { text } from '../model/messages-ui.ts';
import type { RegisterModel } from '../model/register-model.ts';
import { icon } from './icons.ts';

/** The cart's lines as a grid with one tab stop. A row is drawn again only when its line says something new. */
export function saleLines(model: RegisterModel): TemplateResult {
  const { lines, state, sale } = model;
  const all = lines.all.value;
  const chosen = lines.chosen.value;
  const { currency, reasonCodes } = state.value;
  return html`<div class="linesarea">
    <div
      class="lines"
      role="grid"
      aria-label=${text.sale.lines}
      aria-rowcount=${all.length + 1}
      @click=${(event: Event) => chooseAt(model, event)}
      @keydown=${(event: KeyboardEvent) => moveBy(model, event)}
    >
      <div class="head" role="row" aria-rowindex="1">
        <div role="columnheader">${text.sale.item}</div>
        <div class="n" role="columnheader">${text.sale.quantity}</div>
        <div class="n" role="columnheader">${text.sale.price}</div>
        <div class="n" role="columnheader">${text.sale.amount}</div>
      </div>
      ${repeat(
        all,
        (line) => line.line,
        (line, index) => {
          const reason = reasonCodes.find(({ id }) => id === line.override?.reasonCode)?.text ?? '';
          return guard([line, line === chosen, index, reason, currency], () =>
            saleRow(line, index, line === chosen, reason, currency),
          );
        },
      )}
    </div>
    ${
      sale.empty.value && all.length === 0
        ? html`<div class="emptybasket">
            ${icon('bag')}<b>${text.sale.emptyTitle}</b><span>${text.sale.emptyHint}</span>
          </div>`
        : nothing
    }
  </div>`;
}

export function saleRow(
  line: PricedLine,
  index: number,
  chosen: boolean,
  reason: string,
  currency: string,
): TemplateResult {
  const quantity = formatQuantity(line.quantityThousandths);
  const { listPrice, unitPrice, voided } = line;
  const struck = listPrice && line.override && !sameUnitPrice(listPrice, unitPrice) ? listPrice : null;
  return html`<div
    class=${voided ? 'line void' : 'line'}
    role="row"
    aria-rowindex=${index + 2}
    aria-selected=${chosen ? 'true' : 'false'}
    aria-disabled=${voided ? 'true' : nothing}
    tabindex=${chosen ? '0' : '-1'}
    data-line=${line.line}
    data-testid=${voided ? 'voided-line' : 'line'}
  >
    <div class="what" role="gridcell">
      <b dir="auto">${line.name}</b>
      <div class="sub">${why(line, reason, currency)}<bdi class="opt" data-testid="line-code">${line.sku}</bdi></div>
    </div>
    <div class="n qty num" role="gridcell" data-testid="line-quantity">${quantity}</div>
    <div class="n price num" role="gridcell" data-q=${quantity}>
      ${formatUnitPrice(unitPrice, currency)}${struck ? html`<s><span class="sr">${text.sale.was} </span>${formatUnitPrice(struck, currency)}</s>` : nothing}
    </div>
    <div class="n amt num" role="gridcell">
      <span data-testid="line-amount">${formatAmount(line.grossMinor, currency)}</span>${line.discounts.length > 0 && !voided ? html`<s><span class="sr">${text.sale.was} </span>${formatAmount(line.amountMinor, currency)}</s>` : nothing}
    </div>
  </div>`;
}

/** The second row of a line: why it costs that. */
function why(line: PricedLine, reason: string, currency: string): TemplateResult | typeof nothing {
  if (line.voided) return html`<span>${icon('x')}${text.sale.voided}</span>`;
  if (line.returnOf)
    return html`<span class="warn">${icon('undo')}<bdi>${text.sale.returnOf(line.returnOf.receiptId)}</bdi></span>`;
  if (!line.priced) return html`<span class="warn">${icon('late')}${text.sale.noPrice}</span>`;
  const back = line.quantityThousandths < 0;
  const changed = line.override
    ? html`<span class="warn">${icon('pencil')}${text.sale.priceChanged}</span><span class="reason">${reason}</span>`
    : back
      ? html`<span class="warn">${icon('undo')}${text.sale.comesBack}</span>`
      : nothing;
  return line.discounts.length === 0 ? changed : html`${changed}${saved(line, currency)}`;
}

/** The offers of a line: the first by name, and how many more. */
function saved({ discounts }: PricedLine, currency: string): TemplateResult {
  const [first, ...more] = discounts;
  const amountMinor = discounts.reduce((sum, discount) => sum + discount.amountMinor, 0);
  return html`<span class="good" data-testid="line-offer">${icon('tag')}<bdi>${first?.name || text.why.manual}</bdi>${more.length > 0 ? ` +${more.length}` : nothing}<span class="money">${formatAmount(-amountMinor, currency)}</span></span>`;
}

function chooseAt({ lines }: RegisterModel, event: Event): void {
  const at = (event.target as Element).closest<HTMLElement>('[data-line]');
  if (at && !at.classList.contains('void')) lines.choose(Number(at.dataset.line));
}

const moves: Record<string, 'up' | 'down' | 'first' | 'last'> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'first',
  End: 'last',
};

function moveBy({ lines }: RegisterModel, event: KeyboardEvent): void {
  const to = moves[event.key];
  if (!to) return;
  event.preventDefault();
  lines.move(to);
  const grid = event.currentTarget as HTMLElement;
  grid.querySelector<HTMLElement>('[aria-selected="true"]')?.focus();
}
