import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { formatAmount, formatMoney } from '../model/format.ts';
import { text } from '../model/messages-ui.ts';
import type { RegisterModel } from '../model/register-model.ts';
import { type IconName, icon } from './icons.ts';
import { messageLine } from './message-line.ts';
import { onEnter } from './on-enter.ts';
import { reasonButtons } from './reason-buttons.ts';

const t = text.drawer;

/** What a drawer is opened for besides selling. */
export function drawerActions(model: RegisterModel): TemplateResult {
  const { drawer, sale } = model;
  const act = (sign: IconName, label: string, id: string, run: () => void, allowed: boolean) =>
    html`<button class="btn" type="button" data-testid=${id} @click=${run}>${icon(allowed ? sign : 'lock')}${label}</button>`;
  const cash = sale.may('manageCash');
  return html`<div class="lineacts" role="toolbar" aria-label=${t.actions}>
    ${act('drawer', t.noSale, 'no-sale', () => void drawer.noSale(), sale.may('openDrawer'))}
    ${act('plus', t.titles.floatEntry, 'float-entry', () => drawer.start('floatEntry'), cash)}
    ${act('shield', t.titles.safeDrop, 'safe-drop', () => drawer.start('safeDrop'), cash)}
    ${act('bag', t.titles.bankDrop, 'bank-drop', () => drawer.start('bankDrop'), cash)}
    ${act('minus', t.titles.tenderRemoval, 'tender-removal', () => drawer.start('tenderRemoval'), cash)}
    ${act('cash', t.count, 'count-drawer', () => drawer.startCount(null), sale.may('closeShift'))}
  </div>`;
}

/** Money in or out. */
export function operationPanel(model: RegisterModel): TemplateResult {
  const { drawer } = model;
  const field = (
    id: string,
    label: string,
    value: string,
    typed: (value: string) => void,
    isAmount: boolean,
  ) =>
    html`<label class="bigfield">
      <span>${label}</span>
      <input
        id=${id}
        class=${isAmount ? 'field num' : 'field'}
        data-testid=${id}
        inputmode=${isAmount ? 'decimal' : 'text'}
        maxlength="100"
        autocomplete="off"
        .value=${live(value)}
        @input=${(event: InputEvent) => typed((event.target as HTMLInputElement).value)}
        @keydown=${onEnter(() => void drawer.move())}
      />
    </label>`;
  return html`<section class="panel aside" aria-labelledby="h-operation">
    <div class="pad stack">
      <h2 class="sheettitle" id="h-operation">${t.titles[drawer.operation.value]}</h2>
      <p class="muted">${t.hints[drawer.operation.value]}</p>
      ${field(
        'drawer-amount',
        t.amount,
        drawer.typed.value,
        (value) => {
          drawer.typed.value = value;
        },
        true,
      )}
      ${field(
        'drawer-note',
        t.note,
        drawer.note.value,
        (value) => {
          drawer.note.value = value;
        },
        false,
      )}
      <button class="btn primary huge" type="button" data-testid="drawer-move" @click=${() => void drawer.move()}>${t.book}</button>
    </div>
    ${messageLine(model)}
  </section>`;
}

/** Why the drawer is opened without a sale: one touch opens it. */
export function noSalePanel(model: RegisterModel): TemplateResult {
  return html`<section class="panel aside" aria-labelledby="h-no-sale">
    <div class="pad stack">
      <h2 class="sheettitle" id="h-no-sale">${t.noSale}</h2>
      ${reasonButtons(t.noSaleReason, model.drawer.noSaleReason, '')}
    </div>
    ${messageLine(model)}
  </section>`;
}

/** Coin by coin; what should be there is not shown to whoever counts blind. */
export function countPanel(model: RegisterModel): TemplateResult {
  const { drawer, state } = model;
  const { currency } = state.value;
  const coin = (valueMinor: number) => html`<label>
    <span>${formatMoney(valueMinor, currency)}</span>
    <input
      class="field num"
      data-testid="coin-count"
      data-value=${valueMinor}
      inputmode="numeric"
      autocomplete="off"
      .value=${live(drawer.counts.value[valueMinor] ?? '')}
      @input=${(event: InputEvent) => drawer.setCount(valueMinor, (event.target as HTMLInputElement).value)}
      @keydown=${onEnter(nextCoin)}
    />
    <span class="money muted">${formatAmount(valueMinor * Number(drawer.counts.value[valueMinor] ?? ''), currency)}</span>
  </label>`;
  return html`<section class="panel taken" aria-labelledby="h-count">
    <div class="scroll" tabindex="-1">
      <div class="head2"><h2 id="h-count">${t.countTitle(drawer.counting.value)}</h2></div>
      <div class="coins">${drawer.denominations.value.map(coin)}</div>
    </div>
    ${messageLine(model)}
  </section>`;
}

/** Enter goes to the next coin, as on a counting sheet. */
function nextCoin(event: KeyboardEvent): void {
  const field = event.target as HTMLElement;
  const fields = [...(field.closest('.coins')?.querySelectorAll<HTMLInputElement>('input') ?? [])];
  (fields[fields.indexOf(field as HTMLInputElement) + 1] ?? fields[0])?.focus();
}

/** Beside the count: what it comes to. */
export function countTotals({ drawer, state }: RegisterModel): TemplateResult {
  const { currency } = state.value;
  const expected = drawer.expectedMinor.value;
  const difference = expected === null ? null : drawer.countedMinor.value - expected;
  return html`<dl class="sums">
      ${expected === null ? nothing : html`<div><dt>${text.shift.expected}</dt><dd class="money">${formatAmount(expected, currency)}</dd></div>`}
    </dl>
    <div class="expected">
      <span class="muted">${t.countedTotal}</span>
      <output data-testid="counted-cash">${formatMoney(drawer.countedMinor.value, currency)}</output>
      <span class="small ${difference ? 'warn' : 'muted'}" data-testid="over-short">${difference === null ? t.blindHint : t.difference(difference, formatMoney(Math.abs(difference), currency))}</span>
    </div>
    <button class="btn primary huge spread" type="button" data-testid="take-count" @click=${() => void drawer.declare()}>
      <span>${drawer.counting.value === null ? t.takeCount : t.takeCountClose}</span><kbd aria-hidden="true">F9</kbd>
    </button>`;
}

/** Shifts whose drawers wait. */
export function blindShifts({ drawer }: RegisterModel): TemplateResult | typeof nothing {
  if (drawer.blind.value.length === 0) return nothing;
  return html`<ul class="list">
    ${drawer.blind.value.map(
      ({ shift }) => html`<li><span class="grow">${t.waits(shift)}</span>
        <button class="btn" type="button" data-testid="count-blind" @click=${() => drawer.startCount(shift)}>${t.count}</button></li>`,
    )}
  </ul>`;
}
