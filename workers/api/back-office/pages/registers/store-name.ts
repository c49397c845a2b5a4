import { signal } from '@preact/signals-core';
import { html, nothing, type TemplateResult } from 'lit-html';
import { get, put } from '../../app/api.ts';
import type { StoreRow } from '../../app/master-rows.ts';
import { overview } from '../../app/overview.ts';
import { faultsByField } from '../../app/problem.ts';
import { saidSaved } from '../../app/publish.ts';
import { asProblem } from '../../app/resource.ts';
import { inputField } from '../../parts/field.ts';

interface Editing {
  readonly store: StoreRow;
  readonly name: string;
  readonly error: string;
}

const editing = signal<Editing | null>(null);

export function editStoreName(store: StoreRow): void {
  editing.value = { store, name: store.name, error: '' };
  queueMicrotask(() => document.querySelector<HTMLInputElement>('#store-name')?.select());
}

/** The form that opens below a store's name, where that store is being edited. */
export function storeNameForm(store: StoreRow): TemplateResult | typeof nothing {
  const now = editing.value;
  if (now?.store.store !== store.store) return nothing;
  return html`<form class="inset" novalidate @submit=${save}>
    <div class="form">
      ${inputField({
        id: 'store-name',
        label: 'Name of the store',
        width: 'w6',
        required: true,
        value: now.name,
        changed: now.name !== store.name,
        error: now.error,
        help: 'In the back office. What stands on receipts is kept apart.',
        onInput: (name) => {
          editing.value = { ...now, name, error: '' };
        },
      })}
      <div class="form-acts">
        <button class="btn primary" type="submit" data-testid="save-store">Save name</button>
        <button class="btn quiet" type="button" @click=${stop}>Cancel</button>
      </div>
    </div>
  </form>`;
}

function stop(): void {
  editing.value = null;
}

async function save(event: Event): Promise<void> {
  event.preventDefault();
  const now = editing.peek();
  if (!now) return;
  if (now.name.trim() === '') {
    editing.value = { ...now, error: 'Type a name.' };
    return;
  }
  try {
    const path = `/v1/stores/${encodeURIComponent(now.store.store)}`;
    // A write replaces the row: what others changed since the page was loaded has to stay.
    await put<StoreRow>(path, { ...(await get<StoreRow>(path)), name: now.name.trim() });
    stop();
    await overview().reload();
    saidSaved('Store saved.');
  } catch (thrown) {
    const problem = asProblem(thrown);
    editing.value = { ...now, error: faultsByField(problem.errors).get('name') ?? problem.message };
  }
}
