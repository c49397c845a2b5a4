import { html, nothing, type TemplateResult } from 'lit-html';
import { text } from '../model/messages-ui.ts';
import type { PadKey } from '../model/register-model-keypad.ts';
import { icon } from './icons.ts';

export interface Pad {
  readonly press: (key: PadKey) => void;
  readonly enter?: () => void;
  /** The key beside 6: what it means, its sign, and what it does. */
  readonly extra?: { readonly label: string; readonly sign: TemplateResult; readonly act: () => void };
}

/** The keys of a number pad. Never mirrored; pressing one leaves the focus where it is. */
export function keys({ press, enter, extra }: Pad): TemplateResult {
  const key = (name: PadKey) =>
    html`<button class="key" type="button" @click=${() => press(name)}>${name}</button>`;
  const back = html`<button class="key fn" type="button" aria-label=${text.app.deleteDigit} @click=${() => press('back')}>${icon('bksp')}</button>`;
  const clear = html`<button class="key fn" type="button" aria-label=${text.app.clear} @click=${() => press('clear')}>${icon('x')}</button>`;
  if (!enter) {
    return html`<div class="keys three" @mousedown=${keepFocus}>
      ${key('7')}${key('8')}${key('9')}${key('4')}${key('5')}${key('6')}${key('1')}${key('2')}${key('3')}
      ${clear}${key('0')}${back}
    </div>`;
  }
  return html`<div class="keys" @mousedown=${keepFocus}>
    ${key('7')}${key('8')}${key('9')}${back}
    ${key('4')}${key('5')}${key('6')}
    ${extra ? html`<button class="key fn" type="button" aria-label=${extra.label} @click=${extra.act}>${extra.sign}</button>` : clear}
    ${key('1')}${key('2')}${key('3')}
    <button class="key fn enter" type="button" aria-label=${text.app.enter} @click=${enter}>${icon('enter')}</button>
    ${key('00')}${key('0')}${key('.')}${nothing}
  </div>`;
}

function keepFocus(event: Event): void {
  event.preventDefault();
}
