import { html, nothing, svg, type TemplateResult } from 'lit-html';
import type { PriceAgreement } from '../../../../../commerce/pricing/price-agreement.ts';
import { day, shiftDay } from '../../parts/dates.ts';
import { unitPrice } from '../../parts/money.ts';
import { quantity } from '../../parts/quantity.ts';
import { calendarLanes, type Lane, type Span } from './calendar-lanes.ts';

const BEFORE_DAYS = 30;
const AFTER_DAYS = 60;
const WIDTH = 900;
const LABEL = 170;
const LANE = 34;
const AXIS = 24;

/** Which price counts when, a lane for each group and quantity. Left out where nothing changes in the time shown. */
export function priceCalendar(
  prices: readonly PriceAgreement[],
  today: string,
  groupName: (id: string) => string,
): TemplateResult | typeof nothing {
  const from = shiftDay(today, -BEFORE_DAYS);
  const to = shiftDay(today, AFTER_DAYS);
  const lanes = calendarLanes(prices, from, to);
  if (lanes.every(({ spans }) => spans.length === 1 && spans[0]?.from === from && spans[0].to === to))
    return nothing;
  const height = AXIS + lanes.length * LANE;
  const marks = [0, 30, 60, 90].map((days) => ({ days, date: shiftDay(from, days) }));
  return html`<div class="calendar scroll" tabindex="0" role="region" aria-label="Price calendar">
    <svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="Prices from ${day(from)} to ${day(to)}; the table below says the same">
      ${marks.map(
        ({
          days,
          date,
        }) => svg`<text x=${x(days)} y="14" text-anchor=${days === 0 ? 'start' : days === 90 ? 'end' : 'middle'}
          class=${days === BEFORE_DAYS ? 'now' : ''}>${days === BEFORE_DAYS ? 'today' : day(date)}</text>`,
      )}
      ${lanes.map((lane, index) => laneOf(lane, AXIS + index * LANE, from, groupName))}
      <line class="now" x1=${x(BEFORE_DAYS)} x2=${x(BEFORE_DAYS)} y1=${AXIS - 4} y2=${height}></line>
    </svg>
  </div>`;
}

function laneOf(lane: Lane, y: number, from: string, groupName: (id: string) => string): TemplateResult {
  const group = lane.priceGroup === null ? 'Base' : groupName(lane.priceGroup);
  return svg`<g>
    <text x="0" y=${y + LANE / 2 + 4} class="lane">${group}, from ${quantity(lane.minQuantityThousandths)}</text>
    <line class="grid" x1="0" x2=${WIDTH} y1=${y + LANE} y2=${y + LANE}></line>
    ${lane.spans.map((span) => bar(span, y, from))}
  </g>`;
}

function bar({ price, from, to }: Span, y: number, start: string): TemplateResult {
  const left = x(daysBetween(start, from));
  const width = Math.max(x(daysBetween(start, to) + 1) - left - 2, 3);
  const label = unitPrice(price, price.currency);
  // Words that do not fit would be cut in the middle; the table has them.
  const fits = width > label.length * 8 + 12;
  return svg`<g><title>${label}, ${day(from)} to ${day(to)}</title>
    <rect class="bar-of-price" x=${left} y=${y + 5} width=${width} height=${LANE - 10} rx="4"></rect>
    ${fits ? svg`<text class="price" x=${left + 8} y=${y + LANE / 2 + 4}>${label}</text>` : nothing}</g>`;
}

function x(days: number): number {
  return LABEL + (Math.min(days, BEFORE_DAYS + AFTER_DAYS) / (BEFORE_DAYS + AFTER_DAYS)) * (WIDTH - LABEL);
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}
