import { html, nothing, type TemplateResult } from 'lit-html';
import { text } from '../model/messages-ui.ts';
import type { RegisterModel } from '../model/register-model.ts';
import type { View } from '../model/register-model-core.ts';
import { type IconName, icon } from './icons.ts';

interface News {
  readonly tone: 'done' | 'info' | 'error' | 'calm';
  readonly sign: IconName;
  readonly words: TemplateResult | string;
  readonly action?: TemplateResult;
}

/** The one place for news, on every screen: its height never changes, so nothing moves when something is said. */
export function messageLine(model: RegisterModel): TemplateResult {
  const { tone, sign, words, action } = news(model);
  const isError = tone === 'error';
  return html`<div class="say ${tone}" data-testid="message">
    ${icon(sign)}
    <div class="words">
      <p role="status">${isError ? nothing : words}</p>
      <p role="alert">${isError ? words : nothing}</p>
    </div>
    ${action ?? nothing}
  </div>`;
}

function news(model: RegisterModel): News {
  const message = model.message.value;
  if (!message) return standing(model);
  const line = message.line ? model.lines.all.value.find((one) => one.line === message.line) : undefined;
  const words = line ? html`${message.text} <b dir="auto">${line.name}</b>` : message.text;
  switch (message.tone) {
    case 'done':
      return { tone: 'done', sign: 'check', words };
    case 'error':
      return { tone: 'error', sign: 'late', words };
    case 'info':
      return { tone: 'info', sign: 'info', words };
    case 'ask':
      return { tone: 'calm', sign: 'trash', words, action: voidQuestion(model) };
  }
}

function voidQuestion({ sale, say }: RegisterModel): TemplateResult {
  return html`<span class="row push">
    <button class="btn" type="button" @click=${() => say(null)}>${text.sale.keep}</button>
    <button class="btn danger" type="button" data-testid="void-sale-confirm" @click=${() => sale.voidSale()}>${text.sale.voidNow}</button>
  </span>`;
}

/** What is true all the time: shown while nothing has just happened. */
function standing({ state, view, sale, sync, price, discount }: RegisterModel): News {
  const { connection } = state.value.sync;
  const onSale = view.value === 'sale';
  if (onSale && sale.returning.value) {
    const stop = html`<button class="btn plain push" type="button" @click=${sale.stopReturn}>${text.sale.stopReturning} <kbd aria-hidden="true">Esc</kbd></button>`;
    return { tone: 'calm', sign: 'undo', words: html`<b>${text.sale.returning}</b>`, action: stop };
  }
  if (connection !== 'online') {
    const lead = connection === 'manual' ? text.sale.manual : text.sale.offline;
    return {
      tone: 'calm',
      sign: connection === 'manual' ? 'plug' : 'offline',
      words: html`<b>${lead}</b> ${text.sale.offlineMore}`,
    };
  }
  if (sync.updateReady.value) return { tone: 'info', sign: 'download', words: text.sale.updateReady };
  return {
    tone: 'info',
    sign: 'info',
    words: price.line.value
      ? text.price.hint
      : discount.target.value
        ? text.discount.hint
        : hint(view.value, sale.empty.value, state.value.employee?.name ?? ''),
  };
}

function hint(view: View, empty: boolean, employee: string): string {
  if (view === 'sale') return empty ? text.sale.signedOn(employee) : text.sale.idle;
  return text.hints[view];
}
