import { signal } from '@preact/signals-core';
import { html, nothing, type TemplateResult } from 'lit-html';
import { presence } from '../pages/registers/register-status.ts';
import { clock } from '../parts/dates.ts';
import { brandSign, type IconName, icon } from '../parts/icon.ts';
import { counted } from '../parts/quantity.ts';
import { status } from '../parts/status.ts';
import { askDialog } from './ask.ts';
import { route } from './navigation.ts';
import { known } from './overview.ts';
import { openPalette, palette } from './palette.ts';
import { type Route, urls } from './routes.ts';
import { type Admin, signOut } from './session.ts';
import { toastRegion } from './toast.ts';

type Item = readonly [page: Route['page'], label: string, url: string, picture: IconName];

const sections: readonly { readonly head: string; readonly items: readonly Item[] }[] = [
  {
    head: '',
    items: [
      ['home', 'Home', urls.home, 'home'],
      ['approvals', 'Approvals', urls.approvals, 'check'],
    ],
  },
  {
    head: 'Range and prices',
    items: [
      ['products', 'Products', urls.products, 'tag'],
      ['offers', 'Offers', urls.offers, 'percent'],
      ['simulator', 'Price simulator', urls.simulator, 'beaker'],
      ['exchange', 'Import and export', urls.exchange, 'file'],
    ],
  },
  {
    head: 'In the stores',
    items: [
      ['registers', 'Registers', urls.registers, 'register'],
      ['sales', 'Sales received', urls.sales, 'receipt'],
      ['distribution', 'Distribution', urls.distribution, 'down'],
    ],
  },
  { head: 'Books', items: [['ledger', 'Ledger', urls.ledger, 'book']] },
  { head: 'System', items: [['audit', 'Audit log', urls.audit, 'history']] },
];

/** Pages that stand below an item of the side bar. */
const parents: Partial<Record<Route['page'], Route['page']>> = {
  register: 'registers',
  product: 'products',
  sale: 'sales',
  offer: 'offers',
  newOffer: 'offers',
  approval: 'approvals',
};

export const menuOpen = signal(false);
const now = signal(new Date());
setInterval(() => {
  now.value = new Date();
}, 15_000);

/** The frame of every page of a session: side bar, top bar, the page, messages. */
export function shell(admin: Admin, content: TemplateResult): TemplateResult {
  const attention = known.value?.registers.filter(({ state }) => presence(state) !== 'connected').length ?? 0;
  return html`<a class="skip" href="#content">Skip to content</a>
    <div class="app" @keydown=${closeOnEscape}>
      ${sideBar(attention)}
      <div class="main">
        ${topBar(admin, attention)}
        <main class="page" id="content" tabindex="-1">${content}</main>
      </div>
    </div>
    ${toastRegion()}${askDialog()}${palette()}`;
}

function sideBar(attention: number): TemplateResult {
  const overview = known.value;
  const here = parents[route.value.page] ?? route.value.page;
  return html`<nav class="side ${menuOpen.value ? 'open' : ''}" id="nav" aria-label="Main">
    <div class="side-head">
      <a class="brand" href=${urls.home}>${brandSign()}<span class="lbl">evertill</span></a>
      <button class="iconbtn menu-close" type="button" aria-label="Close menu" @click=${closeMenu}>${icon('x', 'l')}</button>
    </div>
    ${sections.map(
      ({ head, items }) => html`${head ? html`<h2>${head}</h2>` : nothing}
        <ul>${items.map(([page, label, url, picture]) => {
          const hot = page === 'registers' && attention > 0;
          return html`<li><a href=${url} title=${label} data-testid="nav-${page}" aria-current=${here === page ? 'page' : nothing}>
            ${icon(picture)}<span class="lbl">${label}</span>
            ${hot ? html`<span class="count hot">${attention}<span class="sr"> not connected</span></span>` : nothing}
          </a></li>`;
        })}</ul>`,
    )}
    <div class="side-foot">${
      overview
        ? html`${counted(overview.stores.length, 'store')}, ${counted(overview.registers.length, 'register')}`
        : nothing
    }</div>
  </nav>`;
}

function topBar(admin: Admin, attention: number): TemplateResult {
  return html`<header class="top">
    <button class="iconbtn menu-open" type="button" aria-label="Menu" aria-expanded=${menuOpen.value ? 'true' : 'false'}
      aria-controls="nav" @click=${openMenu}>${icon('menu', 'l')}</button>
    <button class="palette-open" type="button" data-testid="open-palette" @click=${openPalette}>
      ${icon('search')}<span>Search or jump to</span><kbd class="push">Ctrl K</kbd>
    </button>
    <div class="top-end">
      ${
        attention > 0
          ? html`<a class="wide" href=${urls.registers}>${status('warn', `${counted(attention, 'register')} not connected`)}</a>`
          : nothing
      }
      <span class="wide wide-only">${clock(now.value)}</span>
      <span class="who"><span class="mono-id" aria-hidden="true">${initials(admin.name)}</span><span class="lbl" data-testid="who">${admin.name}${
        admin.role === 'viewer' ? ', reads only' : nothing
      }</span></span>
      <button class="iconbtn" type="button" data-testid="sign-out" aria-label="Sign out" title="Sign out" @click=${() => signOut()}>${icon('signOut')}</button>
    </div>
  </header>`;
}

function openMenu(): void {
  menuOpen.value = true;
  queueMicrotask(() => document.querySelector<HTMLElement>('.menu-close')?.focus());
}

function closeMenu(): void {
  menuOpen.value = false;
  document.querySelector<HTMLElement>('.menu-open')?.focus();
}

function closeOnEscape(event: KeyboardEvent): void {
  if (event.key === 'Escape' && menuOpen.value) closeMenu();
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return words
    .slice(0, 2)
    .map((word) => word.slice(0, 1).toUpperCase())
    .join('');
}
