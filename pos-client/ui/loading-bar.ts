import { html, type TemplateResult } from 'lit-html';
import { formatBytes, formatCount } from '../model/format.ts';
import { text } from '../model/messages-ui.ts';
import type { SyncState } from '../model/register-host.ts';

export function loadedPercent({ rows, rowsTotal }: NonNullable<SyncState['loading']>): number {
  return rowsTotal > 0 ? Math.floor((100 * rows) / rowsTotal) : 0;
}

/** A bar with its figures: rows and bytes. */
export function loadingBar(loading: NonNullable<SyncState['loading']>): TemplateResult {
  const { rows, rowsTotal, bytes, bytesTotal } = loading;
  const percent = loadedPercent(loading);
  return html`<div class="loadbar">
    <div class="spread row">
      <span data-testid="loading-rows">${text.loading.rows(formatCount(rows), formatCount(rowsTotal))}</span>
      <b class="num">${percent}%</b>
    </div>
    <progress value=${percent} max="100" aria-label=${text.loading.progress}>${percent}%</progress>
    <span class="small muted num" data-testid="loading-bytes">${text.loading.bytes(formatBytes(bytes), formatBytes(bytesTotal))}</span>
  </div>`;
}
