import { computed } from '@preact/signals-core';
import { html, type TemplateResult } from 'lit-html';
import type { ChangeRequestSummary } from '../../../../../protocol/change-requests.ts';
import { get, type Page as List } from '../../app/api.ts';
import { placeState, search } from '../../app/navigation.ts';
import type { Page, Scope } from '../../app/page.ts';
import { readQuery, withQuery } from '../../app/query.ts';
import { urls } from '../../app/routes.ts';
import { trailOf } from '../../parts/cursor-trail.ts';
import { moment } from '../../parts/dates.ts';
import { empty, loaded } from '../../parts/notices.ts';
import { pageHead } from '../../parts/page-head.ts';
import { pager } from '../../parts/pager.ts';
import { counted } from '../../parts/quantity.ts';
import { status } from '../../parts/status.ts';
import { type Column, table } from '../../parts/table.ts';
import { tabs } from '../../parts/tabs.ts';
import { rowsText, stateWords } from './request-words.ts';

const LIMIT = 25;
const views = [
  ['waiting', 'Waiting'],
  ['draft', 'Drafts'],
  ['approved', 'Approved'],
  ['failed', 'Failed'],
  ['published', 'Published'],
  ['all', 'All'],
] as const;

/** Change requests by where they stand; what waits for somebody first. */
export function approvalsPage(scope: Scope): Page {
  const query = computed(() => readQuery(search.value, ['state', 'cursor']));
  const view = computed(() => views.find(([state]) => state === query.value.state)?.[0] ?? 'waiting');
  const source = scope.resource((signal) => {
    const state = view.value === 'all' ? undefined : view.value;
    const { cursor } = query.value;
    return get<List<ChangeRequestSummary>>('/v1/change-requests', { state, cursor, limit: LIMIT }, signal);
  });
  scope.every(10_000, () => source.refresh());

  const list = (page: List<ChangeRequestSummary>, busy: boolean): TemplateResult => {
    if (page.items.length === 0)
      return empty(
        'check',
        view.value === 'waiting' ? 'Nothing waits for approval' : 'There is none',
        'Drafts are made where prices and offers are changed, and through the API.',
      );
    const { cursor } = query.value;
    return html`${table({
      caption: 'Change requests',
      columns,
      rows: page.items,
      key: ({ id }) => id,
      busy,
      testId: 'requests',
    })}
    ${pager({
      trail: trailOf(placeState.value, cursor),
      cursor,
      next: page.next,
      urlAt: (at) => withQuery(urls.approvals, { state: view.value, cursor: at }),
      shown: counted(page.items.length, 'request'),
    })}`;
  };
  return {
    title: () => 'Approvals',
    view: () => html`${pageHead({
      title: 'Approvals',
      sub: 'Nobody approves a change that they had a hand in',
    })}
      ${tabs(
        'Requests by where they stand',
        views.map(([state, label]) => ({
          ...{ label, isHere: view.value === state, testId: `view-${state}` },
          url: withQuery(urls.approvals, { state }),
        })),
      )}
      <section class="panel" aria-label="Change requests">${loaded(source, 'change requests', (page, { loading }) => list(page, loading), 6)}</section>`,
  };
}

const columns: readonly Column<ChangeRequestSummary>[] = [
  {
    head: 'Change',
    rowHead: true,
    cell: ({ id, title, rows }) =>
      html`<a href=${urls.approval(id)}>${title}</a><span class="sub">${rowsText(rows)}</span>`,
  },
  {
    head: 'State',
    cell: ({ state, own }) => {
      const { tone, words, picture } = stateWords[state];
      return html`${status(tone, words, picture)}${own && state === 'waiting' ? html`<span class="sub">yours: somebody else decides</span>` : ''}`;
    },
  },
  {
    head: 'By',
    low: true,
    cell: ({ proposedBy, submittedAt, createdAt }) =>
      html`${proposedBy.name}<span class="sub">${moment(submittedAt ?? createdAt)}</span>`,
  },
  {
    head: 'Published',
    low: true,
    nowrap: true,
    cell: ({ publishAt, publishedAt }) =>
      publishedAt ? moment(publishedAt) : publishAt ? `at ${moment(publishAt)}` : 'when approved',
  },
];
