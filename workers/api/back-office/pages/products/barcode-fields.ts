import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { icon } from '../../parts/icon.ts';
import { empty } from '../../parts/notices.ts';

/** A field for each barcode, its fault under it. */
export function barcodeFields(
  barcodes: readonly string[],
  saved: readonly string[],
  faults: ReadonlyMap<number, string>,
  change: (barcodes: readonly string[]) => void,
): TemplateResult {
  if (barcodes.length === 0)
    return empty('tag', 'No barcode', 'The product can be found by name or SKU, but not scanned.');
  const faultOf = (code: string, index: number) => {
    const first = barcodes.findIndex((other) => other.trim() === code.trim());
    return code.trim() !== '' && first < index ? 'This barcode stands here twice.' : faults.get(index);
  };
  return html`<ul class="body barcode-list">${barcodes.map((code, index) => {
    const fault = faultOf(code, index);
    const note = `barcode-${index}-note`;
    return html`<li>
      <input class="mono ${saved.includes(code) ? '' : 'changed'}" aria-label="Barcode ${index + 1}" data-testid="barcode-${index}"
        autocomplete="off" spellcheck="false" inputmode="numeric"
        aria-invalid=${fault ? 'true' : nothing} aria-describedby=${fault ? note : nothing}
        .value=${live(code)}
        @input=${(event: Event) => change(barcodes.with(index, (event.target as HTMLInputElement).value))}>
      <button class="iconbtn" type="button" aria-label="Remove barcode ${code || index + 1}" title="Remove"
        @click=${() => change(barcodes.toSpliced(index, 1))}>${icon('x', 's')}</button>
      ${fault ? html`<span class="msg bad" id=${note} data-testid="barcode-${index}-error">${icon('bad')}${fault}</span>` : nothing}
    </li>`;
  })}</ul>`;
}
