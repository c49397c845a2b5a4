import { html, nothing, type TemplateResult } from 'lit-html';
import type { StoreRow } from '../../app/master-rows.ts';
import { type Overview, overview, type RegisterView } from '../../app/overview.ts';
import type { Page, Scope } from '../../app/page.ts';
import { urls } from '../../app/routes.ts';
import { icon } from '../../parts/icon.ts';
import { empty, loaded } from '../../parts/notices.ts';
import { pageHead } from '../../parts/page-head.ts';
import { panel } from '../../parts/panel.ts';
import { count, counted } from '../../parts/quantity.ts';
import { type Column, table } from '../../parts/table.ts';
import { activationDialog, issueActivationCode } from './activation-code.ts';
import { journalParts, presence } from './register-status.ts';
import { listsStatus, presenceStatus } from './register-words.ts';
import { editStoreName, storeNameForm } from './store-name.ts';

/** Every store with its registers: who is on the line, what waits there, and what is booked. */
export function registersPage(_scope: Scope): Page {
  const source = overview();
  return {
    title: () => 'Stores and registers',
    view: () => html`${pageHead({ title: 'Stores and registers', sub: summary(source.state.value.value) })}
      ${loaded(source, 'stores and registers', stores)}
      ${activationDialog()}`,
  };
}

function summary(value: Overview | undefined): TemplateResult | typeof nothing {
  if (!value) return nothing;
  const { registers } = value;
  const connected = registers.filter(({ state }) => presence(state) === 'connected').length;
  const waiting = registers.reduce((sum, { state }) => sum + (state?.report?.waiting ?? 0), 0);
  return html`<span>${connected} of ${counted(registers.length, 'register')} connected</span>
    <span>${waiting === 0 ? 'No records wait at a register' : `${counted(waiting, 'record')} ${waiting === 1 ? 'waits' : 'wait'} at registers`}</span>`;
}

function stores(value: Overview): TemplateResult {
  if (value.stores.length === 0) {
    return html`<section class="panel">${empty(
      'register',
      'No store yet',
      'Stores and registers are created through the API (PUT /v1/stores and /v1/registers). They appear here by themselves.',
    )}</section>`;
  }
  return html`<div class="stack l">${value.stores.map((store) => storePanel(store, value))}</div>`;
}

function storePanel(store: StoreRow, { registers, heads }: Overview): TemplateResult {
  const own = registers.filter((register) => register.store === store.store);
  const content =
    own.length === 0
      ? empty('register', 'No register yet', 'Registers are created through the API (PUT /v1/registers).')
      : table({
          caption: `Registers of ${store.name} (${store.store})`,
          columns: columns(heads),
          rows: own,
          key: ({ id }) => id,
          testId: `registers-${store.store}`,
        });
  return panel(
    {
      title: store.name,
      hint: html`Store <span class="mono">${store.store}</span>, ${store.country}, ${store.currency}`,
      links: html`<a href="${urls.sales}?store=${store.store}">Sales</a>
        <button class="linkbtn" type="button" data-testid="edit-store-${store.store}" @click=${() => editStoreName(store)}>Edit name</button>`,
      testId: `store-${store.store}`,
    },
    html`${storeNameForm(store)}${content}`,
  );
}

function columns(heads: Readonly<Record<string, number>>): readonly Column<RegisterView>[] {
  const sequence = (register: RegisterView, of: 'gatewaySeq' | 'hqSeq') =>
    register.state ? count(register.state[of]) : html`<span class="muted">none</span>`;
  return [
    {
      head: 'Register',
      rowHead: true,
      cell: (register) => html`<a href=${urls.register(register.id)}>${register.name}</a>
        <span class="sub">Terminal ${register.terminal}</span>${waitingOnPhone(register)}`,
    },
    { head: 'Connection', cell: presenceStatus },
    { head: 'Lists', low: true, cell: (register) => listsStatus(register, heads) },
    {
      head: 'Waiting there',
      numeric: true,
      low: true,
      cell: ({ state }) => {
        const waiting = state ? journalParts(state).waiting : 0;
        return waiting > 0 ? html`<strong>${count(waiting)}</strong>` : html`<span class="muted">0</span>`;
      },
    },
    {
      head: 'At the gateway',
      numeric: true,
      low: true,
      cell: (register) => sequence(register, 'gatewaySeq'),
    },
    { head: 'Booked', numeric: true, low: true, cell: (register) => sequence(register, 'hqSeq') },
    { head: 'Offline profile', low: true, cell: ({ offlineProfile }) => offlineProfile },
    {
      head: '',
      numeric: true,
      cell: (register) => html`<button class="btn sm" type="button" data-testid="issue-${register.id}"
        aria-label="Issue activation code for ${register.storeName}, ${register.name}"
        @click=${() => issueActivationCode(register)}>${icon('key', 's')}<span class="wide-only">Issue activation code</span></button>`,
    },
  ];
}

/** A phone has no room for the column of what waits. */
function waitingOnPhone({ state }: RegisterView): TemplateResult | typeof nothing {
  const waiting = state ? journalParts(state).waiting : 0;
  if (waiting === 0) return nothing;
  return html`<span class="phone-only"><span class="sub">${counted(waiting, 'record')} ${waiting === 1 ? 'waits' : 'wait'} there</span></span>`;
}
