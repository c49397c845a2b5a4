import { computed } from '@preact/signals-core';
import { html, nothing, type TemplateResult } from 'lit-html';
import { get, type Page as List } from '../../app/api.ts';
import type { ChangeRow, RunRow } from '../../app/book-rows.ts';
import { placeState, search } from '../../app/navigation.ts';
import { OVERVIEW_EVERY_MS, type Overview, overview } from '../../app/overview.ts';
import type { Page, Scope } from '../../app/page.ts';
import { published, publishing, publishNow } from '../../app/publish.ts';
import { readQuery, withQuery } from '../../app/query.ts';
import type { Resource } from '../../app/resource.ts';
import { urls } from '../../app/routes.ts';
import { trailOf } from '../../parts/cursor-trail.ts';
import { moment, took } from '../../parts/dates.ts';
import { icon } from '../../parts/icon.ts';
import { empty, loaded } from '../../parts/notices.ts';
import { pageHead } from '../../parts/page-head.ts';
import { pager } from '../../parts/pager.ts';
import { panel } from '../../parts/panel.ts';
import { byteCount, count, counted } from '../../parts/quantity.ts';
import { status } from '../../parts/status.ts';
import { type Column, table } from '../../parts/table.ts';
import { changeUrl, tableWords } from './change-words.ts';
import { distributionTiles } from './distribution-tiles.ts';
import { heatLegend, streamHeat } from './stream-heat.ts';

const RUNS = 10;
const CHANGES = 25;

/** What headquarters sends, when, and which registers have it. */
export function distributionPage(scope: Scope): Page {
  const chain = overview();
  const cursor = computed(() => readQuery(search.value, ['cursor']).cursor);
  const runs = scope.resource((signal) => {
    published.value;
    return get<List<RunRow>>('/v1/distribution-jobs/all/runs', { limit: RUNS }, signal);
  });
  const changes = scope.resource((signal) => {
    published.value;
    return get<List<ChangeRow>>('/v1/changes', { limit: CHANGES, cursor: cursor.value }, signal);
  });
  scope.every(OVERVIEW_EVERY_MS, () => {
    runs.refresh();
    if (cursor.value === '') changes.refresh();
  });
  return {
    title: () => 'Distribution',
    view: () => html`${pageHead({
      title: 'Distribution',
      sub: 'What headquarters sends, when, and which registers have it',
      acts: publishButton(),
    })}
      ${distributionTiles(chain.state.value.value, runs.state.value.value?.items)}
      <div class="cols c2 stretch">
        ${standingPanel(chain)}
        ${panel({ title: 'Runs', hint: 'newest first', testId: 'runs' }, loaded(runs, 'runs', runsTable))}
      </div>
      ${panel(
        { title: 'Changes', hint: 'every change of a master, newest first', testId: 'changes' },
        loaded(changes, 'changes', (page, { loading }) => changesTable(page, cursor.value, loading)),
      )}`,
  };
}

function standingPanel(chain: Resource<Overview>): TemplateResult {
  return panel(
    {
      title: 'Where every register stands',
      hint: 'behind the newest version of each stream',
      footer: heatLegend(),
    },
    loaded(chain, 'streams', ({ heads, registers }) => {
      const streams = Object.entries(heads).map(([stream, version]) => ({ stream, version }));
      if (streams.length > 0) return streamHeat(streams, registers);
      const detail = 'The first run cuts a stream for every list that a store follows.';
      return empty('down', 'Nothing was published yet', detail);
    }),
  );
}

function publishButton(): TemplateResult {
  const busy = publishing.value;
  return html`<button class="btn primary" type="button" data-testid="publish" aria-disabled=${busy ? 'true' : nothing}
    @click=${publishNow}>${icon('send', 'flip')}${busy ? 'Publishing' : 'Publish now'}</button>`;
}

function runsTable({ items }: List<RunRow>): TemplateResult {
  if (items.length === 0)
    return empty(
      'send',
      'No run yet',
      'A run packs and signs what was changed since the last one. It starts by itself, or with Publish now.',
    );
  return table({ caption: 'Runs', columns: runColumns, rows: items, key: ({ id }) => id, compact: true });
}

const runColumns: readonly Column<RunRow>[] = [
  { head: 'Started', rowHead: true, nowrap: true, cell: ({ startedAt }) => moment(startedAt) },
  {
    head: 'By',
    low: true,
    nowrap: true,
    cell: ({ trigger }) => (trigger === 'cron' ? 'schedule' : 'on demand'),
  },
  { head: 'Streams', numeric: true, cell: ({ streams }) => count(streams) },
  { head: 'Rows', numeric: true, cell: ({ rows }) => count(rows) },
  { head: 'Size', numeric: true, low: true, cell: ({ bytes }) => byteCount(bytes) },
  {
    head: 'Published in',
    numeric: true,
    low: true,
    cell: ({ startedAt, finishedAt }) => (finishedAt ? took(startedAt, finishedAt) : ''),
  },
  {
    head: 'Result',
    cell: ({ state, error }) => {
      if (state === 'done') return status('ok', 'Done');
      if (state === 'running') return status('info', 'Running', 'sync');
      return html`${status('bad', 'Failed')}${error ? html`<span class="sub wrap">${error}</span>` : nothing}`;
    },
  },
];

function changesTable(page: List<ChangeRow>, cursor: string, busy: boolean): TemplateResult {
  if (page.items.length === 0)
    return empty('edit', 'No change yet', 'Every product, price or setting that is written stands here.');
  return html`${table({
    caption: 'Changes',
    columns: changeColumns,
    rows: page.items,
    key: ({ version }) => String(version),
    compact: true,
    busy: busy && cursor !== '',
  })}
  ${pager({
    trail: trailOf(placeState.value, cursor),
    cursor,
    next: page.next,
    urlAt: (at) => withQuery(urls.distribution, { cursor: at }),
    shown: counted(page.items.length, 'change'),
  })}`;
}

const changeColumns: readonly Column<ChangeRow>[] = [
  { head: 'When', nowrap: true, cell: ({ at }) => moment(at) },
  {
    head: 'What',
    rowHead: true,
    cell: ({ tableName, operation }) =>
      html`${tableWords(tableName)}${operation === 'remove' ? ' removed' : ''}`,
  },
  {
    head: 'Key',
    cell: (change) => {
      const url = changeUrl(change);
      const key = html`<span class="mono wrap">${change.rowKey}</span>`;
      return url ? html`<a href=${url}>${key}</a>` : key;
    },
  },
  { head: 'By', low: true, cell: ({ admin }) => admin },
  { head: 'Version', numeric: true, low: true, cell: ({ version }) => count(version) },
];
