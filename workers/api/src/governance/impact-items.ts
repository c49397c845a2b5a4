import { type RowValue, sameRow } from '../../../../commerce/governance/row-difference.ts';
import { governedTable } from '../../../../db/hq/approval-policies.ts';
import type { StoredItem } from '../../../../db/hq/change-request-store.ts';
import type { ChangeImpact } from '../../../../protocol/change-impact.ts';
import { parsed } from './view-change-requests.ts';

/** A row of a request, as it shall be and as it was. */
export interface ImpactItem {
  readonly noun: string;
  readonly key: string;
  readonly row: RowValue;
  readonly before: RowValue;
  readonly reason: string;
}

/** Rows that have their shape; of a draft that is still being written some may not. */
export function impactItems(items: readonly StoredItem[]): { sound: ImpactItem[]; unsound: number } {
  const sound = items.flatMap(({ noun, key, row, base, reason }): ImpactItem[] => {
    const value = parsed(row);
    const shape = governedTable(noun)?.shape;
    const read = value === null || !shape ? null : shape.safeParse(value);
    if (value !== null && !read?.success) return [];
    return [{ noun, key, row: read?.success ? read.data : null, before: parsed(base), reason }];
  });
  return { sound, unsound: items.length - sound.length };
}

export function countRows(items: readonly ImpactItem[]): ChangeImpact['rows'] {
  return [...Map.groupBy(items, ({ noun }) => noun)].map(([noun, rows]) => {
    const count = (is: (item: ImpactItem) => boolean) => rows.filter(is).length;
    return {
      ...{ noun, title: governedTable(noun)?.title ?? noun },
      new: count(({ row, before }) => row !== null && before === null),
      changed: count(({ row, before }) => row !== null && before !== null && !sameRow(row, before)),
      removed: count(({ row }) => row === null),
      same: count(({ row, before }) => row !== null && before !== null && sameRow(row, before)),
    };
  });
}

/** The first day from today on that is in the validity of all of the draft's rows that begin later. */
export function firstDayInForce(drafts: readonly ImpactItem[], today: string): string {
  const starts = drafts.flatMap(({ row }) => (typeof row?.validFrom === 'string' ? [row.validFrom] : []));
  return [today, ...starts].toSorted().at(-1) ?? today;
}
