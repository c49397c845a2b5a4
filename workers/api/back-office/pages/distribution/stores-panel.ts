import { signal } from '@preact/signals-core';
import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { type Overview, overview } from '../../app/overview.ts';
import { pausePackages, resumePackages } from '../../app/package-orders.ts';
import { urls } from '../../app/routes.ts';
import { age, moment } from '../../parts/dates.ts';
import { icon } from '../../parts/icon.ts';
import { empty, loaded } from '../../parts/notices.ts';
import { panel } from '../../parts/panel.ts';
import { counted } from '../../parts/quantity.ts';
import { status } from '../../parts/status.ts';
import { type Column, table } from '../../parts/table.ts';
import { type StoreStand, storeStands } from './store-stand.ts';

const SHOWN = 12;

/** How far behind each store is, and the lever that holds its packages. */
export function storesPanel(): () => TemplateResult {
  const words = signal('');
  const content = ({ stores, registers }: Overview): TemplateResult => {
    const stands = storeStands(stores, registers);
    if (stands.length === 0)
      return empty('register', 'No register yet', 'Stores stand here as soon as they have registers.');
    const typed = words.value.trim().toLowerCase();
    const found = stands.filter(({ store, name }) => `${store} ${name}`.toLowerCase().includes(typed));
    const shown = found.slice(0, SHOWN);
    return html`${
      stands.length > SHOWN
        ? html`<form class="toolbar inset" role="search" @submit=${(event: Event) => event.preventDefault()}>
            <label class="search search-field full"><span class="sr">Find a store</span>${icon('search')}
              <input type="search" data-testid="find-store" placeholder="Name or id of a store" autocomplete="off" spellcheck="false" .value=${live(words.value)}
                @input=${(event: Event) => {
                  words.value = (event.target as HTMLInputElement).value;
                }}></label></form>`
        : nothing
    }
    ${
      shown.length === 0
        ? empty(
            'search',
            `No store has “${words.value.trim()}” in its name or id`,
            'Only stores with registers are listed.',
          )
        : table({ caption: 'Stores', columns, rows: shown, key: ({ store }) => store, compact: true })
    }
    ${found.length > shown.length ? html`<footer>${shown.length} of ${counted(found.length, 'store')}; type a name to find the others</footer>` : nothing}`;
  };
  return () =>
    panel(
      { title: 'Stores', hint: 'those that need a look first', testId: 'stores' },
      loaded(overview(), 'stores', content),
    );
}

const columns: readonly Column<StoreStand>[] = [
  {
    head: 'Store',
    rowHead: true,
    cell: ({ store, name, paused }) =>
      html`<a href=${urls.registers}>${name}</a><span class="sub mono">${store}</span>${
        paused ? html`<span class="phone-only"><span class="sub">Packages paused</span></span>` : nothing
      }`,
  },
  { head: 'Registers', cell: standing },
  { head: 'Packages', low: true, cell: packages },
  {
    head: '',
    numeric: true,
    cell: ({ store, name, paused }) =>
      paused
        ? html`<button class="linkbtn" type="button" data-testid="resume-${store}" aria-label="Resume ${name}"
            @click=${() => resumePackages({ store }, name)}>Resume</button>`
        : html`<button class="linkbtn" type="button" data-testid="pause-${store}" aria-label="Pause ${name}"
            @click=${() => pausePackages({ store }, name)}>Pause</button>`,
  },
];

function standing(stand: StoreStand): TemplateResult {
  const { registers, seen, current, behindSince, withProblems } = stand;
  const figure = `${current} of ${registers} up to date`;
  if (withProblems > 0) return status('bad', `${counted(withProblems, 'register')} with a problem`);
  if (behindSince !== null)
    return html`${status('warn', figure, 'clock')}<span class="sub">behind for ${age(behindSince, new Date())}</span>`;
  return seen < registers
    ? html`${status('off', figure)}<span class="sub">${registers - seen} not seen yet</span>`
    : status('ok', figure);
}

function packages({ paused, pausedRegisters }: StoreStand): TemplateResult {
  if (paused)
    return html`${status('off', 'Paused', 'pause')}<span class="sub wrap">since ${moment(paused.since)} by ${paused.by}: ${paused.reason}</span>`;
  if (pausedRegisters > 0) return status('off', `${counted(pausedRegisters, 'register')} paused`, 'pause');
  return status('ok', 'Sent');
}
