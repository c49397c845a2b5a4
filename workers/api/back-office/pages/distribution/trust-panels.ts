import { html, nothing, type TemplateResult } from 'lit-html';
import type { Page as List } from '../../app/api.ts';
import type { RefusedRow, SigningKeyRow } from '../../app/book-rows.ts';
import { known } from '../../app/overview.ts';
import { moment } from '../../parts/dates.ts';
import { empty } from '../../parts/notices.ts';
import { counted } from '../../parts/quantity.ts';
import { status } from '../../parts/status.ts';
import { type Column, table } from '../../parts/table.ts';
import { tableWords } from './change-words.ts';

export const REFUSED_SHOWN = 50;

/** Rows that no run could pack. They are left out; the others of their stream are in the stores. */
export function refusedTable({ items }: List<RefusedRow>): TemplateResult {
  if (items.length === 0)
    return empty(
      'ok',
      'No row was refused',
      'A row that cannot be packed is left out and stands here with its reason.',
    );
  return html`${table({
    caption: 'Refused rows',
    columns: refusedColumns,
    rows: items,
    key: ({ stream, tableName, rowKey }) => `${stream} ${tableName} ${rowKey}`,
    compact: true,
  })}<footer>${items.length < REFUSED_SHOWN ? `${counted(items.length, 'row')} left out` : `The newest ${REFUSED_SHOWN}`}; the others of their streams are in the stores. Repair a row and it goes out with the next run.</footer>`;
}

const refusedColumns: readonly Column<RefusedRow>[] = [
  {
    head: 'Row',
    rowHead: true,
    cell: ({ tableName, rowKey, stream }) =>
      html`${tableWords(tableName)} <span class="mono wrap">${rowKey}</span><span class="sub">${stream}</span>`,
  },
  { head: 'Reason', cell: ({ reason }) => html`<span class="wrap">${reason}</span>` },
  { head: 'Since', low: true, nowrap: true, cell: ({ refusedAt }) => moment(refusedAt) },
];

/** The keys that packages are signed with, and how many registers know each. */
export function keysTable({ items }: List<SigningKeyRow>): TemplateResult {
  if (items.length === 0)
    return empty('key', 'No key yet', 'The first run signs what it publishes, and its key stands here.');
  return table({
    caption: 'Signing keys',
    columns: keyColumns,
    rows: items.toReversed(),
    key: ({ keyId }) => keyId,
    compact: true,
  });
}

const keyColumns: readonly Column<SigningKeyRow>[] = [
  { head: 'Key', rowHead: true, cell: ({ keyId }) => html`<span class="mono wrap">${keyId}</span>` },
  { head: 'Since', low: true, nowrap: true, cell: ({ firstUsedAt }) => moment(firstUsedAt) },
  {
    head: 'State',
    cell: ({ signs, retiredAt }) =>
      retiredAt !== null
        ? html`${status('off', 'Retired')}<span class="sub">${moment(retiredAt)}</span>`
        : signs
          ? status('ok', 'Signs')
          : status('info', 'Announced, does not sign'),
  },
  { head: 'Known by', numeric: true, cell: ({ keyId }) => knownBy(keyId) },
];

/** While keys are changed: the new one may sign when every register knows it. */
function knownBy(keyId: string): TemplateResult | typeof nothing {
  const told = known.value?.registers.flatMap(({ state }) => state?.report?.trustedKeyIds ?? []) ?? [];
  const tellers = known.value?.registers.filter(({ state }) => state?.report?.trustedKeyIds).length ?? 0;
  if (tellers === 0) return nothing;
  return html`${told.filter((one) => one === keyId).length} of ${counted(tellers, 'register')}`;
}
