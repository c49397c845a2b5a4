import { computed } from '@preact/signals-core';
import { html, nothing, type TemplateResult } from 'lit-html';
import { get, getAll, type Page as List } from '../../app/api.ts';
import type { ChangeRow, JobTimesRow, RefusedRow, RunRow, SigningKeyRow } from '../../app/book-rows.ts';
import type { JobRow } from '../../app/master-rows.ts';
import { placeState, search } from '../../app/navigation.ts';
import { OVERVIEW_EVERY_MS, type Overview, overview } from '../../app/overview.ts';
import type { Page, Scope } from '../../app/page.ts';
import { published, publishing, publishNow } from '../../app/publish.ts';
import { readQuery, withQuery } from '../../app/query.ts';
import type { Resource } from '../../app/resource.ts';
import { urls } from '../../app/routes.ts';
import { trailOf } from '../../parts/cursor-trail.ts';
import { moment } from '../../parts/dates.ts';
import { icon } from '../../parts/icon.ts';
import { empty, loaded } from '../../parts/notices.ts';
import { pageHead } from '../../parts/page-head.ts';
import { pager } from '../../parts/pager.ts';
import { panel } from '../../parts/panel.ts';
import { count, counted } from '../../parts/quantity.ts';
import { type Column, table } from '../../parts/table.ts';
import { changeUrl, tableWords } from './change-words.ts';
import { distributionTiles } from './distribution-tiles.ts';
import { jobsPanel } from './jobs-panel.ts';
import { openPreview, previewDialog } from './preview-dialog.ts';
import { runsTable } from './runs-panel.ts';
import { storesPanel } from './stores-panel.ts';
import { heatLegend, streamHeat } from './stream-heat.ts';
import { keysTable, REFUSED_SHOWN, refusedTable } from './trust-panels.ts';

const RUNS = 10;
const CHANGES = 25;

/** What headquarters sends, when, and which registers have it; with the levers that hold it and let it go. */
export function distributionPage(scope: Scope): Page {
  const chain = overview();
  const place = computed(() => readQuery(search.value, ['runs', 'cursor']));
  const jobs = scope.resource((signal) => getAll<JobRow>('/v1/distribution-jobs', {}, signal));
  const times = scope.resource((signal) => {
    published.value;
    return get<List<JobTimesRow>>('/v1/distribution-schedule', {}, signal);
  });
  const runs = scope.resource((signal) => {
    published.value;
    return get<List<RunRow>>('/v1/distribution-runs', { limit: RUNS, cursor: place.value.runs }, signal);
  });
  const refused = scope.resource((signal) => {
    published.value;
    return get<List<RefusedRow>>('/v1/refused-rows', { limit: REFUSED_SHOWN }, signal);
  });
  const keys = scope.resource((signal) => get<List<SigningKeyRow>>('/v1/signing-keys', {}, signal));
  const changes = scope.resource((signal) => {
    published.value;
    return get<List<ChangeRow>>('/v1/changes', { limit: CHANGES, cursor: place.value.cursor }, signal);
  });
  scope.every(OVERVIEW_EVERY_MS, () => {
    runs.refresh();
    times.refresh();
    refused.refresh();
    if (place.value.cursor === '') changes.refresh();
  });
  const jobsView = jobsPanel(jobs, times);
  const storesView = storesPanel();
  return {
    title: () => 'Distribution',
    view: () => html`${pageHead({
      title: 'Distribution',
      sub: 'What headquarters sends, when, and which registers have it',
      acts: html`<button class="btn" type="button" data-testid="preview-next" @click=${() => openPreview(everything)}>${icon('eye')}Preview next run</button>
        ${publishButton()}`,
    })}
      ${distributionTiles(chain.state.value.value, runs.state.value.value?.items)}
      ${standingPanel(chain)}
      <div class="cols c2">
        ${storesView()}
        ${jobsView()}
      </div>
      ${panel(
        { title: 'Runs', hint: 'newest first', testId: 'runs' },
        loaded(runs, 'runs', (page, { loading }) => runsTable(page, place.value.runs, loading)),
      )}
      <div class="cols c2">
        ${panel(
          { title: 'Refused rows', hint: 'could not be packed', testId: 'refused' },
          loaded(refused, 'refused rows', refusedTable),
        )}
        ${panel(
          { title: 'Signing keys', hint: 'what registers may trust', testId: 'keys' },
          loaded(keys, 'keys', keysTable),
        )}
      </div>
      ${panel(
        { title: 'Changes', hint: 'every change of a master, newest first', testId: 'changes' },
        loaded(changes, 'changes', (page, { loading }) => changesTable(page, place.value.cursor, loading)),
      )}
      ${previewDialog()}`,
  };
}

/** The job that every chain has. */
const everything = { id: 'all', name: 'the next run' };

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
    label: 'Pages of changes',
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
