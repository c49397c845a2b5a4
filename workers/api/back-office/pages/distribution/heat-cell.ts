import type { RegisterSyncState } from '../../../../../protocol/worker-calls.ts';

export type HeatCell =
  | { readonly type: 'none' }
  | { readonly type: 'current' }
  | { readonly type: 'behind'; readonly behind: number; readonly since: string | null };

/** How a register stands with one stream. A register that does not follow it has no version of it. */
export function heatCell(
  state: Pick<RegisterSyncState, 'report'> | null,
  stream: string,
  newest: number,
  behindSince: Readonly<Record<string, string>>,
): HeatCell {
  const here = state?.report?.versions[stream];
  if (here === undefined) return { type: 'none' };
  return here >= newest
    ? { type: 'current' }
    : { type: 'behind', behind: newest - here, since: behindSince[stream] ?? null };
}
