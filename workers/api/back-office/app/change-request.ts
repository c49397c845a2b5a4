import type {
  ChangeItem,
  ChangeItemInput,
  ChangeRequest,
  ChangeRequestSummary,
} from '../../../../protocol/change-requests.ts';
import { get, getAll, type Page, post, send } from './api.ts';

/** Everything that is asked of change requests, so that every page speaks to them in the same way. */
export const requestPath = (id: string): string => `/v1/change-requests/${encodeURIComponent(id)}`;

type Filter = {
  readonly state?: ChangeRequestSummary['state'];
  readonly noun?: string;
  readonly key?: string;
};

export const listRequests = (
  filter: Filter,
  signal?: AbortSignal,
): Promise<readonly ChangeRequestSummary[]> => getAll('/v1/change-requests', filter, signal);

export const readRequest = (id: string, signal?: AbortSignal): Promise<ChangeRequest> =>
  get(requestPath(id), {}, signal);

/** The first rows of a request; enough for what a screen shows. */
export const readItems = (
  id: string,
  query: { readonly limit?: number; readonly noun?: string } = {},
  signal?: AbortSignal,
): Promise<Page<ChangeItem>> => get(`${requestPath(id)}/items`, query, signal);

export interface DraftInput {
  readonly title: string;
  readonly note?: string;
  /** An instant; null for as soon as it is approved. */
  readonly publishAt: string | null;
  readonly items: readonly ChangeItemInput[];
}

/** Begins a draft, or writes into the one that is there. Items that it has no more are taken out. */
export async function saveDraft(
  draft: DraftInput,
  known: { readonly request: ChangeRequest; readonly items: readonly ChangeItem[] } | null,
): Promise<ChangeRequest> {
  if (!known) return post('/v1/change-requests', draft);
  const path = requestPath(known.request.id);
  const { title, publishAt } = draft;
  let { version } = known.request;
  const edit = { version, title, publishAt, ...(draft.note === undefined ? {} : { note: draft.note }) };
  ({ version } = await send<ChangeRequest>('PATCH', path, edit));
  const kept = new Set(draft.items.map(({ noun, key }) => `${noun}/${key}`));
  for (const { noun, key } of known.items) {
    if (kept.has(`${noun}/${key}`)) continue;
    const place = [noun, key].map(encodeURIComponent).join('/');
    ({ version } = await send<ChangeRequest>('DELETE', `${path}/items/${place}?version=${version}`));
  }
  return send('PUT', `${path}/items`, { version, items: draft.items });
}

type Step = 'submit' | 'approve' | 'send-back' | 'withdraw' | 'reopen' | 'retry' | 'roll-back';

export const step = (
  request: Pick<ChangeRequest, 'id' | 'version'>,
  name: Step,
  body: object = {},
): Promise<ChangeRequest> =>
  post(`${requestPath(request.id)}/${name}`, { version: request.version, ...body });
