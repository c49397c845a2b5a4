import { html, type TemplateResult } from 'lit-html';
import { type IconName, icon } from './icon.ts';

/** How much a state asks to be looked at. Normal states stay quiet. */
export type Tone = 'ok' | 'info' | 'warn' | 'bad' | 'off';

const pictures: Record<Tone, IconName> = { ok: 'ok', info: 'info', warn: 'warn', bad: 'bad', off: 'off' };

/** A state in a table: picture, word and colour. */
export function status(tone: Tone, words: string, picture: IconName = pictures[tone]): TemplateResult {
  return html`<span class="st ${tone}">${icon(picture, 's')}${words}</span>`;
}

/** A state beside a title. */
export function badge(tone: Tone, words: string, picture: IconName = pictures[tone]): TemplateResult {
  return html`<span class="badge ${tone}">${icon(picture, 's')}${words}</span>`;
}

/** What a page answers in its first line: the answer in words, then what it means. */
export function verdict(
  tone: Tone,
  words: string,
  more: { readonly detail?: unknown; readonly facts?: unknown } = {},
): TemplateResult {
  return html`<div class="verdict ${tone}" data-testid="verdict">
    ${icon(pictures[tone])}
    <div class="grow"><strong class="big">${words}</strong>${more.detail ? html`<p>${more.detail}</p>` : ''}</div>
    ${more.facts ? html`<div class="facts">${more.facts}</div>` : ''}
  </div>`;
}
