import { html, nothing, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';

export interface Column<Row> {
  readonly head: string;
  readonly cell: (row: Row) => unknown;
  /** Figures: at the end of the cell, never broken. */
  readonly numeric?: boolean;
  /** Left out on a phone. */
  readonly low?: boolean;
  readonly nowrap?: boolean;
  /** Names the row for screen readers. */
  readonly rowHead?: boolean;
  readonly foot?: unknown;
}

interface TableParts<Row> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly key: (row: Row) => string;
  readonly compact?: boolean;
  readonly busy?: boolean;
  readonly rowClass?: (row: Row) => string;
  readonly testId?: string;
}

/** A table in a region that scrolls by itself and can be reached by the keyboard. */
export function table<Row>(parts: TableParts<Row>): TemplateResult {
  const { columns } = parts;
  const hasFoot = columns.some((column) => column.foot !== undefined);
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${parts.caption}
    aria-busy=${parts.busy ? 'true' : nothing}>
    <table class=${parts.compact ? 'compact' : ''} data-testid=${parts.testId ?? nothing}>
      <caption class="sr">${parts.caption}</caption>
      <thead><tr>${columns.map(headCell)}</tr></thead>
      <tbody>${repeat(
        parts.rows,
        parts.key,
        (row) => html`<tr class=${parts.rowClass?.(row) ?? ''} data-key=${parts.key(row)}>
          ${columns.map((column) => bodyCell(column, row))}
        </tr>`,
      )}</tbody>
      ${hasFoot ? html`<tfoot><tr>${columns.map(footCell)}</tr></tfoot>` : nothing}
    </table>
  </div>`;
}

function headCell<Row>(column: Column<Row>): TemplateResult {
  if (column.head === '') return html`<td class=${classOf(column)}></td>`;
  return html`<th scope="col" class=${classOf(column)}>${column.head}</th>`;
}

function bodyCell<Row>(column: Column<Row>, row: Row): TemplateResult {
  return column.rowHead
    ? html`<th scope="row" class=${classOf(column)}>${column.cell(row)}</th>`
    : html`<td class=${classOf(column)}>${column.cell(row)}</td>`;
}

function footCell<Row>(column: Column<Row>): TemplateResult {
  return column.rowHead
    ? html`<th scope="row" class=${classOf(column)}>${column.foot ?? nothing}</th>`
    : html`<td class=${classOf(column)}>${column.foot ?? nothing}</td>`;
}

function classOf<Row>(column: Column<Row>): string {
  return [column.numeric && 'n', column.low && 'low', column.nowrap && 'nowrap'].filter(Boolean).join(' ');
}
