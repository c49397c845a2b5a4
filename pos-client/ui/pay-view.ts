import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { formatAmount, formatCount, formatMoney } from '../model/format.ts';
import { text } from '../model/messages-ui.ts';
import type { RegisterModel } from '../model/register-model.ts';
import { header } from './header.ts';
import { icon } from './icons.ts';
import { keys } from './keypad.ts';
import { messageLine } from './message-line.ts';
import { onEnter } from './on-enter.ts';
import { title } from './title.ts';

export function payView(model: RegisterModel): TemplateResult {
  const { state, pay, lines } = model;
  const { currency } = state.value;
  const due = pay.dueMinor.value;
  const refund = due < 0;
  const total = formatMoney(Math.abs(due), currency);
  const words = refund ? text.pay.titleRefund(total) : text.pay.title(total);
  const hint = text.sale.items(formatCount(lines.pieces.value));
  const finish = refund ? text.pay.finishRefund : text.pay.finish;
  return html`${header(model, null)}
    <main class="screen">
      ${title(model, { words, hint })}
      <div class="cols pay">
        <section class="panel dues" aria-label=${text.pay.payment}>
          ${paidBefore(model)} ${answer(model)} ${messageLine(model)}
          <div class="foot">
            <button
              class="btn primary huge spread"
              type="button"
              data-testid="pay-cash"
              aria-busy=${pay.busy.value ? 'true' : 'false'}
              @click=${() => void pay.pay()}
            >
              <span>${pay.busy.value ? text.pay.busy : finish}</span><kbd aria-hidden="true">F9</kbd>
            </button>
          </div>
        </section>
        ${pay.pending.value ? atTerminal(model) : refund ? refundTenders(model) : cashPad(model)}
      </div>
    </main>`;
}

/** The one big number: what is due, and what goes back as soon as it is known what was given. */
function answer({ pay, state }: RegisterModel): TemplateResult {
  const { currency } = state.value;
  const due = pay.dueMinor.value;
  const change = pay.changeMinor.value;
  const given = typeof pay.tenderedMinor.value === 'number';
  const [label, amount, tone] =
    due < 0
      ? [text.pay.toGive, -due, 'calm']
      : !given
        ? [text.pay.toPay, due, '']
        : change < 0
          ? [text.pay.missing, -change, 'calm']
          : [text.pay.change, change, ''];
  return html`<div class="changebox ${tone}">
    <span>${label}</span><output data-testid="due">${formatMoney(amount, currency)}</output>
    <span class="small duerow">${given && due > 0 ? html`${text.pay.toPay} <b class="money">${formatMoney(due, currency)}</b>` : html`&nbsp;`}</span>
  </div>`;
}

function paidBefore({ state, pay }: RegisterModel): TemplateResult | typeof nothing {
  const { currency, cart, tenderTypes } = state.value;
  if (cart.tenders.length === 0) return nothing;
  return html`<ul class="list paid" aria-label=${text.pay.taken}>
    ${cart.tenders.map(
      (tender) => html`<li>
        ${icon(tender.card ? 'key' : 'cash')}<span class="grow">${tenderTypes.find(({ id }) => id === tender.tenderType)?.name ?? tender.tenderType}${tender.card ? html` <bdi>**${tender.card.lastFour}</bdi>` : nothing}</span>
        <b class="money">${formatAmount(tender.amountMinor, currency)}</b>
        <button class="iconbtn" type="button" data-testid="void-tender" aria-label=${text.pay.voidTender(formatAmount(tender.amountMinor, currency))} @click=${() => void pay.voidTender(tender.line)}>${icon('x')}</button>
      </li>`,
    )}
  </ul>`;
}

function cashPad({ state, pay }: RegisterModel): TemplateResult {
  const { currency } = state.value;
  const due = pay.dueMinor.value;
  const tendered = pay.tenderedMinor.value;
  const quick = (amount: number, small: TemplateResult | string) =>
    html`<button
      class=${tendered === amount ? 'btn on' : 'btn'}
      type="button"
      data-testid="quick-cash"
      aria-pressed=${tendered === amount ? 'true' : 'false'}
      @click=${() => pay.choose(amount)}
    >
      <span class="money">${formatAmount(amount, currency)}</span><small>${small}</small>
    </button>`;
  const change = (amount: number) => text.pay.changeOf(formatAmount(amount - due, currency));
  return html`<section class="panel cashpad" aria-labelledby="h-cash">
    <div class="head2">
      <h2 id="h-cash">${pay.tender.value?.name ?? text.pay.cash}</h2>
    </div>
    ${tenderChoice(pay)}
    <div class="quick" @mousedown=${(event: Event) => event.preventDefault()}>
      ${quick(due, html`${text.pay.exact} <kbd aria-hidden="true">Ctrl Enter</kbd>`)}
      ${pay.quick.value.map((amount) => quick(amount, change(amount)))}
    </div>
    <div class="keypad">
      <label class="bigfield">
        <span>${pay.tender.value?.kind === 'cash' ? text.pay.cashGiven : text.pay.amountOf}</span>
        <input
          id="tendered"
          class="field num"
          data-testid="tendered"
          inputmode="decimal"
          autocomplete="off"
          placeholder=${formatAmount(due, currency)}
          aria-describedby="h-exact"
          .value=${live(pay.typed.value)}
          @input=${(event: InputEvent) => {
            pay.typed.value = (event.target as HTMLInputElement).value;
          }}
          @keydown=${onEnter(() => void pay.pay())}
        />
      </label>
      <span class="sr" id="h-exact">${text.pay.exactHint}</span>
      ${keys({ press: pay.press, enter: () => void pay.pay() })}
    </div>
  </section>`;
}

/** Where a store takes more than one tender. */
function tenderChoice({
  tenders,
  tender,
  chooseTender,
}: RegisterModel['pay']): TemplateResult | typeof nothing {
  if (tenders.value.length < 2) return nothing;
  return html`<div class="choices" role="group" aria-label=${text.pay.tender}>
    ${tenders.value.map(
      ({ id, name }) => html`<button
        class=${id === tender.value?.id ? 'btn on' : 'btn'}
        type="button"
        data-testid="tender"
        data-tender=${id}
        aria-pressed=${id === tender.value?.id ? 'true' : 'false'}
        @click=${() => chooseTender(id)}
      >${name}</button>`,
    )}
  </div>`;
}

/** How the money goes back. */
function refundTenders({ pay }: RegisterModel): TemplateResult | typeof nothing {
  if (pay.tenders.value.length < 2) return nothing;
  return html`<section class="panel cashpad" aria-labelledby="h-back">
    <div class="head2"><h2 id="h-back">${text.pay.backBy}</h2></div>
    ${tenderChoice(pay)}
  </section>`;
}

/** The customer is at the card terminal, or it does not say what it did. */
function atTerminal({ pay, state }: RegisterModel): TemplateResult {
  const amount = formatMoney(state.value.cart.cardIntent?.tender.tenderedMinor ?? 0, state.value.currency);
  return html`<section class="panel cashpad" aria-labelledby="h-card" data-testid="at-terminal">
    <div class="notiles" role="status">
      ${icon('key')}<b id="h-card">${text.pay.atTerminal(amount)}</b><span>${text.pay.atTerminalHint}</span>
    </div>
    <div class="foot two">
      <button class="btn huge" type="button" data-testid="cancel-card" @click=${() => void pay.cancelCard()}>${text.pay.cancelCard}</button>
      <button class="btn primary huge" type="button" data-testid="ask-card" @click=${() => void pay.askCard()}>${text.pay.askCard}</button>
    </div>
  </section>`;
}
