import { html, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';

export function checkbox(
  id: string,
  label: string,
  checked: boolean,
  onChange: (checked: boolean) => void,
): TemplateResult {
  const change = (event: Event) => onChange((event.target as HTMLInputElement).checked);
  return html`<label class="check"><input type="checkbox" id=${id} data-testid=${id} .checked=${live(checked)} @change=${change}>${label}</label>`;
}
