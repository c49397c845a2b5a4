import type { ChangeItem, ChangeRequest } from '../../../../../protocol/change-requests.ts';
import { get } from '../../app/api.ts';
import { listRequests, readItems, readRequest } from '../../app/change-request.ts';
import { ApiProblem } from '../../app/problem.ts';
import { draftOfOffer, type OfferDraft, type OfferRow } from './offer-draft.ts';

export interface LoadedOffer {
  /** As it is in force; null for one that is only a draft. */
  readonly stored: OfferRow | null;
  /** The change of it that is under way. */
  readonly open: { readonly request: ChangeRequest; readonly items: readonly ChangeItem[] } | null;
  readonly draft: OfferDraft;
}

const underWay = new Set(['draft', 'sentBack', 'waiting', 'approved', 'failed']);

/** An offer with the draft that changes it, if there is one. Throws ApiProblem where there is neither. */
export async function loadOffer(id: string, signal: AbortSignal): Promise<LoadedOffer> {
  const stored = await get<OfferRow>(`/v1/offers/${encodeURIComponent(id)}`, {}, signal).catch(
    (problem: unknown) => {
      if (problem instanceof ApiProblem && problem.status === 404) return null;
      throw problem;
    },
  );
  const requests = await listRequests({ noun: 'offers', key: id }, signal);
  const found = requests.find(({ state }) => underWay.has(state));
  const open = found
    ? {
        request: await readRequest(found.id, signal),
        items: (await readItems(found.id, { limit: 500 }, signal)).items,
      }
    : null;
  const row = open?.items.find(({ noun, key }) => noun === 'offers' && key === id)?.row ?? stored;
  if (!row) throw new ApiProblem(404, `There is no offer ${id}.`);
  return { stored, open, draft: draftOfOffer(row as unknown as OfferRow) };
}
