import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { icon } from './icon.ts';

interface FieldParts {
  readonly id: string;
  readonly label: string;
  /** Columns of twelve: `w3`, `w4`, `w6`, `w12`, with `half` for half the width of a phone. */
  readonly width?: string;
  readonly required?: boolean;
  readonly help?: unknown;
  /** The sentence under the field; names the fix. */
  readonly error?: string | undefined;
}

/** Label above, help below; an error stands in the help's place. */
function field(parts: FieldParts, control: TemplateResult): TemplateResult {
  return html`<div class="field ${parts.width ?? ''}">
    <label for=${parts.id}>${parts.label}${parts.required ? html` <span class="req">required</span>` : nothing}</label>
    ${control}
    ${
      parts.error
        ? html`<span class="msg bad" id="${parts.id}-note" data-testid="${parts.id}-error">${icon('bad')}${parts.error}</span>`
        : parts.help
          ? html`<span class="help" id="${parts.id}-note">${parts.help}</span>`
          : nothing
    }
  </div>`;
}

interface InputParts extends FieldParts {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly type?: 'text' | 'date' | 'time' | 'password' | 'search';
  /** Stands before the input, such as a currency's sign. */
  readonly affix?: string;
  readonly numeric?: boolean;
  readonly mono?: boolean;
  readonly changed?: boolean;
  readonly autocomplete?: AutoFill;
  readonly placeholder?: string;
}

export function inputField(parts: InputParts): TemplateResult {
  const { id } = parts;
  const classes = [parts.numeric && 'num', parts.mono && 'mono', parts.changed && 'changed'].filter(Boolean);
  const input = html`<input id=${id} name=${id} data-testid=${id} type=${parts.type ?? 'text'} class=${classes.join(' ')}
    inputmode=${parts.numeric ? 'decimal' : nothing} autocomplete=${parts.autocomplete ?? 'off'}
    placeholder=${parts.placeholder ?? nothing} spellcheck="false"
    aria-required=${parts.required ? 'true' : nothing} aria-invalid=${parts.error ? 'true' : nothing}
    aria-describedby=${parts.error || parts.help ? `${id}-note` : nothing}
    .value=${live(parts.value)} @input=${(event: Event) => parts.onInput(textOf(event))}>`;
  return field(
    parts,
    parts.affix ? html`<div class="affix"><span>${parts.affix}</span>${input}</div>` : input,
  );
}

interface SelectParts extends FieldParts {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly options: readonly (readonly [value: string, label: string])[];
  readonly changed?: boolean;
  readonly disabled?: boolean;
}

export function selectField(parts: SelectParts): TemplateResult {
  const { id } = parts;
  return field(
    parts,
    html`<select id=${id} name=${id} data-testid=${id} class=${parts.changed ? 'changed' : ''} ?disabled=${parts.disabled}
      aria-invalid=${parts.error ? 'true' : nothing} aria-describedby=${parts.error || parts.help ? `${id}-note` : nothing}
      @change=${(event: Event) => parts.onInput(textOf(event))}>
      ${parts.options.map(([value, label]) => html`<option value=${value} .selected=${live(value === parts.value)}>${label}</option>`)}
    </select>`,
  );
}

function textOf(event: Event): string {
  const target = event.target as HTMLInputElement | HTMLSelectElement;
  return target.value;
}
