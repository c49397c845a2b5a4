import { signal } from '@preact/signals-core';
import { html, nothing, type TemplateResult } from 'lit-html';
import {
  type ExchangeKind,
  exchangeColumns,
  isExchangeKind,
} from '../../../../../commerce/exchange/kinds.ts';
import { getFile } from '../../app/api.ts';
import { guardUnsaved } from '../../app/navigation.ts';
import type { Page, Scope } from '../../app/page.ts';
import type { ApiProblem } from '../../app/problem.ts';
import { saidSaved } from '../../app/publish.ts';
import { asProblem } from '../../app/resource.ts';
import { admin } from '../../app/session.ts';
import { selectField } from '../../parts/field.ts';
import { icon } from '../../parts/icon.ts';
import { problemNote } from '../../parts/notices.ts';
import { pageHead } from '../../parts/page-head.ts';
import { panel } from '../../parts/panel.ts';
import { type ImportRun, importRun } from './import-run.ts';
import { kindWords, wordsOfKind } from './kind-words.ts';
import { runView } from './run-view.ts';
import { saveFile } from './save-file.ts';

/** Files of masters: checked, imported, given out. */
export function exchangePage(scope: Scope): Page {
  const kind = signal<ExchangeKind>('products');
  const file = signal<File | null>(null);
  const fileFault = signal(false);
  const exporting = signal(false);
  const exportProblem = signal<ApiProblem | null>(null);
  const run = importRun(scope.ended);
  guardUnsaved(() => run.state.peek().state === 'running', scope.ended);

  const start = async (dryRun: boolean) => {
    const chosen = file.peek();
    fileFault.value = chosen === null;
    if (!chosen || run.state.peek().state === 'running') return;
    await run.start(chosen, kind.peek(), dryRun);
    const end = run.state.peek();
    if (end.state === 'done' && !dryRun && end.outcome.changed > 0) saidSaved('Imported.');
  };
  const exportNow = async () => {
    if (exporting.peek()) return;
    exporting.value = true;
    exportProblem.value = null;
    const wanted = kind.peek();
    try {
      saveFile(await getFile(`/v1/exports/${wanted}`, scope.ended), `${wanted}.csv`);
    } catch (thrown) {
      if (!scope.ended.aborted) exportProblem.value = asProblem(thrown);
    } finally {
      exporting.value = false;
    }
  };
  const choose = (chosen: File | null) => {
    file.value = chosen;
    fileFault.value = false;
    run.forget();
  };
  return {
    title: () => 'Import and export',
    view: () => {
      const busy = run.state.value.state === 'running';
      return html`${pageHead({ title: 'Import and export', sub: 'Products, prices, barcodes, customers and assortments as CSV' })}
      ${panel(
        { title: 'File', hint: 'what is exported can be imported', footer: columnsNote(kind.value) },
        html`<div class="body stack"><div class="form">
          ${selectField({
            ...{ id: 'exchange-kind', label: 'What the file holds', value: kind.value, disabled: busy },
            options: kindWords,
            onInput: (value) => {
              if (isExchangeKind(value)) kind.value = value;
              run.forget();
            },
          })}
          ${admin.value?.role === 'viewer' ? nothing : fileField(fileFault.value, busy, choose)}
        </div>
        <div class="row">
          ${admin.value?.role === 'viewer' ? nothing : importButtons(busy, run, start)}
          <button class="btn" type="button" data-testid="export" aria-disabled=${exporting.value ? 'true' : nothing}
            @click=${exportNow}>${icon('down')}${exporting.value ? 'Exporting' : `Export ${wordsOfKind(kind.value).toLowerCase()}`}</button>
        </div>
        ${exportProblem.value ? problemNote(exportProblem.value, exportNow) : nothing}
        </div>`,
      )}
      ${runView(run.state.value, kind.value)}`;
    },
  };
}

function importButtons(busy: boolean, run: ImportRun, start: (dryRun: boolean) => unknown): TemplateResult {
  if (busy)
    return html`<button class="btn" type="button" data-testid="stop-import" @click=${run.stop}>${icon('x')}Stop</button>`;
  return html`<button class="btn" type="button" data-testid="dry-run" @click=${() => start(true)}>${icon('search')}Dry run</button>
    <button class="btn primary" type="button" data-testid="import" @click=${() => start(false)}>${icon('send', 'flip')}Import</button>`;
}

function fileField(isMissing: boolean, busy: boolean, choose: (file: File | null) => void): TemplateResult {
  const change = (event: Event) => choose((event.target as HTMLInputElement).files?.[0] ?? null);
  return html`<div class="field">
    <label for="exchange-file">CSV file</label>
    <input type="file" id="exchange-file" data-testid="exchange-file" accept=".csv,text/csv" ?disabled=${busy}
      aria-invalid=${isMissing ? 'true' : nothing} aria-describedby="exchange-file-note" @change=${change}>
    ${
      isMissing
        ? html`<span class="msg bad" id="exchange-file-note" data-testid="exchange-file-error">${icon('bad')}Choose a file first.</span>`
        : html`<span class="help" id="exchange-file-note">UTF-8, with a header. It is checked as a whole before anything is sent.</span>`
    }
  </div>`;
}

function columnsNote(kind: ExchangeKind): TemplateResult {
  const optional = exchangeColumns[kind].filter(({ need }) => need === 'optional');
  const needed = exchangeColumns[kind].filter(({ need }) => need !== 'optional');
  const names = (columns: typeof needed) => columns.map(({ name }) => name).join(', ');
  return html`<span data-testid="columns">Columns: ${names(needed)}${
    optional.length > 0 ? html`; may be left out: ${names(optional)}` : nothing
  }.</span>`;
}
