import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { icon } from './icon.ts';

interface TextAreaParts {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly error?: string | undefined;
  readonly help?: string;
}

/** A field for more than a line. */
export function textArea({ id, label, value, onInput, error, help }: TextAreaParts): TemplateResult {
  const note = error || help;
  return html`<div class="field w12">
    <label for=${id}>${label}</label>
    <textarea id=${id} data-testid=${id} rows="2" aria-invalid=${error ? 'true' : nothing} aria-describedby=${note ? `${id}-note` : nothing}
      .value=${live(value)} @input=${(event: Event) => onInput((event.target as HTMLTextAreaElement).value)}></textarea>
    ${
      error
        ? html`<span class="msg bad" id="${id}-note" data-testid="${id}-error">${icon('bad')}${error}</span>`
        : help
          ? html`<span class="help" id="${id}-note">${help}</span>`
          : nothing
    }
  </div>`;
}
