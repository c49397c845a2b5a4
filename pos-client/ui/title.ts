import { html, nothing, type TemplateResult } from 'lit-html';
import { text } from '../model/messages-ui.ts';
import type { RegisterModel } from '../model/register-model.ts';
import { icon } from './icons.ts';

export interface Title {
  readonly words: string;
  readonly hint?: string | undefined;
  /** What stands at the far end. */
  readonly end?: TemplateResult | undefined;
}

/** The line under the bar: the way back, what this screen is, and its quiet actions. */
export function title(model: RegisterModel, { words, hint, end }: Title): TemplateResult {
  return html`<div class="title">
    <button class="iconbtn" type="button" aria-label=${text.app.back} data-testid="back" @click=${model.back}>${icon('back', 'mirrors')}</button>
    <h1>${words}</h1>
    ${hint ? html`<span class="muted hide-phone" dir="auto">${hint}</span>` : nothing}
    <span class="push"></span>
    ${end ?? html`<span class="muted hide-phone">${text.app.back} <kbd aria-hidden="true">${text.app.backKey}</kbd></span>`}
  </div>`;
}
