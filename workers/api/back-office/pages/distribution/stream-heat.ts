import { html, type TemplateResult } from 'lit-html';
import type { StreamRow } from '../../app/book-rows.ts';
import type { RegisterView } from '../../app/overview.ts';
import { urls } from '../../app/routes.ts';
import { age, shortAge } from '../../parts/dates.ts';
import { count } from '../../parts/quantity.ts';
import { type HeatCell, heatCell } from './heat-cell.ts';

/** Streams against registers: who has the newest version, who is behind and by how much. */
export function streamHeat(
  streams: readonly StreamRow[],
  registers: readonly RegisterView[],
): TemplateResult {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Versions of every stream and register">
    <table class="heat" data-testid="heat">
      <caption class="sr">How far every register is behind the newest version of each stream</caption>
      <thead><tr><th scope="col">Stream, newest version</th>${registers.map(
        ({ id, storeName, name }) =>
          html`<th scope="col"><abbr title="${storeName}, ${name}">${id}</abbr></th>`,
      )}</tr></thead>
      <tbody>${streams.map(
        ({ stream, version }) => html`<tr>
          <th scope="row"><span data-testid="stream-${stream}">${stream}</span> <span class="muted xs" data-testid="version-${stream}">${count(version)}</span></th>
          ${registers.map((register) => cell(heatCell(register.state, stream, version, register.behindSince), register))}
        </tr>`,
      )}</tbody>
    </table>
  </div>`;
}

export function heatLegend(): TemplateResult {
  return html`<span class="legend">
    <span><span class="heat-key none"></span>does not follow it, or not seen</span>
    <span><span class="heat-key"></span>up to date</span>
    <span><span class="heat-key behind"></span>behind</span>
  </span>`;
}

function cell(value: HeatCell, register: RegisterView): TemplateResult {
  switch (value.type) {
    case 'none':
      return html`<td class="none"><span class="sr">not there</span></td>`;
    case 'current':
      return html`<td><span class="sr">up to date</span></td>`;
    case 'behind': {
      const now = new Date();
      const old = value.since === null ? '' : `, for ${age(value.since, now)}`;
      const words = `${register.storeName}, ${register.name}: ${value.behind} behind${old}`;
      const short = value.since === null ? `−${value.behind}` : shortAge(value.since, now);
      return html`<td class="behind"><a href=${urls.register(register.id)} title=${words}>${short}<span class="sr"> ${words}</span></a></td>`;
    }
  }
}
