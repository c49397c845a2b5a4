import { signal } from '@preact/signals-core';
import { html, nothing, type TemplateResult } from 'lit-html';
import type { StreamKind } from '../../../../../commerce/distribution/stream-kinds.ts';
import { type Page as List, put } from '../../app/api.ts';
import type { JobTimesRow } from '../../app/book-rows.ts';
import type { JobRow } from '../../app/master-rows.ts';
import { firstStore, known } from '../../app/overview.ts';
import { type ApiProblem, faultsByField } from '../../app/problem.ts';
import { publish } from '../../app/publish.ts';
import { asProblem, type Resource } from '../../app/resource.ts';
import { say } from '../../app/toast.ts';
import { checkbox } from '../../parts/check.ts';
import { picks } from '../../parts/choices.ts';
import { moment } from '../../parts/dates.ts';
import { inputField, selectField } from '../../parts/field.ts';
import { empty, loaded, problemNote } from '../../parts/notices.ts';
import { panel } from '../../parts/panel.ts';
import { status } from '../../parts/status.ts';
import { table } from '../../parts/table.ts';
import {
  draftOf,
  type JobDraft,
  type JobFaults,
  kindChoices,
  kindsText,
  newJob,
  readJob,
  scheduleText,
} from './job-draft.ts';
import { openPreview } from './preview-dialog.ts';

const noFaults: JobFaults = new Map();

/** Distribution jobs: what each publishes and when; made, changed, paused, tried and run here. */
export function jobsPanel(
  jobs: Resource<readonly JobRow[]>,
  times: Resource<List<JobTimesRow>>,
): () => TemplateResult {
  const editing = signal<{ readonly draft: JobDraft; readonly isNew: boolean } | null>(null);
  const faults = signal<JobFaults>(noFaults);
  const problem = signal<ApiProblem | null>(null);

  const open = (draft: JobDraft, isNew: boolean) => {
    editing.value = { draft, isNew };
    faults.value = noFaults;
    problem.value = null;
    queueMicrotask(() => document.querySelector<HTMLInputElement>(isNew ? '#job-id' : '#job-name')?.focus());
  };
  const change = (part: Partial<JobDraft>) => {
    const now = editing.peek();
    if (now) editing.value = { ...now, draft: { ...now.draft, ...part } };
  };
  const write = async (job: JobRow, words: string): Promise<boolean> => {
    try {
      await put<JobRow>(`/v1/distribution-jobs/${encodeURIComponent(job.id)}`, job);
      await jobs.reload();
      times.refresh();
      say({ words });
      return true;
    } catch (thrown) {
      problem.value = asProblem(thrown);
      faults.value = faultsByField(problem.value.errors);
      return false;
    }
  };
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const now = editing.peek();
    if (!now) return;
    problem.value = null;
    const read = readJob(now.draft);
    if (!read.ok) faults.value = read.error;
    else if (now.isNew && jobs.state.peek().value?.some(({ id }) => id === read.value.id))
      faults.value = new Map([['id', 'There is a job of this id already. Type another one.']]);
    else if (await write(read.value, `Job ${read.value.name} saved.`)) editing.value = null;
  };
  const togglePaused = (job: JobRow) =>
    write(
      { ...job, paused: !job.paused },
      job.paused
        ? `Job ${job.name} runs by the clock again.`
        : `Job ${job.name} is paused. It still runs on demand.`,
    );

  const form = (draft: JobDraft, isNew: boolean): TemplateResult => {
    const error = (field: string) => faults.value.get(field);
    const text = (field: 'id' | 'name' | 'everyMinutes' | 'runFrom' | 'runUntil', label: string) => ({
      id: `job-${field}`,
      label,
      value: draft[field],
      error: error(field),
      onInput: (value: string) => change({ [field]: value }),
    });
    return html`<form class="inset" novalidate @submit=${save} data-testid="job-form">
      ${problem.value && faults.value.size === 0 ? problemNote(problem.value) : nothing}
      <div class="form">
        ${isNew ? inputField({ ...text('id', 'Id'), mono: true, required: true, help: 'Stays as it is, such as night-prices.' }) : nothing}
        ${inputField({ ...text('name', 'Name'), required: true })}
        ${picks({
          id: 'job-kinds',
          label: 'What it publishes',
          options: kindChoices,
          chosen: draft.streamKinds,
          help: 'None ticked: every stream.',
          error: error('streamKinds'),
          onChange: (chosen) => change({ streamKinds: chosen as readonly StreamKind[] }),
        })}
        ${inputField({ ...text('everyMinutes', 'Minutes between runs'), numeric: true, width: 'w4', help: '0 runs it on demand only.' })}
        ${inputField({ ...text('runFrom', 'From'), type: 'time', width: 'w4 half', help: 'Empty: any hour.' })}
        ${inputField({ ...text('runUntil', 'Until'), type: 'time', width: 'w4 half', help: 'Over midnight too.' })}
        ${selectField({
          id: 'job-timeZone',
          label: 'Time zone of the hours',
          value: draft.timeZone,
          options: zones(draft.timeZone).map((zone) => [zone, zone] as const),
          error: error('timeZone'),
          onInput: (timeZone) => change({ timeZone }),
        })}
        <div class="field">${checkbox('job-paused', 'Paused: runs on demand only', draft.paused, (paused) => change({ paused }))}</div>
        <div class="form-acts">
          <button class="btn primary" type="submit" data-testid="save-job">Save job</button>
          <button class="btn quiet" type="button" @click=${() => {
            editing.value = null;
          }}>Cancel</button>
        </div>
      </div>
    </form>`;
  };

  const timesOf = (id: string) => times.state.value.value?.items.find(({ job }) => job === id);

  const list = (items: readonly JobRow[]): TemplateResult =>
    items.length === 0
      ? empty('clock', 'No job yet', 'Without a job nothing is published, by the clock or on demand.')
      : table<JobRow>({
          caption: 'Jobs and schedules',
          compact: true,
          rows: items,
          key: ({ id }) => id,
          columns: [
            {
              head: 'Job',
              rowHead: true,
              cell: (
                job,
              ) => html`<button class="linkbtn" type="button" data-testid="edit-job-${job.id}" @click=${() => open(draftOf(job), false)}>${job.name}</button>
                <span class="sub">${kindsText(job.streamKinds)}</span>`,
            },
            {
              head: 'When',
              cell: (job) =>
                html`${scheduleText(job)}${job.runFrom === null ? nothing : html`<span class="sub">${job.timeZone}</span>`}
                  ${runTimes(timesOf(job.id))}`,
            },
            {
              head: 'State',
              cell: ({ paused }) => (paused ? status('off', 'Paused', 'pause') : status('ok', 'On')),
            },
            {
              head: '',
              numeric: true,
              cell: (job) => html`<span class="row-acts">
                <button class="linkbtn" type="button" data-testid="preview-${job.id}" aria-label="Preview ${job.name}" @click=${() => openPreview(job)}>Preview</button>
                <button class="linkbtn" type="button" data-testid="run-${job.id}" aria-label="Run ${job.name}" @click=${() => publish(job.id)}>Run</button>
                <button class="linkbtn" type="button" data-testid="toggle-${job.id}" aria-label="${job.paused ? 'Resume' : 'Pause'} ${job.name}"
                  @click=${() => togglePaused(job)}>${job.paused ? 'Resume' : 'Pause'}</button></span>`,
            },
          ],
        });

  return () => {
    const now = editing.value;
    return panel(
      {
        title: 'Jobs and schedules',
        testId: 'jobs',
        links: html`<button class="linkbtn" type="button" data-testid="new-job"
          @click=${() => open(newJob(firstStore()?.timeZone ?? 'UTC'), true)}>New job</button>`,
      },
      html`${now ? form(now.draft, now.isNew) : nothing}
        ${!now && problem.value ? html`<div class="body">${problemNote(problem.value)}</div>` : nothing}
        ${loaded(jobs, 'jobs', list)}`,
    );
  };
}

/** When a job ran last, and when the clock starts it next. */
function runTimes(times: JobTimesRow | undefined): TemplateResult | typeof nothing {
  if (!times) return nothing;
  const { lastRunAt, lastState, nextRunAt } = times;
  const ended = lastState === 'done' || lastState === null ? '' : `, ${lastState}`;
  return html`<span class="sub" data-testid="last-run-${times.job}">${lastRunAt === null ? 'Not run yet' : `Last ${moment(lastRunAt)}${ended}`}</span>
    <span class="sub" data-testid="next-run-${times.job}">${nextRunAt === null ? 'Next on demand' : `Next ${moment(nextRunAt)}`}</span>`;
}

/** Zones that a job of this chain may mean: those of its stores, and UTC. */
function zones(chosen: string): string[] {
  const stores = known.value?.stores.map(({ timeZone }) => timeZone) ?? [];
  return [...new Set(['UTC', ...stores, chosen])].sort();
}
