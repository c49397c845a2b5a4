import type { ChangeRequestState } from '../../../../../commerce/governance/change-request.ts';
import type { ChangeItem, ChangeRequestSummary } from '../../../../../protocol/change-requests.ts';
import type { IconName } from '../../parts/icon.ts';
import { counted } from '../../parts/quantity.ts';
import type { Tone } from '../../parts/status.ts';

interface StateWords {
  readonly tone: Tone;
  readonly words: string;
  readonly picture?: IconName;
}

/** How a request stands, as people say it. */
export const stateWords: Readonly<Record<ChangeRequestState, StateWords>> = {
  draft: { tone: 'info', words: 'Draft', picture: 'edit' },
  waiting: { tone: 'warn', words: 'Waits for approval', picture: 'clock' },
  approved: { tone: 'info', words: 'Approved, not published yet', picture: 'clock' },
  published: { tone: 'ok', words: 'Published' },
  sentBack: { tone: 'warn', words: 'Sent back' },
  withdrawn: { tone: 'off', words: 'Withdrawn' },
  failed: { tone: 'bad', words: 'Could not be published' },
};

/** `3 prices, 1 offer removed`. */
export function rowsText(rows: ChangeRequestSummary['rows']): string {
  const parts = rows.flatMap(({ title, put, remove }) => [
    ...(put > 0 ? [rowCount(put, title)] : []),
    ...(remove > 0 ? [`${rowCount(remove, title)} removed`] : []),
  ]);
  return parts.join(', ') || 'no rows';
}

function rowCount(value: number, title: string): string {
  const one = `${title.slice(0, 1).toLowerCase()}${title.slice(1)}`;
  const many = one.endsWith('y') ? `${one.slice(0, -1)}ies` : `${one}s`;
  return counted(value, one, many);
}

export interface FieldChange {
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

const TEXT_MAX = 120;
/** What a new row need not say. */
const nothingSaid = new Set(['–', 'no', '[]', '{}']);

/** What a row changes, field by field; of a new row what it says. */
export function fieldChanges({
  row,
  before,
  fields,
}: Pick<ChangeItem, 'row' | 'before' | 'fields'>): FieldChange[] {
  if (row === null) return [];
  const changes = fields.map((field) => ({
    ...{ field, before: valueText(before?.[field]), after: valueText(row[field]) },
  }));
  return before ? changes : changes.filter(({ after }) => !nothingSaid.has(after));
}

/** A value of a row in one line. */
export function valueText(value: unknown): string {
  if (value === undefined || value === null || value === '') return '–';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'object') {
    const text = JSON.stringify(value);
    return text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX)}…` : text;
  }
  return String(value);
}

/** `−3.1 %` of basis points. */
export function percentText(basisPoints: number): string {
  const text = (Math.abs(basisPoints) / 100).toFixed(1);
  return `${basisPoints < 0 ? '−' : basisPoints > 0 ? '+' : ''}${text} %`;
}

/** `40.2 %` of basis points: a share, not a change. */
export function marginText(basisPoints: number): string {
  return percentText(basisPoints).replace('+', '');
}

/** `Bath, Leeds and 34 more`: the names that are at hand, of so many. */
export function namedAndMore(names: readonly string[], all: number): string {
  return all > names.length ? `${names.join(', ')} and ${all - names.length} more` : names.join(', ');
}

/** `−5 to −2.5 %`, `−10 % and more`. */
export function bucketText(from: number | null, to: number | null): string {
  const bound = (value: number) => `${value < 0 ? '−' : value > 0 ? '+' : ''}${Math.abs(value) / 100}`;
  if (from === null) return `${bound(to ?? 0)} % and more`;
  if (to === null) return `${bound(from)} % and more`;
  return `${bound(from)} to ${bound(to)} %`;
}
