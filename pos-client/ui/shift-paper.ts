import { html, nothing, type TemplateResult } from 'lit-html';
import type { DrawerOperationType } from '../../commerce/shift/drawer-operation.ts';
import type { Shift, ShiftClose } from '../../commerce/shift/shift.ts';
import { formatAmount, formatCount } from '../model/format.ts';
import { formatBusinessDate, formatDate, formatTime } from '../model/format-time.ts';
import { text } from '../model/messages-ui.ts';
import type { RegisterState } from '../model/register-host.ts';

const t = text.report;

/** The X report of a shift that is open, or the Z report of one that was closed, on 80 mm of paper. */
export function shiftPaper(
  shift: Shift | ShiftClose,
  state: RegisterState,
  expectedCashMinor: number,
): TemplateResult {
  const { currency, timeZone, tenderTypes } = state;
  const { totals } = shift;
  const close = 'closedAt' in shift ? shift : null;
  const row = (label: string, value: string) =>
    html`<div class="r"><span>${label}</span><span>${value}</span></div>`;
  const amount = (label: string, minor: number) => row(label, formatAmount(minor, currency));
  const tender = (id: string) => tenderTypes.find((one) => one.id === id)?.name ?? id;
  const at = (iso: string) => `${formatDate(iso, timeZone)} ${formatTime(iso, timeZone)}`;
  const moved = Object.entries(totals.drawerMinor ?? {}) as [DrawerOperationType, Record<string, number>][];
  return html`<article class="receipt" id="paper" aria-label=${close ? t.z : t.x} data-testid=${close ? 'z-report' : 'x-report'}>
    <header>
      <div class="shop" dir="auto">${state.storeName ?? state.store}</div>
    </header>
    <div class="mark">${close ? t.z : t.x}</div>
    ${row(t.shift(shift.shift), text.app.till(state.terminal ?? ''))} ${row(t.businessDate, formatBusinessDate(shift.businessDate))}
    ${row(t.opened, at(shift.openedAt))} ${close ? row(t.closed, at(close.closedAt)) : nothing}
    <hr />
    ${row(text.shift.sales, formatCount(totals.sales))} ${row(text.shift.returns, formatCount(totals.returns))}
    ${row(text.shift.voids, formatCount(totals.voids))} ${row(t.noSales, formatCount(totals.noSales ?? 0))}
    <hr />
    ${amount(text.shift.gross, totals.grossMinor)} ${amount(t.discounts, totals.discountMinor ?? 0)}
    ${Object.entries(totals.taxesMinor ?? {}).map(([code, minor]) => amount(`${text.shift.tax} ${code}`, minor))}
    <hr />
    ${Object.entries(totals.tendersMinor).map(([id, minor]) => amount(tender(id), minor))}
    <hr />
    ${amount(text.shift.float, shift.floatMinor)}
    ${moved.flatMap(([type, byTender]) => (type === 'noSale' ? [] : Object.values(byTender).map((minor) => amount(text.drawer.titles[type], minor))))}
    ${amount(text.shift.expected, close?.expectedCashMinor ?? expectedCashMinor)}
    ${close?.differences.map((one) => html`${amount(`${t.counted} ${tender(one.tenderType)}`, one.countedMinor)} ${amount(t.overShort, one.overShortMinor)}`)}
  </article>`;
}
