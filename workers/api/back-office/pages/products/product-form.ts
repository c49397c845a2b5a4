import { signal } from '@preact/signals-core';
import { html, nothing, type TemplateResult } from 'lit-html';
import { get, put } from '../../app/api.ts';
import type { ProductRow } from '../../app/master-rows.ts';
import { type ApiProblem, faultsByField } from '../../app/problem.ts';
import { saidSaved } from '../../app/publish.ts';
import { asProblem, type Resource } from '../../app/resource.ts';
import { checkbox } from '../../parts/check.ts';
import { inputField } from '../../parts/field.ts';
import { icon } from '../../parts/icon.ts';
import { problemNote } from '../../parts/notices.ts';
import { panel } from '../../parts/panel.ts';
import { counted } from '../../parts/quantity.ts';
import { status } from '../../parts/status.ts';
import { barcodeFaults } from './barcode-faults.ts';
import { barcodeFields } from './barcode-fields.ts';
import { changedFields, type ProductDraft, tidied } from './product-draft.ts';

/** Name, stock keeping and barcodes of a product, with the bar that saves them. */
export function productForm(source: Resource<ProductRow>) {
  const draft = signal<Partial<ProductDraft>>({});
  const problem = signal<ApiProblem | null>(null);
  const busy = signal(false);

  const change = (part: Partial<ProductDraft>) => {
    draft.value = { ...draft.value, ...part };
    problem.value = null;
  };
  const discard = () => {
    draft.value = {};
    problem.value = null;
  };
  const save = async (product: ProductRow) => {
    const written = tidied({ ...product, ...draft.peek() });
    if (busy.peek() || written.name === '') return;
    busy.value = true;
    // What is shown is what is sent, so that a fault's place in the list is the place on the screen.
    draft.value = written;
    try {
      const path = `/v1/products/${encodeURIComponent(product.sku)}`;
      // A write replaces the row: what others changed since the page was loaded has to stay.
      source.set(await put<ProductRow>(path, { ...(await get<ProductRow>(path)), ...written }));
      discard();
      saidSaved('Product saved.');
    } catch (thrown) {
      problem.value = asProblem(thrown);
    } finally {
      busy.value = false;
    }
  };

  const panels = (product: ProductRow): TemplateResult => {
    const shown: ProductDraft = { ...product, ...draft.value };
    const faults = faultsByField(problem.value?.errors ?? []);
    return html`${panel(
      { title: 'Basics' },
      html`<div class="body"><div class="form">
        ${inputField({
          id: 'product-name',
          label: 'Name on screen and receipt',
          required: true,
          value: shown.name,
          changed: shown.name !== product.name,
          error: shown.name.trim() === '' ? 'Type a name.' : faults.get('name'),
          help: `${shown.name.length} of 200 characters`,
          onInput: (name) => change({ name }),
        })}
        <div class="field">
          <span class="lab">Stock</span>
          ${checkbox('product-stocked', 'Count this product’s stock when it is sold', shown.stocked, (stocked) => change({ stocked }))}
        </div>
      </div></div>`,
    )}
    ${panel(
      {
        title: 'Barcodes',
        hint: 'a barcode that another product has moves to this one',
        links: html`<button class="linkbtn" type="button" data-testid="add-barcode"
          @click=${() => change({ barcodes: [...shown.barcodes, ''] })}>Add barcode</button>`,
      },
      barcodeFields(
        shown.barcodes,
        product.barcodes,
        barcodeFaults(problem.value?.errors ?? []),
        (barcodes) => change({ barcodes }),
      ),
    )}`;
  };

  const saveBar = (product: ProductRow): TemplateResult | typeof nothing => {
    const changed = changedFields(product, { ...product, ...draft.value });
    if (changed.length === 0) return nothing;
    const failed = problem.value;
    const faulty = failed?.errors.length ?? 0;
    return html`${failed && faulty === 0 ? problemNote(failed) : nothing}
      <div class="savebar" data-testid="savebar">
        ${
          failed && faulty > 0
            ? status('bad', `${counted(faulty, 'field')} to correct`)
            : html`<span class="st info">${icon('edit', 's')}Not saved: ${changed.join(', ')}</span>`
        }
        <span class="push row">
          <button class="btn quiet" type="button" @click=${discard}>Discard</button>
          <button class="btn primary" type="button" data-testid="save-product" @click=${() => save(product)}>${
            busy.value ? 'Saving' : `Save ${counted(changed.length, 'change')}`
          }</button>
        </span>
      </div>`;
  };
  const isUnsaved = () => {
    const product = source.state.peek().value;
    return product !== undefined && changedFields(product, { ...product, ...draft.peek() }).length > 0;
  };
  return { panels, saveBar, isUnsaved };
}
