import { html, nothing, type TemplateResult } from 'lit-html';

interface PanelParts {
  readonly title: string;
  /** Explains the panel in a few words. */
  readonly hint?: unknown;
  /** Links at the end of the header. */
  readonly links?: unknown;
  readonly footer?: unknown;
  readonly id?: string;
  readonly testId?: string;
}

export function panel(parts: PanelParts, content: unknown): TemplateResult {
  return html`<section class="panel" id=${parts.id ?? nothing} data-testid=${parts.testId ?? nothing}>
    <header>
      <h2>${parts.title}</h2>
      ${parts.hint ? html`<span class="hint">${parts.hint}</span>` : nothing}
      ${parts.links ? html`<div class="push">${parts.links}</div>` : nothing}
    </header>
    ${content}
    ${parts.footer ? html`<footer>${parts.footer}</footer>` : nothing}
  </section>`;
}

export interface Tile {
  readonly label: string;
  readonly value: unknown;
  /** Stands small beside the figure. */
  readonly unit?: unknown;
  readonly note?: unknown;
  readonly testId?: string;
}

export function tiles(items: readonly Tile[]): TemplateResult {
  return html`<div class="tiles">
    ${items.map(
      (tile) => html`<div class="tile" data-testid=${tile.testId ?? nothing}>
        <span class="lab">${tile.label}</span>
        <span class="val">${tile.value}${tile.unit ? html` <small>${tile.unit}</small>` : nothing}</span>
        <span class="note">${tile.note ?? nothing}</span>
      </div>`,
    )}
  </div>`;
}

/** Names and values, one per line; what is empty is left out. */
export function facts(rows: readonly (readonly [name: string, value: unknown])[]): TemplateResult {
  const shown = rows.filter(([, value]) => value !== null && value !== undefined && value !== '');
  return html`<dl class="kv body">${shown.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}
