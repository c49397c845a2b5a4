import { html, nothing, type TemplateResult } from 'lit-html';
import type { ApiProblem } from '../app/problem.ts';
import type { Loaded, Resource } from '../app/resource.ts';
import { type IconName, icon } from './icon.ts';

/** Says why something is empty, when it will not be, and the next step. */
export function empty(picture: IconName, title: string, detail: unknown, action?: unknown): TemplateResult {
  return html`<div class="empty" data-testid="empty">
    ${icon(picture)}<strong>${title}</strong><p>${detail}</p>${action ?? nothing}
  </div>`;
}

/** For an address that names something that is not there. */
function missing(problem: ApiProblem, action: unknown): TemplateResult {
  return empty('search', problem.message, 'It may have been removed, or the link is not whole.', action);
}

/** Stands where content will stand. */
export function skeleton(what: string, lines = 5): TemplateResult {
  return html`<div class="skeleton" role="status" data-testid="loading">
    <span class="sr">Loading ${what}</span>
    ${Array.from({ length: lines }, () => html`<span aria-hidden="true"></span>`)}
  </div>`;
}

/** A refusal in headquarters' own words, with what to quote when asking for help. */
export function problemNote(problem: ApiProblem, retry?: () => unknown): TemplateResult {
  return html`<div class="note-box bad" role="alert" data-testid="problem">
    ${icon('bad')}
    <div class="stack s">
      <span>${problem.message}</span>
      ${problem.requestId ? html`<span class="xs muted wrap">Request ${problem.requestId}</span>` : nothing}
      ${retry ? html`<span><button class="btn sm" type="button" @click=${retry}>Try again</button></span>` : nothing}
    </div>
  </div>`;
}

/**
 * Content that was asked for: its skeleton until it is there, the problem in its words when it did not come,
 * and both when an answer that is shown could not be refreshed. `back` leads away from what does not exist.
 */
export function loaded<T>(
  source: Resource<T>,
  what: string,
  view: (value: T, state: Loaded<T>) => TemplateResult,
  lines?: number,
  back?: TemplateResult,
): TemplateResult {
  const state = source.state.value;
  const retry = () => source.reload();
  if (state.value === undefined && state.problem?.status === 404 && back) return missing(state.problem, back);
  if (state.value === undefined)
    return state.problem
      ? html`<div class="body">${problemNote(state.problem, retry)}</div>`
      : skeleton(what, lines);
  return html`${state.problem ? html`<div class="body">${problemNote(state.problem, retry)}</div>` : nothing}${view(state.value, state)}`;
}
