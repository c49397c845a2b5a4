import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { formatQuantity } from '../model/format.ts';
import { text } from '../model/messages-ui.ts';
import type { SyncState } from '../model/register-host.ts';
import type { RegisterModel } from '../model/register-model.ts';
import { type IconName, icon, logo } from './icons.ts';
import { loadedPercent } from './loading-bar.ts';
import { menu } from './menu.ts';
import { onEnter } from './on-enter.ts';

/** What the field for codes is for on this screen. */
export interface FindField {
  readonly placeholder: string;
  readonly value: string;
  readonly typed: (text: string) => void;
  readonly submit: () => void;
}

const signs: Record<'online' | 'offline' | 'manual', IconName> = {
  online: 'online',
  offline: 'offline',
  manual: 'plug',
};

/** The bar on top of every screen; `find` where the screen takes codes. */
export function header(model: RegisterModel, find: FindField | null): TemplateResult {
  const { phase, terminal, storeName, store } = model.state.value;
  const known = terminal !== null;
  return html`<header class=${find ? 'bar' : 'bar title-only'}>
    <div class="brand">
      ${logo}
      <div>
        <b>${known ? text.app.till(terminal) : text.app.name}</b>
        <span dir="auto">${known ? (storeName ?? store) : text.app.register}</span>
      </div>
    </div>
    ${find ? findField(model, find) : html`<div class="push"></div>`}
    ${known && phase !== 'failed' ? connection(model) : nothing}
    ${phase === 'ready' ? menu(model) : nothing}
  </header>`;
}

function findField(model: RegisterModel, { placeholder, value, typed, submit }: FindField): TemplateResult {
  const quantity = model.sale.nextQuantity.value;
  return html`<div class="find" role="search">
    ${icon('scan')}
    <input
      id="scan"
      data-testid="scan"
      type="text"
      aria-label=${placeholder}
      placeholder=${placeholder}
      autocomplete="off"
      autocapitalize="off"
      spellcheck="false"
      enterkeyhint="enter"
      .value=${live(value)}
      @input=${(event: InputEvent) => typed((event.target as HTMLInputElement).value)}
      @keydown=${onEnter(submit)}
    />
    ${quantity === null ? html`<kbd aria-hidden="true">F2</kbd>` : html`<span class="chip accent next num">${formatQuantity(quantity)} ×</span>`}
  </div>`;
}

/** How much of the products has come, while the first ones are on their way and sales go on. */
function arriving({ loading, versions }: SyncState): TemplateResult | typeof nothing {
  if (!loading || !Object.values(versions).includes(0)) return nothing;
  return html`<span data-testid="arriving"><span class="lbl">${text.loading.products}</span> <b class="num">${loadedPercent(loading)}%</b></span>`;
}

/** One button to the sync window: state, last sync and its age, records waiting. */
function connection({ state, sync }: RegisterModel): TemplateResult {
  const { connection, waiting } = state.value.sync;
  const manual = connection === 'manual';
  const ready = state.value.phase === 'ready';
  const late = sync.late.value;
  return html`
    <button
      class="conn"
      type="button"
      data-state=${connection}
      data-testid="connection"
      title=${text.connection.title}
      aria-disabled=${ready ? nothing : 'true'}
      @click=${() => ready && sync.open()}
    >
      <span class="state">${icon(signs[connection])}<span data-testid="connection-state">${connection}</span></span>
      <span class=${late ? 'late' : ''}>
        ${late ? icon('late') : nothing}<span class="lbl">${text.connection.lastSync}</span>
        <b><time data-testid="last-sync">${sync.lastSync.value}</time></b>
        <span class="age" data-testid="data-age">${sync.age.value}</span>
      </span>
      ${arriving(state.value.sync)}
      <span>${icon('upload')}<b class="num" data-testid="waiting-count">${waiting}</b><span class="lbl">${text.connection.waiting}</span></span>
    </button>
    <button class="btn toggle" type="button" data-testid="connect-toggle" @click=${() => sync.toggleConnection()}>
      ${icon('plug')}<span class="lbl">${manual ? text.connection.connect : text.connection.disconnect}</span>
    </button>
  `;
}
