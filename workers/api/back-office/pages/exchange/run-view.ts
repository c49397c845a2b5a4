import { html, nothing, type TemplateResult } from 'lit-html';
import type { ExchangeKind } from '../../../../../commerce/exchange/kinds.ts';
import { icon } from '../../parts/icon.ts';
import { problemNote } from '../../parts/notices.ts';
import { panel } from '../../parts/panel.ts';
import { count, counted } from '../../parts/quantity.ts';
import { shareBar } from '../../parts/share-bar.ts';
import { verdict } from '../../parts/status.ts';
import { type Column, table } from '../../parts/table.ts';
import type { Rejects, RunState, ShownFault } from './import-run.ts';
import { outcomeWords } from './outcome-words.ts';
import { saveFile } from './save-file.ts';

/** How far an import is, and what became of it. */
export function runView(run: RunState, kind: ExchangeKind): TemplateResult | typeof nothing {
  switch (run.state) {
    case 'none':
      return nothing;
    case 'running':
      return panel({ title: run.dryRun ? 'Dry run' : 'Import' }, progressView(run.progress));
    case 'refused':
      return verdict('bad', 'This file cannot be imported.', { detail: `${run.words} Nothing was sent.` });
    case 'stopped':
      return html`${verdict('warn', `Stopped after ${counted(run.rowsSent, 'row')}.`, {
        detail: run.dryRun
          ? 'A dry run writes nothing.'
          : 'Rows that were sent before are kept. Import the file again to go on: what is written already does not change.',
      })}${run.problem ? problemNote(run.problem) : nothing}`;
    case 'done': {
      const { dryRun, outcome, rejects } = run;
      const detail = dryRun
        ? 'A dry run writes nothing.'
        : 'Registers get what changed when it is published.';
      return html`${verdict(outcome.rejected > 0 ? 'warn' : 'ok', outcomeWords(outcome, dryRun), { detail })}
        ${outcome.rejected > 0 ? rejectsPanel(rejects, kind, dryRun) : nothing}`;
    }
  }
}

function progressView(progress: Extract<RunState, { state: 'running' }>['progress']): TemplateResult {
  const { done, rows, rejected } = progress ?? { done: 0, rows: 0, rejected: 0 };
  const words = progress
    ? `${count(done)} of ${counted(rows, 'row')}, ${count(rejected)} rejected`
    : 'Reading the file';
  return html`<div class="body stack s">
    <span role="status" data-testid="import-progress">${words}</span>${shareBar(done, rows)}
  </div>`;
}

const columns: readonly Column<ShownFault>[] = [
  { head: 'Row', numeric: true, rowHead: true, cell: ({ row }) => count(row) },
  { head: 'Column', nowrap: true, cell: ({ column }) => column ?? html`<span class="muted">the row</span>` },
  { head: 'What to repair', cell: ({ reason }) => reason },
];

function rejectsPanel({ file, shown, more }: Rejects, kind: ExchangeKind, dryRun: boolean): TemplateResult {
  const save = () => saveFile(file, `${kind}-rejected.csv`);
  return panel(
    {
      title: 'Rejected rows',
      hint: 'rows as a spreadsheet counts them: the header is row 1',
      links: html`<button class="btn sm" type="button" data-testid="save-rejects" @click=${save}>${icon('down')}Download rejected rows</button>`,
      footer: `${more > 0 ? `${counted(more, 'more fault')} in the file of rejected rows. ` : ''}${
        dryRun
          ? 'An import leaves these rows out and writes the others.'
          : 'Repair the file of rejected rows and import it: the others need not be sent again.'
      }`,
    },
    table({
      caption: 'Rejected rows',
      columns,
      rows: shown,
      key: ({ id }) => id,
      compact: true,
      testId: 'rejects',
    }),
  );
}
