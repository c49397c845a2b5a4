import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { repeat } from 'lit-html/directives/repeat.js';
import type { SuspendedSummary } from '../../commerce/transaction/suspended-transaction.ts';
import { formatMoney } from '../model/format.ts';
import { formatTime } from '../model/format-time.ts';
import { text } from '../model/messages-ui.ts';
import type { RegisterModel } from '../model/register-model.ts';
import { header } from './header.ts';
import { icon } from './icons.ts';
import { messageLine } from './message-line.ts';
import { onEnter } from './on-enter.ts';
import { title } from './title.ts';

const t = text.suspended;

/** Baskets that wait, and the one that is open to put beside them. */
export function suspendedView(model: RegisterModel): TemplateResult {
  const { suspended, sale } = model;
  return html`${header(model, null)}
    <main class="screen">
      ${title(model, { words: t.title, hint: suspended.ofStore.value ? t.ofStore : t.ofRegister })}
      <div class="cols waitings">
        <section class="panel finder scroll" aria-label=${t.list} tabindex="-1">
          ${
            suspended.waiting.value.length === 0
              ? html`<div class="notiles">${icon('bag')}<b>${t.empty}</b><span>${t.emptyHint}</span></div>`
              : html`<ul class="picks">${repeat(
                  suspended.waiting.value,
                  ({ id }) => id,
                  (one) => pick(model, one),
                )}</ul>`
          }
        </section>
        <section class="panel aside" aria-label=${t.putAsideTitle}>
          ${sale.empty.value ? html`<div class="notiles">${icon('bag')}<b>${t.nothingOpen}</b><span>${t.nothingOpenHint}</span></div>` : putAside(model)}
          ${messageLine(model)}
        </section>
      </div>
    </main>`;
}

function pick({ suspended, state }: RegisterModel, one: SuspendedSummary): TemplateResult {
  const { timeZone, terminal } = state.value;
  const where = one.terminal === terminal ? nothing : html`<small>${text.app.till(one.terminal)}</small>`;
  return html`<li>
    <button
      class="pick"
      type="button"
      data-testid="suspended-entry"
      data-id=${one.id}
      aria-disabled=${suspended.busy.value ? 'true' : nothing}
      @click=${() => void suspended.recall(one.id)}
    >
      <span><b dir="auto">${one.note ?? t.lines(one.lineCount)}</b><b class="money">${formatMoney(one.grossMinor, one.currency)}</b></span>
      <span>
        <small>${formatTime(one.suspendedAt, timeZone)}, ${t.by(one.employee)}</small>
        ${where}<small>${one.note === null ? nothing : t.lines(one.lineCount)}</small>
      </span>
    </button>
  </li>`;
}

function putAside({ suspended, state }: RegisterModel): TemplateResult {
  const { cart, currency } = state.value;
  return html`<div class="pad stack">
    <h2 class="sheettitle">${t.putAsideTitle}</h2>
    <p class="muted">${t.putAsideHint}</p>
    <label class="bigfield">
      <span>${t.note}</span>
      <input
        id="suspend-note"
        class="field"
        data-testid="suspend-note"
        maxlength="100"
        autocomplete="off"
        .value=${live(suspended.note.value)}
        @input=${(event: InputEvent) => {
          suspended.note.value = (event.target as HTMLInputElement).value;
        }}
        @keydown=${onEnter(() => void suspended.suspend())}
      />
    </label>
    <button class="btn primary huge spread" type="button" data-testid="suspend" @click=${() => void suspended.suspend()}>
      <span>${t.putAsideNow}</span><span class="money">${formatMoney(cart.priced.totals.grossMinor, currency)}</span>
    </button>
  </div>`;
}
