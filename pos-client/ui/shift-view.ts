import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { sumMinor } from '../../commerce/money/minor.ts';
import { type DrawerOperationType, movesIntoDrawer } from '../../commerce/shift/drawer-operation.ts';
import type { Shift } from '../../commerce/shift/shift.ts';
import { formatAmount, formatCount, formatMoney } from '../model/format.ts';
import { formatBusinessDate, formatTime } from '../model/format-time.ts';
import { text } from '../model/messages-ui.ts';
import type { RegisterModel } from '../model/register-model.ts';
import {
  blindShifts,
  countPanel,
  countTotals,
  drawerActions,
  noSalePanel,
  operationPanel,
} from './drawer-panel.ts';
import { header } from './header.ts';
import { icon } from './icons.ts';
import { messageLine } from './message-line.ts';
import { printShownPaper } from './print-paper.ts';
import { shiftPaper } from './shift-paper.ts';
import { title } from './title.ts';

const t = text.shift;

export function shiftView(model: RegisterModel): TemplateResult {
  const { state, shift } = model;
  const closed = shift.closed.value;
  const shown = closed?.shift ?? state.value.shift;
  const words = !shown ? t.titleNone : closed ? t.closedTitle(shown.shift) : t.title(shown.shift);
  const hint = shown
    ? t.openedAt(
        formatTime(shown.openedAt, state.value.timeZone),
        shown.openedBy,
        formatBusinessDate(shown.businessDate),
      )
    : undefined;
  return html`${header(model, null)}
    <main class="screen">
      ${title(model, { words, hint, end: report(model, shown, closed !== null) })}
      <div class="cols shift">
        ${left(model, shown)}
        <section class="panel totals" aria-label=${t.drawer}>${model.drawer.panel.value === 'count' ? countTotals(model) : shown ? drawer(model, shown) : openIt(model)}</section>
      </div>
    </main>`;
}

function left(model: RegisterModel, shown: Shift | null): TemplateResult {
  const { drawer, shift } = model;
  if (drawer.panel.value === 'count') return countPanel(model);
  if (drawer.panel.value === 'operation') return operationPanel(model);
  if (drawer.panel.value === 'noSale') return noSalePanel(model);
  if (!shown) return none(model);
  const { closed } = shift;
  return closed.value
    ? html`<section class="paperwrap" aria-label=${text.report.z} tabindex="0">${shiftPaper(closed.value.shift, model.state.value, closed.value.expectedCashMinor)}</section>`
    : counts(model, shown);
}

function counts(model: RegisterModel, { totals }: Shift): TemplateResult {
  const { currency } = model.state.value;
  const count = (label: string, value: number) =>
    html`<div class="figure"><b class="num">${formatCount(value)}</b><span>${label}</span></div>`;
  const amount = (label: string, minor: number) =>
    html`<li><span class="grow">${label}</span><span class="money">${formatAmount(minor, currency)}</span></li>`;
  return html`<section class="panel taken" aria-labelledby="h-taken">
    <div class="scroll" tabindex="-1">
      <div class="head2"><h2 id="h-taken">${t.taken}</h2></div>
      <div class="figures">
        ${count(t.sales, totals.sales)} ${count(t.returns, totals.returns)} ${count(t.voids, totals.voids)}
        ${totals.stockAdjustments > 0 ? count(t.adjustments, totals.stockAdjustments) : nothing}
      </div>
      <ul class="list amounts">
        ${amount(t.net, totals.grossMinor - totals.taxMinor)} ${amount(t.tax, totals.taxMinor)}
        <li><b class="grow">${t.gross}</b><b class="money" data-testid="shift-gross">${formatAmount(totals.grossMinor, currency)}</b></li>
        ${model.shift.takings.value.map((taking) => amount(taking.name, taking.amountMinor))}
      </ul>
      ${blindShifts(model)}
    </div>
    ${messageLine(model)} ${drawerActions(model)}
  </section>`;
}

function drawer(model: RegisterModel, shown: Shift): TemplateResult {
  const { shift, state } = model;
  const { currency } = state.value;
  const closed = shift.closed.value;
  return html`
    <dl class="sums">
      <div><dt>${t.floatRow}</dt><dd class="money">${formatAmount(shown.floatMinor, currency)}</dd></div>
      ${shift.takings.value.filter((taking) => taking.isCash).map((taking) => html`<div><dt>${taking.name}</dt><dd class="money">${formatAmount(taking.amountMinor, currency)}</dd></div>`)}
      ${movedRows(model, shown)}
    </dl>
    <div class="expected">
      <span class="muted">${t.expected}</span>
      <output data-testid="expected-cash">${model.sale.may('viewReports') ? formatMoney(closed?.expectedCashMinor ?? shift.expectedCashMinor.value, currency) : '–'}</output>
      <span class="small muted">${closed ? t.count : html`&nbsp;`}</span>
    </div>
    ${closed ? done(model) : closing(model, shown)}
  `;
}

/** What was brought, taken out and counted. */
function movedRows({ state }: RegisterModel, { totals, declared }: Shift): TemplateResult[] {
  const { currency } = state.value;
  const row = (label: string, minor: number, id: string) =>
    html`<div><dt>${label}</dt><dd class="money" data-testid=${id}>${formatAmount(minor, currency)}</dd></div>`;
  const moved = Object.entries(totals.drawerMinor ?? {}) as [
    Exclude<DrawerOperationType, 'noSale'>,
    Record<string, number>,
  ][];
  return [
    ...moved.map(([type, byTender]) => {
      const minor = sumMinor(Object.values(byTender));
      return row(text.drawer.titles[type], movesIntoDrawer(type, minor), 'drawer-moved');
    }),
    ...(declared?.counted ?? []).map(({ amountMinor }) =>
      row(text.drawer.countedRow, amountMinor, 'declared'),
    ),
  ];
}

/** Asks in place: the question takes the button's room, and nothing else moves. */
function closing({ shift, drawer }: RegisterModel, shown: Shift): TemplateResult {
  if (!shift.confirming.value) {
    return html`<div class="confirm">
      <button class="btn" type="button" data-testid="blind-close" @click=${() => void drawer.blindClose()}>${text.drawer.blindClose}</button>
      <button class="btn primary huge spread" type="button" data-testid="close-shift" @click=${shift.askClose}>
        <span>${t.close}</span><kbd aria-hidden="true">F9</kbd>
      </button>
    </div>`;
  }
  return html`<div class="confirm" role="group" aria-label=${t.close}>
    <p role="alert">${t.confirm(shown.shift)}</p>
    <div class="two">
      <button class="btn huge keep" type="button" data-testid="keep-shift" @click=${shift.keepOpen}>${t.keep}</button>
      <button class="btn primary huge" type="button" data-testid="close-shift-confirm" aria-busy=${shift.busy.value ? 'true' : 'false'} @click=${() => void shift.closeShift()}>${t.confirmClose}</button>
    </div>
  </div>`;
}

/** The X report goes to the printer without being shown: what it says stands on the screen. */
function report(model: RegisterModel, shown: Shift | null, isClosed: boolean): TemplateResult | undefined {
  if (!shown || !model.sale.may('viewReports')) return undefined;
  const { state, shift } = model;
  return html`${isClosed ? nothing : html`<div class="offscreen" aria-hidden="true">${shiftPaper(shown, state.value, shift.expectedCashMinor.value)}</div>`}
    <button class="btn" type="button" data-testid="print-report" @click=${printShownPaper}>${icon('printer')}${isClosed ? text.report.printZ : text.report.print}</button>`;
}

const done = (model: RegisterModel) => html`<div class="confirm">
  <p class="row good" role="status" data-testid="shift-closed">${icon('check')}${t.wasClosed(model.shift.closed.value?.shift.shift ?? 0)}</p>
  <button class="btn primary huge" type="button" data-testid="shift-done" @click=${model.back}>${t.done}</button>
</div>`;

const none = (model: RegisterModel) => html`<section class="panel taken" aria-label=${t.titleNone}>
  <div class="notiles">${icon('drawer')}<b>${t.titleNone}</b><span>${t.noneHint}</span></div>
  ${messageLine(model)}
</section>`;

function openIt({ shift }: RegisterModel): TemplateResult {
  return html`<label class="bigfield">
      <span>${t.float}</span>
      <input
        class="field num"
        data-testid="float"
        inputmode="decimal"
        autocomplete="off"
        .value=${live(shift.float.value)}
        @input=${(event: InputEvent) => {
          shift.float.value = (event.target as HTMLInputElement).value;
        }}
      />
    </label>
    <span></span>
    <button class="btn primary huge" type="button" data-testid="open-shift" @click=${() => void shift.openShift()}>${t.open}</button>`;
}
