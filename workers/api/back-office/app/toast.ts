import { signal } from '@preact/signals-core';
import { html, nothing, type TemplateResult } from 'lit-html';
import { icon } from '../parts/icon.ts';

interface Toast {
  readonly words: string;
  readonly tone?: 'bad';
  readonly action?: { readonly label: string; readonly act: () => unknown };
}

const shown = signal<Toast | null>(null);

/** Says what was done, until it is closed or something else was done. */
export function say(toast: Toast): void {
  shown.value = toast;
}

export function closeToast(): void {
  shown.value = null;
}

/** The region is always there, so that screen readers hear what comes into it. */
export function toastRegion(): TemplateResult {
  const toast = shown.value;
  return html`<div role="status" aria-live="polite">${
    toast
      ? html`<div class="toast" data-testid="toast">
          ${icon(toast.tone === 'bad' ? 'bad' : 'ok')}
          <span>${toast.words}</span>
          ${
            toast.action
              ? html`<button class="linkbtn" type="button" data-testid="toast-action" @click=${toast.action.act}>${toast.action.label}</button>`
              : nothing
          }
          <button class="iconbtn" type="button" aria-label="Close message" @click=${closeToast}>${icon('x', 's')}</button>
        </div>`
      : nothing
  }</div>`;
}
