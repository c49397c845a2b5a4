import { computed } from '@preact/signals-core';
import { html, nothing, type TemplateResult } from 'lit-html';
import type { AuditEntry } from '../../../../../protocol/audit.ts';
import { get, type Page as List } from '../../app/api.ts';
import { placeState, search } from '../../app/navigation.ts';
import type { Page, Scope } from '../../app/page.ts';
import { readQuery, trimmed, withQuery } from '../../app/query.ts';
import { urls } from '../../app/routes.ts';
import { typedQuery } from '../../app/typed-query.ts';
import { trailOf } from '../../parts/cursor-trail.ts';
import { moment } from '../../parts/dates.ts';
import { inputField } from '../../parts/field.ts';
import { empty, loaded } from '../../parts/notices.ts';
import { pageHead } from '../../parts/page-head.ts';
import { pager } from '../../parts/pager.ts';
import { counted } from '../../parts/quantity.ts';
import { type Column, table } from '../../parts/table.ts';
import { fieldChanges } from '../approvals/request-words.ts';

const LIMIT = 50;
const TYPING_MS = 300;
const names = ['noun', 'key', 'admin', 'request', 'from', 'to'] as const;

/** Who changed what, with old and new values. */
export function auditPage(scope: Scope): Page {
  const query = computed(() => readQuery(search.value, [...names, 'cursor']));
  const typed = typedQuery(scope, urls.audit, query);
  const source = scope.resource((signal) =>
    get<List<AuditEntry>>('/v1/audit', { ...trimmed(query.value), limit: LIMIT }, signal),
  );
  const filter = (name: (typeof names)[number], label: string, help?: string) =>
    inputField({
      ...{ id: `audit-${name}`, label, width: 'w3 half' },
      type: name === 'from' || name === 'to' ? 'date' : 'text',
      value: typed.of(name),
      onInput: (value) => typed.change(name, value, TYPING_MS),
      ...(help ? { help } : {}),
    });
  const list = (page: List<AuditEntry>, busy: boolean): TemplateResult => {
    if (page.items.length === 0)
      return empty(
        'history',
        'Nothing was changed so',
        'Every write stands here, with who did it and what was there before.',
      );
    const { cursor, ...filters } = trimmed(query.value);
    return html`${table({ caption: 'Changes', columns, rows: page.items, key: ({ id }) => id, busy, testId: 'audit' })}
    ${pager({
      trail: trailOf(placeState.value, cursor),
      cursor,
      next: page.next,
      urlAt: (at) => withQuery(urls.audit, { ...filters, cursor: at }),
      shown: counted(page.items.length, 'entry', 'entries'),
    })}`;
  };
  return {
    title: () => 'Audit log',
    view: () => html`${pageHead({ title: 'Audit log', sub: 'Who changed what, newest first' })}
      <section class="panel" aria-label="Filters"><div class="body"><div class="form">
        ${filter('noun', 'What', 'such as prices or offers')}${filter('key', 'Key', 'needs what it is a key of')}
        ${filter('admin', 'Admin')}${filter('request', 'Request')}${filter('from', 'From')}${filter('to', 'To')}
      </div></div></section>
      <section class="panel" aria-label="Entries">${loaded(source, 'the audit log', (page, { loading }) => list(page, loading), 10)}</section>`,
  };
}

const columns: readonly Column<AuditEntry>[] = [
  { head: 'When', nowrap: true, cell: ({ at }) => moment(at) },
  {
    head: 'Who',
    cell: ({ by, approvedBy }) =>
      html`${by.name}${approvedBy ? html`<span class="sub">approved by ${approvedBy.name}</span>` : nothing}`,
  },
  {
    head: 'What',
    rowHead: true,
    cell: ({ noun, key, title, event, part, request }) =>
      html`${noun === 'change-requests' ? html`<a href=${urls.approval(key)}>${title}</a>` : html`${title} <span class="mono">${key}</span>`}
      <span class="sub">${event}${part ? ` ${part}` : ''}${request && noun !== 'change-requests' ? html` in <a href=${urls.approval(request)}>${request}</a>` : nothing}</span>`,
  },
  {
    head: 'Old and new',
    cell: ({ before, after, fields, note }) => {
      const changed = fieldChanges({ row: after, before, fields });
      if (changed.length === 0) return note;
      return html`<dl class="changes">${changed.map(
        ({ field, before: was, after: is }) =>
          html`<div><dt>${field}</dt><dd>${before ? html`<del>${was}</del> ` : nothing}<ins>${is}</ins></dd></div>`,
      )}</dl>`;
    },
  },
];
