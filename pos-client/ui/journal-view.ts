import { html, nothing, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { TransactionSummary } from '../../commerce/runtime/channel-port.ts';
import { formatMoney } from '../model/format.ts';
import { formatDate, formatTime } from '../model/format-time.ts';
import { text } from '../model/messages-ui.ts';
import type { RegisterModel } from '../model/register-model.ts';
import { header } from './header.ts';
import { icon } from './icons.ts';
import { messageLine } from './message-line.ts';
import { paper } from './paper.ts';
import { printShownPaper } from './print-paper.ts';
import { returnLines } from './return-lines.ts';
import { title } from './title.ts';

const t = text.journal;

/** What this register has sold: each receipt as paper, to print again, and to take goods of it back. */
export function journalView(model: RegisterModel): TemplateResult {
  const { journal, sale, state } = model;
  const find = {
    placeholder: text.app.scanReceipt,
    value: journal.typed.value,
    typed: (typed: string) => {
      journal.typed.value = typed;
    },
    submit: () => void journal.submit(),
  };
  const withoutReceipt = html`<button
    class="btn"
    type="button"
    data-testid="return-without-receipt"
    @click=${sale.startReturn}
  >${t.withoutReceipt}</button>`;
  const opened = journal.opened.value;
  return html`${header(model, find)}
    <main class="screen">
      ${title(model, { words: t.title, hint: t.hint, end: withoutReceipt })}
      <div class="cols returns">
        ${list(model)}
        <section class="panel taking" aria-labelledby="h-return">
          ${returnLines(model)} ${messageLine(model)}
        </section>
        <section class="panel totals refund" aria-label=${t.refund}>
          ${
            opened
              ? html`<div class="paperwrap small" tabindex="0" role="region" aria-label=${text.receipt.preview}>${paper(opened, state.value, true)}</div>
                <button class="btn" type="button" data-testid="reprint" @click=${printShownPaper}>${icon('printer')}${t.print}</button>`
              : nothing
          }
          <div class="grand">
            <span>${t.refund}</span><output data-testid="refund-total">${formatMoney(journal.refundMinor.value, state.value.currency)}</output>
          </div>
          <button
            class="btn primary huge spread"
            type="button"
            data-testid="take-back"
            aria-disabled=${journal.returnCount.value > 0 ? nothing : 'true'}
            @click=${() => void journal.takeBack()}
          >
            <span>${t.takeBack}</span><kbd aria-hidden="true">F9</kbd>
          </button>
        </section>
      </div>
    </main>`;
}

function list({ journal, state }: RegisterModel): TemplateResult {
  const { timeZone } = state.value;
  const currency = state.value.currency;
  const open = journal.opened.value?.receiptId;
  const pick = (one: TransactionSummary) => html`<li>
    <button
      class="pick"
      type="button"
      data-testid="journal-entry"
      data-receipt=${one.receiptId}
      aria-pressed=${one.receiptId === open ? 'true' : 'false'}
      @click=${() => void journal.openReceipt(one.receiptId)}
    >
      <span><b><bdi>${one.receiptId}</bdi></b><b class="money">${formatMoney(one.grossMinor, currency)}</b></span>
      <span>
        <small>${formatDate(one.concludedAt, timeZone)}, ${formatTime(one.concludedAt, timeZone)}</small>
        <small>${text.receipt.kinds[one.type]}</small>
      </span>
    </button>
  </li>`;
  return html`<section class="panel finder scroll" aria-label=${t.list} tabindex="-1">
    <ul class="picks">
      ${repeat(journal.list.value, (one) => one.receiptId, pick)}
    </ul>
    ${
      journal.list.value.length === 0
        ? html`<div class="notiles">${icon('journal')}<b>${t.empty}</b><span>${t.emptyHint}</span></div>`
        : nothing
    }
    ${journal.hasMore.value ? html`<div class="pad"><button class="btn wide" type="button" data-testid="journal-more" @click=${() => void journal.more()}>${t.more}</button></div>` : nothing}
  </section>`;
}
