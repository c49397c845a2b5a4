import { signal } from '@preact/signals-core';
import { html, nothing, type TemplateResult } from 'lit-html';
import { get, put } from '../../app/api.ts';
import type { OfflineProfileRow, RegisterRow } from '../../app/master-rows.ts';
import { overview, type RegisterView } from '../../app/overview.ts';
import { type ApiProblem, faultsByField } from '../../app/problem.ts';
import { saidSaved } from '../../app/publish.ts';
import { asProblem, type Resource } from '../../app/resource.ts';
import { inputField, selectField } from '../../parts/field.ts';
import { problemNote } from '../../parts/notices.ts';
import { panel } from '../../parts/panel.ts';

interface Draft {
  readonly name: string;
  readonly offlineProfile: string;
}

/** Name and offline profile of a register. */
export function registerForm(profiles: Resource<readonly OfflineProfileRow[]>) {
  const draft = signal<Partial<Draft>>({});
  const problem = signal<ApiProblem | null>(null);

  async function save(event: Event, register: RegisterView): Promise<void> {
    event.preventDefault();
    const path = `/v1/registers/${encodeURIComponent(register.id)}`;
    const { name, offlineProfile } = now(register);
    if (name.trim() === '') return;
    try {
      // A write replaces the row: what others changed since the page was loaded has to stay.
      await put<RegisterRow>(path, { ...(await get<RegisterRow>(path)), name: name.trim(), offlineProfile });
      draft.value = {};
      problem.value = null;
      await overview().reload();
      saidSaved('Register saved.');
    } catch (thrown) {
      problem.value = asProblem(thrown);
    }
  }
  const now = ({ name, offlineProfile }: RegisterView): Draft => ({ name, offlineProfile, ...draft.value });
  const change = (part: Partial<Draft>) => {
    draft.value = { ...draft.value, ...part };
  };

  const view = (register: RegisterView): TemplateResult => {
    const { name, offlineProfile } = now(register);
    const dirty = name !== register.name || offlineProfile !== register.offlineProfile;
    const faults = faultsByField(problem.value?.errors ?? []);
    const elsewhere = problem.value && !faults.has('name') && !faults.has('offlineProfile');
    const known = profiles.state.value.value ?? [];
    const options = known.some(({ id }) => id === offlineProfile)
      ? known.map(({ id, name: label }) => [id, label] as const)
      : [[offlineProfile, offlineProfile] as const];
    return panel(
      { title: 'Settings' },
      html`<form class="body" novalidate @submit=${(event: Event) => save(event, register)}>
        <div class="form">
          ${elsewhere && problem.value ? html`<div class="w12">${problemNote(problem.value)}</div>` : nothing}
          ${inputField({
            id: 'register-name',
            label: 'Name',
            required: true,
            value: name,
            changed: name !== register.name,
            error: name.trim() === '' ? 'Type a name.' : faults.get('name'),
            onInput: (value) => change({ name: value }),
          })}
          ${selectField({
            id: 'offline-profile',
            label: 'Offline profile',
            value: offlineProfile,
            options,
            changed: offlineProfile !== register.offlineProfile,
            error: faults.get('offlineProfile'),
            onInput: (value) => change({ offlineProfile: value }),
          })}
          ${
            dirty
              ? html`<div class="form-acts">
                  <button class="btn" type="submit" data-testid="save-register">Save settings</button>
                  <button class="btn quiet" type="button" @click=${() => {
                    draft.value = {};
                    problem.value = null;
                  }}>Discard</button>
                </div>`
              : nothing
          }
        </div>
      </form>`,
    );
  };
  return { view };
}
