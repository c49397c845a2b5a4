import { html, type TemplateResult } from 'lit-html';
import { icon } from './icon.ts';
import type { Tone } from './status.ts';

export interface Check {
  readonly tone: Exclude<Tone, 'off'>;
  readonly words: unknown;
  /** A link to what is behind it. */
  readonly link?: unknown;
}

/** What was looked at before something is done, each with its outcome. */
export function checks(items: readonly Check[], testId = 'checks'): TemplateResult {
  return html`<ul class="checks body" data-testid=${testId}>
    ${items.map(
      ({ tone, words, link }) =>
        html`<li class=${tone}>${icon(tone === 'ok' ? 'ok' : tone === 'bad' ? 'bad' : tone === 'info' ? 'info' : 'warn')}<span>${words}</span><span>${link ?? ''}</span></li>`,
    )}
  </ul>`;
}
