import { signal } from '@preact/signals-core';
import { html, nothing, type TemplateResult } from 'lit-html';
import type { PreviewedStream, RunPreview } from '../../../../../protocol/worker-calls.ts';
import { get } from '../../app/api.ts';
import type { JobRow } from '../../app/master-rows.ts';
import type { ApiProblem } from '../../app/problem.ts';
import { publish } from '../../app/publish.ts';
import { asProblem } from '../../app/resource.ts';
import { empty, problemNote, skeleton } from '../../parts/notices.ts';
import { count, counted } from '../../parts/quantity.ts';
import { status } from '../../parts/status.ts';
import { table } from '../../parts/table.ts';

type Job = Pick<JobRow, 'id' | 'name'>;

interface Previewing {
  readonly job: Job;
  readonly preview: RunPreview | null;
  readonly problem: ApiProblem | null;
}

const previewing = signal<Previewing | null>(null);
const dialog = () => document.querySelector<HTMLDialogElement>('dialog[data-testid="preview"]');

/** Shows what a run of the job would send if it began now. */
export async function openPreview(job: Job): Promise<void> {
  previewing.value = { job, preview: null, problem: null };
  const opened = dialog();
  if (opened && !opened.open) opened.showModal();
  const show = (part: Partial<Previewing>) => {
    const now = previewing.peek();
    if (now?.job === job) previewing.value = { ...now, ...part };
  };
  try {
    show({ preview: await get<RunPreview>(`/v1/distribution-jobs/${encodeURIComponent(job.id)}/preview`) });
  } catch (thrown) {
    show({ problem: asProblem(thrown) });
  }
}

/** Stands on the page that previews runs. */
export function previewDialog(): TemplateResult {
  const now = previewing.value;
  return html`<dialog class="card wide" data-testid="preview" aria-labelledby="preview-title" @close=${() => {
    previewing.value = null;
  }}>
    <div class="in">
      <h2 id="preview-title">What ${now ? now.job.name : 'a run'} would send now</h2>
      ${now ? content(now) : nothing}
      <form method="dialog" class="row">
        <button class="btn quiet" value="close" data-testid="close-preview">Close</button>
        ${
          now?.preview && now.preview.streams.length > 0
            ? html`<button class="btn primary push" value="publish" data-testid="publish-previewed" @click=${() => publish(now.job.id)}>Publish now</button>`
            : nothing
        }
      </form>
    </div>
  </dialog>`;
}

function content({ job, preview, problem }: Previewing): TemplateResult {
  if (problem) return problemNote(problem, () => openPreview(job));
  if (!preview) return skeleton('what would be sent', 3);
  const { streams, more } = preview;
  if (streams.length === 0)
    return empty(
      'ok',
      'Nothing is due',
      'Everything that was changed is already out. A run would send nothing.',
    );
  return html`${table<PreviewedStream>({
    caption: 'Streams that a run would publish',
    compact: true,
    rows: streams,
    key: ({ stream }) => stream,
    testId: 'previewed',
    columns: [
      {
        head: 'Stream',
        rowHead: true,
        cell: ({ stream, error }) =>
          html`${stream}${error ? html`<span class="sub wrap">${error}</span>` : nothing}`,
      },
      { head: 'Rows', numeric: true, cell: ({ rows }) => (rows === null ? 'all of it' : count(rows)) },
      { head: 'Stores', numeric: true, low: true, cell: ({ stores }) => count(stores) },
      {
        head: 'State',
        cell: ({ error }) =>
          error === null ? status('info', 'Due', 'clock') : status('bad', 'Failed the last time'),
      },
      {
        head: '',
        numeric: true,
        cell: ({
          stream,
        }) => html`<button class="linkbtn" type="button" data-testid="publish-${stream}" aria-label="Publish alone: ${stream}"
          @click=${() => alone(job, stream)}>Publish alone</button>`,
      },
    ],
  })}
  <p class="muted xs">Rows are counted at most: some may not have changed after all.${
    more > 0 ? ` Besides these ${counted(more, 'stream')} not looked at one by one.` : ''
  }</p>`;
}

async function alone(job: Job, stream: string): Promise<void> {
  await publish(job.id, [stream]);
  if (previewing.peek()?.job === job) await openPreview(job);
}
