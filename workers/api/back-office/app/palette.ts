import { computed, signal } from '@preact/signals-core';
import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { presence } from '../pages/registers/register-status.ts';
import { type IconName, icon } from '../parts/icon.ts';
import { get, type Page } from './api.ts';
import type { ProductRow } from './master-rows.ts';
import { navigate } from './navigation.ts';
import { known } from './overview.ts';
import { publishNow } from './publish.ts';
import { urls } from './routes.ts';
import { signOut } from './session.ts';

interface Choice {
  readonly group: string;
  readonly label: string;
  readonly note?: string;
  readonly picture: IconName;
  readonly act: () => unknown;
}

const PRODUCTS_MAX = 6;
const TYPING_MS = 180;

const query = signal('');
const selected = signal(0);
const products = signal<readonly ProductRow[]>([]);
let typing: ReturnType<typeof setTimeout> | undefined;

const pages: readonly (readonly [string, string, IconName])[] = [
  ['Home', urls.home, 'home'],
  ['Products', urls.products, 'tag'],
  ['Stores and registers', urls.registers, 'register'],
  ['Sales received', urls.sales, 'receipt'],
  ['Distribution', urls.distribution, 'down'],
  ['Ledger', urls.ledger, 'book'],
  ['Import and export', urls.exchange, 'file'],
];

/** What needs somebody first, then what was found, then pages, then commands. */
const choices = computed<readonly Choice[]>(() => {
  const words = query.value.trim().toLowerCase();
  const registers = (known.value?.registers ?? []).map((register) => {
    const missing = presence(register.state) !== 'connected';
    return {
      group: missing ? 'Not connected' : 'Registers',
      label: `${register.storeName}, ${register.name}`,
      note: register.id,
      picture: 'register' as const,
      act: () => navigate(urls.register(register.id)),
    };
  });
  const found = products.value.map(({ sku, name }) => ({
    group: 'Products',
    label: name,
    note: sku,
    picture: 'tag' as const,
    act: () => navigate(urls.product(sku)),
  }));
  const all: readonly Choice[] = [
    ...registers.filter(({ group }) => group === 'Not connected').slice(0, words ? undefined : 4),
    ...(words ? registers.filter(({ group }) => group === 'Registers') : []),
    ...pages.map(([label, url, picture]) => ({ group: 'Go to', label, picture, act: () => navigate(url) })),
    { group: 'Do', label: 'Publish changes now', picture: 'send', act: publishNow },
    { group: 'Do', label: 'Sign out', picture: 'signOut', act: () => signOut() },
  ];
  const fitting = all.filter(({ label, note }) => `${label} ${note ?? ''}`.toLowerCase().includes(words));
  if (words === '') return fitting;
  const receipt = query.value.trim();
  const lookUp: Choice = {
    group: 'Look up',
    label: `Receipt ${receipt}`,
    picture: 'receipt',
    act: () => navigate(`${urls.sales}?${new URLSearchParams({ receiptId: receipt })}`),
  };
  return [...found, ...fitting, lookUp];
});

export function openPalette(): void {
  const dialog = document.querySelector<HTMLDialogElement>('dialog.palette');
  if (!dialog || dialog.open) return;
  query.value = '';
  selected.value = 0;
  products.value = [];
  dialog.showModal();
}

export function startPalette(): void {
  document.addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'k') return;
    event.preventDefault();
    openPalette();
  });
}

export function palette(): TemplateResult {
  const shown = choices.value;
  return html`<dialog class="palette" aria-label="Search and commands" @click=${closeOnBackdrop}>
    <div class="q">
      ${icon('search')}
      <input type="text" role="combobox" aria-expanded="true" aria-controls="palette-options" aria-autocomplete="list"
        aria-activedescendant="palette-${selected.value}" autocomplete="off" spellcheck="false" autofocus
        aria-label="Search products, registers, receipts, pages and commands" data-testid="palette-query"
        placeholder="Product, register, receipt number or command"
        .value=${live(query.value)} @input=${type} @keydown=${move}>
      <kbd>Esc</kbd>
    </div>
    <div class="options" role="listbox" id="palette-options" aria-label="Choices" tabindex="-1">
      ${shown.map((choice, index) => {
        const first = shown[index - 1]?.group !== choice.group;
        return html`${first ? html`<h2 role="presentation">${choice.group}</h2>` : nothing}
          <div role="option" id="palette-${index}" aria-selected=${index === selected.value ? 'true' : 'false'} @click=${() => choose(choice)}>
            ${icon(choice.picture)}<span>${choice.label}</span>${choice.note ? html`<span class="push">${choice.note}</span>` : nothing}
          </div>`;
      })}
    </div>
    <footer><span><kbd>↑</kbd> <kbd>↓</kbd> move</span><span><kbd>Enter</kbd> open</span></footer>
  </dialog>`;
}

function type(event: Event): void {
  query.value = (event.target as HTMLInputElement).value;
  selected.value = 0;
  clearTimeout(typing);
  const words = query.value.trim();
  if (words === '') products.value = [];
  else typing = setTimeout(() => void find(words), TYPING_MS);
}

async function find(words: string): Promise<void> {
  const page = await get<Page<ProductRow>>('/v1/products', { search: words, limit: PRODUCTS_MAX }).catch(
    () => null,
  );
  if (page && query.peek().trim() === words) products.value = page.items;
}

function move(event: KeyboardEvent): void {
  const { length } = choices.value;
  if (event.key === 'ArrowDown') selected.value = (selected.value + 1) % length;
  else if (event.key === 'ArrowUp') selected.value = (selected.value + length - 1) % length;
  else if (event.key === 'Enter') {
    const choice = choices.value[selected.value];
    if (choice) choose(choice);
  } else return;
  event.preventDefault();
  queueMicrotask(() =>
    document.getElementById(`palette-${selected.value}`)?.scrollIntoView({ block: 'nearest' }),
  );
}

function choose(choice: Choice): void {
  document.querySelector<HTMLDialogElement>('dialog.palette')?.close();
  choice.act();
}

function closeOnBackdrop(event: Event): void {
  if (event.target === event.currentTarget) (event.currentTarget as HTMLDialogElement).close();
}
