import type { ChangeRequestSummary } from '../../../../../protocol/change-requests.ts';
import { get, type Page as List } from '../../app/api.ts';

/** Drafts of each state that are offered: the newest; any other can be named in the address. */
const OFFERED = 50;
const states = ['draft', 'sentBack', 'waiting', 'approved'] as const;

/** Change requests that are not in force yet, the newest of each state. */
export async function openDrafts(signal: AbortSignal): Promise<readonly ChangeRequestSummary[]> {
  const lists = await Promise.all(
    states.map((state) =>
      get<List<ChangeRequestSummary>>('/v1/change-requests', { state, limit: OFFERED }, signal),
    ),
  );
  return lists.flatMap(({ items }) => items);
}

/** What can be chosen, the present choice among it. */
export function draftOptions(
  drafts: readonly Pick<ChangeRequestSummary, 'id' | 'title'>[],
  chosen: string,
): readonly (readonly [id: string, label: string])[] {
  const offered = drafts.map(({ id, title }) => [id, `${title} (${id})`] as const);
  const isKnown = chosen === '' || drafts.some(({ id }) => id === chosen);
  return [['', 'None: as published'], ...offered, ...(isKnown ? [] : [[chosen, chosen] as const])];
}
