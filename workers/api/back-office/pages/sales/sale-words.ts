import { html, type TemplateResult } from 'lit-html';
import type { SaleRow } from '../../app/book-rows.ts';
import { status } from '../../parts/status.ts';

type Kind = Pick<SaleRow, 'type'>;

/** Sales are the normal case and stay quiet. */
export function saleKind({ type }: Kind): TemplateResult {
  switch (type) {
    case 'sale':
      return html`Sale`;
    case 'return':
      return status('info', 'Return', 'undo');
    case 'stockAdjustment':
      return status('off', 'Stock count', 'edit');
    case 'void':
      return status('off', 'Void', 'x');
  }
}

export function saleNoun({ type }: Kind): string {
  return { sale: 'Sale', return: 'Return', stockAdjustment: 'Stock count', void: 'Void' }[type];
}

/** What the register believed of its line when it booked. */
export function connection({ connection: was }: Pick<SaleRow, 'connection'>): TemplateResult {
  switch (was) {
    case 'online':
      return html`<span class="muted">online</span>`;
    case 'offline':
      return status('warn', 'Offline', 'off');
    case 'manual':
      return status('warn', 'Offline by hand', 'off');
  }
}
