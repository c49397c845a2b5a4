import { html, nothing, type TemplateResult } from 'lit-html';
import { icon } from './icon.ts';

export interface Step {
  readonly label: string;
  readonly note?: string | undefined;
  readonly state: 'done' | 'current' | 'next' | 'bad';
}

/** Where something that two persons do stands, with names. */
export function steps(items: readonly Step[]): TemplateResult {
  return html`<ol class="steps" data-testid="steps">
    ${items.map(({ label, note, state }, index) => {
      const look = { done: 'done', current: 'cur', next: '', bad: 'bad' }[state];
      const picture = state === 'done' ? icon('check', 's') : state === 'bad' ? icon('x', 's') : index + 1;
      return html`<li class=${look} aria-current=${state === 'current' ? 'step' : nothing}>
        <span class="dot">${picture}</span><span>${label}${state === 'done' ? html`<span class="sr">, done</span>` : nothing}${
          note ? html` <small>${note}</small>` : nothing
        }</span>
      </li>`;
    })}
  </ol>`;
}
