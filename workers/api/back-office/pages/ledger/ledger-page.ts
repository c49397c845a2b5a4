import { computed } from '@preact/signals-core';
import { html, nothing, type TemplateResult } from 'lit-html';
import { get, type Page as List } from '../../app/api.ts';
import type { Balances, EntryRow, SuspenseRow } from '../../app/book-rows.ts';
import { search } from '../../app/navigation.ts';
import { overview, storeName } from '../../app/overview.ts';
import type { Page, Scope } from '../../app/page.ts';
import { readQuery } from '../../app/query.ts';
import { urls } from '../../app/routes.ts';
import { type TypedQuery, typedQuery } from '../../app/typed-query.ts';
import { day, moment } from '../../parts/dates.ts';
import { inputField, selectField } from '../../parts/field.ts';
import { amount, money } from '../../parts/money.ts';
import { empty, loaded } from '../../parts/notices.ts';
import { pageHead } from '../../parts/page-head.ts';
import { panel } from '../../parts/panel.ts';
import { verdict } from '../../parts/status.ts';
import { type Column, table } from '../../parts/table.ts';
import { type AccountNames, accountName, noNames } from './account-name.ts';
import { loadAccountNames } from './load-account-names.ts';
import { type TrialBalance, trialBalances } from './trial-balance.ts';

const names = ['store', 'from', 'to'] as const;
type Name = (typeof names)[number];
type Filter = Readonly<Record<Name, string>>;
const TYPING_MS = 300;

/** Balances by account, and whether debits equal credits, in words. */
export function ledgerPage(scope: Scope): Page {
  const filter = computed(() => readQuery(search.value, names));
  const source = scope.resource((signal) => get<Balances>('/v1/ledger/balances', filter.value, signal));
  const typed = typedQuery(scope, urls.ledger, filter);
  const accountNames = scope.resource(loadAccountNames);
  const suspense = scope.resource((signal) => get<List<SuspenseRow>>('/v1/suspense', {}, signal));
  return {
    title: () => 'Ledger',
    view: () => html`${pageHead({ title: 'Ledger', sub: spanWords(filter.value) })}
      ${toolbar(typed)}
      ${loaded(source, 'the ledger', ({ accounts }) => balances(trialBalances(accounts), accountNames.state.value.value ?? noNames))}
      ${panel(
        {
          title: 'Suspense',
          hint: 'records that could not be understood; they are kept as they came',
          id: 'suspense',
          testId: 'suspense',
        },
        loaded(suspense, 'suspense', suspended, 2),
      )}`,
  };
}

function spanWords({ store, from, to }: Filter): TemplateResult {
  const span =
    from && to
      ? `${day(from)} to ${day(to)}`
      : from
        ? `from ${day(from)}`
        : to
          ? `up to ${day(to)}`
          : 'all business days';
  return html`<span>${store ? storeName(store) : 'All stores'}, ${span}</span>`;
}

function toolbar(typed: TypedQuery<Name>): TemplateResult {
  const stores = overview().state.value.value?.stores ?? [];
  const days = [
    ['from', 'From day'],
    ['to', 'To day'],
  ] as const;
  return html`<form class="toolbar" aria-label="Filter the ledger" @submit=${(event: Event) => event.preventDefault()}>
    ${selectField({
      id: 'filter-store',
      label: 'Store',
      value: typed.of('store'),
      options: [['', 'All stores'], ...stores.map(({ store, name }) => [store, name] as const)],
      onInput: (store) => typed.change('store', store),
    })}
    ${days.map(([name, label]) =>
      inputField({
        id: `filter-${name}`,
        label,
        type: 'date',
        value: typed.of(name),
        onInput: (value) => typed.change(name, value, TYPING_MS),
      }),
    )}
    ${
      names.some((name) => typed.of(name) !== '')
        ? html`<button class="btn quiet" type="button" @click=${typed.clear}>Clear</button>`
        : nothing
    }
  </form>`;
}

function balances(all: readonly TrialBalance[], accountNames: AccountNames): TemplateResult {
  if (all.length === 0) {
    return html`<section class="panel">${empty(
      'book',
      'Nothing is booked here',
      'Every sale and return that is received is booked by itself, with debits and credits.',
      html`<a class="btn" href=${urls.sales}>See sales received</a>`,
    )}</section>`;
  }
  return html`<div class="stack l">${all.map(
    (balance) =>
      html`${balanceVerdict(balance)}${panel(
        {
          title: `Trial balance, ${balance.currency}`,
          hint: 'minus is credit',
          testId: `balance-${balance.currency}`,
        },
        balanceTable(balance, accountNames),
      )}`,
  )}</div>`;
}

function balanceVerdict({ currency, debitMinor, creditMinor, balanced }: TrialBalance): TemplateResult {
  if (balanced)
    return verdict('ok', `Debits equal credits: ${money(debitMinor, currency)} on both sides.`, {
      detail: 'Every transaction was booked with entries that balance.',
    });
  const apart = money(Math.abs(debitMinor - creditMinor), currency);
  return verdict('bad', `Debits and credits are ${apart} apart.`, {
    detail: `Debits are ${money(debitMinor, currency)}, credits ${money(creditMinor, currency)}. The books can be built again from the journals.`,
  });
}

function balanceTable(balance: TrialBalance, accountNames: AccountNames): TemplateResult {
  const { currency, accounts, debitMinor, creditMinor } = balance;
  const columns: readonly Column<EntryRow>[] = [
    {
      head: 'Account',
      rowHead: true,
      nowrap: true,
      cell: ({ account }) => accountName(account, accountNames),
      foot: 'Sum',
    },
    {
      head: 'Key',
      low: true,
      cell: ({ account }) => html`<span class="mono muted">${account}</span>`,
      foot: '',
    },
    {
      head: 'Debit',
      numeric: true,
      cell: (entry) => amount(entry.debitMinor, currency),
      foot: amount(debitMinor, currency),
    },
    {
      head: 'Credit',
      numeric: true,
      cell: (entry) => amount(entry.creditMinor, currency),
      foot: amount(creditMinor, currency),
    },
    {
      head: 'Balance',
      numeric: true,
      cell: (entry) => html`<strong>${amount(entry.debitMinor - entry.creditMinor, currency)}</strong>`,
      foot: amount(debitMinor - creditMinor, currency),
    },
  ];
  return table({
    caption: `Trial balance, ${currency}`,
    columns,
    rows: accounts,
    key: ({ account }) => account,
    compact: true,
  });
}

function suspended({ items, next }: List<SuspenseRow>): TemplateResult {
  if (items.length === 0)
    return empty(
      'ok',
      'Nothing in suspense',
      'Every record that was received could be understood and was booked.',
    );
  const columns: readonly Column<SuspenseRow>[] = [
    { head: 'Record', rowHead: true, nowrap: true, cell: ({ id }) => html`<span class="mono">${id}</span>` },
    { head: 'Kind', cell: ({ kind }) => kind },
    { head: 'Why', cell: ({ reason }) => reason },
    { head: 'Received', nowrap: true, low: true, cell: ({ postedAt }) => moment(postedAt) },
  ];
  return html`${table({ caption: 'Suspense', columns, rows: items, key: ({ id }) => id, compact: true })}
    ${next === null ? nothing : html`<footer class="pager">The first ${items.length} are shown.</footer>`}`;
}
