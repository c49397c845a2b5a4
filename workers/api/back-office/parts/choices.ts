import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { icon } from './icon.ts';

interface PicksParts {
  readonly id: string;
  readonly label: string;
  readonly options: readonly (readonly [value: string, label: string])[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
  readonly error?: string | undefined;
  readonly help?: unknown;
}

/** Several of some, each to be ticked; what is chosen and no longer offered stays. */
export function picks({ id, label, options, chosen, onChange, error, help }: PicksParts): TemplateResult {
  const offered = new Set(options.map(([value]) => value));
  const all = [
    ...options,
    ...chosen.filter((value) => !offered.has(value)).map((value) => [value, value] as const),
  ];
  const toggle = (value: string) => (event: Event) => {
    const { checked } = event.target as HTMLInputElement;
    const rest = chosen.filter((one) => one !== value);
    onChange(checked ? [...rest, value] : rest);
  };
  return html`<fieldset class="field w12" aria-describedby=${error || help ? `${id}-note` : nothing}>
    <legend>${label}</legend>
    <div class="picks">${all.map(
      ([value, name]) =>
        html`<label class="pick"><input type="checkbox" data-testid="${id}-${value}" .checked=${live(chosen.includes(value))} @change=${toggle(value)}>${name}</label>`,
    )}${all.length === 0 ? html`<span class="muted xs">There are none yet.</span>` : nothing}</div>
    ${
      error
        ? html`<span class="msg bad" id="${id}-note" data-testid="${id}-error">${icon('bad')}${error}</span>`
        : help
          ? html`<span class="help" id="${id}-note">${help}</span>`
          : nothing
    }
  </fieldset>`;
}

/** One of a few, each on a line of its own. */
export function radios<Value extends string>(
  id: string,
  legend: string,
  options: readonly (readonly [value: Value, label: unknown])[],
  chosen: Value,
  onChange: (value: Value) => void,
): TemplateResult {
  return html`<fieldset class="stack s">
    <legend>${legend}</legend>
    ${options.map(
      ([value, label]) =>
        html`<label class="check"><input type="radio" name=${id} data-testid="${id}-${value}" .checked=${live(value === chosen)} @change=${() => onChange(value)}><span>${label}</span></label>`,
    )}
  </fieldset>`;
}

/** One of a few, side by side. */
export function segments<Value extends string>(
  label: string,
  options: readonly (readonly [value: Value, label: string])[],
  chosen: Value,
  onChange: (value: Value) => void,
): TemplateResult {
  return html`<div class="seg" role="group" aria-label=${label}>
    ${options.map(
      ([value, name]) =>
        html`<button type="button" data-testid="show-${value}" aria-pressed=${value === chosen ? 'true' : 'false'} @click=${() => onChange(value)}>${name}</button>`,
    )}
  </div>`;
}
