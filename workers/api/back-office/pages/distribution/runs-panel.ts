import { html, nothing, type TemplateResult } from 'lit-html';
import { type Page as List, post } from '../../app/api.ts';
import { ask } from '../../app/ask.ts';
import type { RunRow } from '../../app/book-rows.ts';
import { placeState } from '../../app/navigation.ts';
import { published } from '../../app/publish.ts';
import { withQuery } from '../../app/query.ts';
import { urls } from '../../app/routes.ts';
import { trailOf } from '../../parts/cursor-trail.ts';
import { moment, took } from '../../parts/dates.ts';
import { empty } from '../../parts/notices.ts';
import { pager } from '../../parts/pager.ts';
import { byteCount, count, counted } from '../../parts/quantity.ts';
import { status } from '../../parts/status.ts';
import { type Column, table } from '../../parts/table.ts';

/** Runs of every job, newest first; one that is running can be stopped. */
export function runsTable(page: List<RunRow>, cursor: string, busy: boolean): TemplateResult {
  if (page.items.length === 0)
    return empty(
      'send',
      'No run yet',
      'A run packs and signs what was changed since the last one. It starts by itself, or with Publish now.',
    );
  return html`${table({
    caption: 'Runs',
    columns: runColumns,
    rows: page.items,
    key: ({ id }) => id,
    compact: true,
    busy: busy && cursor !== '',
  })}
  ${pager({
    trail: trailOf(placeState.value, cursor),
    cursor,
    next: page.next,
    urlAt: (runs) => withQuery(urls.distribution, { runs }),
    shown: counted(page.items.length, 'run'),
    label: 'Pages of runs',
  })}`;
}

const runColumns: readonly Column<RunRow>[] = [
  {
    head: 'Started',
    rowHead: true,
    nowrap: true,
    cell: ({ startedAt, trigger }) =>
      html`${moment(startedAt)}<span class="sub">${trigger === 'cron' ? 'schedule' : 'on demand'}</span>`,
  },
  { head: 'Job', low: true, nowrap: true, cell: ({ job }) => job },
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
    cell: (run) =>
      html`${outcome(run)}${run.error ? html`<span class="sub wrap">${run.error}</span>` : nothing}`,
  },
  {
    head: '',
    numeric: true,
    cell: (run) =>
      run.state === 'running' && run.stopAskedBy === null
        ? html`<button class="linkbtn" type="button" data-testid="stop-${run.id}" aria-label="Stop the run of ${moment(run.startedAt)}"
            @click=${() => stopRun(run)}>Stop</button>`
        : nothing,
  },
];

function outcome({ state, stopAskedBy }: RunRow): TemplateResult {
  switch (state) {
    case 'done':
      return status('ok', 'Done');
    case 'running':
      return stopAskedBy === null
        ? status('info', 'Running', 'sync')
        : status('warn', `Stopping, asked by ${stopAskedBy}`, 'sync');
    case 'stopped':
      return status('off', `Stopped${stopAskedBy === null ? '' : ` by ${stopAskedBy}`}`, 'x');
    case 'failed':
      return status('bad', 'Failed');
  }
}

function stopRun({ id, job, streams }: RunRow): void {
  ask({
    title: 'Stop this run?',
    detail: `The ${counted(streams, 'stream')} that it has published stay published. The rest stays due and goes out with the next run.`,
    deed: 'Stop the run',
    danger: true,
    act: async () => {
      await post(`/v1/distribution-jobs/${encodeURIComponent(job)}/runs/${encodeURIComponent(id)}/stop`, {});
      published.value++;
      return 'The run stops after the stream it is at.';
    },
  });
}
