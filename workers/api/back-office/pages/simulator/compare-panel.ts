import { html, type TemplateResult } from 'lit-html';
import { urls } from '../../app/routes.ts';
import { money } from '../../parts/money.ts';
import { panel } from '../../parts/panel.ts';
import { table } from '../../parts/table.ts';
import type { ComparedBaskets, ComparedPrice } from './compare-prices.ts';

interface CompareParts {
  readonly compared: ComparedBaskets;
  readonly currency: string;
  readonly nameOf: (sku: string) => string;
}

/** The basket by what is published and with a draft, side by side. */
export function comparePanel({ compared, currency, nameOf }: CompareParts): TemplateResult {
  const { lines, publishedMinor, draftMinor, differenceMinor } = compared;
  const price = (one: ComparedPrice | null) =>
    one === null
      ? html`<span class="muted">no price</span>`
      : html`${money(one.grossMinor, currency)}${one.offers.length > 0 ? html`<span class="sub">${one.offers.join(', ')}</span>` : ''}`;
  const difference = (minor: number | null) => {
    if (minor === null) return '–';
    return minor === 0 ? 'same' : html`<strong>${minor > 0 ? '+' : ''}${money(minor, currency)}</strong>`;
  };
  return panel(
    { title: 'Compared with the draft', hint: 'what the customer pays, tax included', testId: 'compared' },
    table({
      caption: 'The basket as published and with the draft',
      compact: true,
      rows: lines,
      key: ({ id }) => id,
      columns: [
        {
          head: 'Product',
          rowHead: true,
          cell: ({ sku }) => html`<a href=${urls.product(sku)}>${nameOf(sku)}</a>`,
          foot: 'Total',
        },
        {
          head: 'Published',
          numeric: true,
          cell: ({ published }) => price(published),
          foot: money(publishedMinor, currency),
        },
        {
          head: 'With the draft',
          numeric: true,
          cell: ({ draft }) => price(draft),
          foot: money(draftMinor, currency),
        },
        {
          head: 'Difference',
          numeric: true,
          cell: ({ differenceMinor: minor }) => difference(minor),
          foot: html`<span data-testid="compared-difference">${difference(differenceMinor)}</span>`,
        },
      ],
    }),
  );
}
