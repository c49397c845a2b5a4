import { signal } from '@preact/signals-core';
import { html, nothing, type TemplateResult } from 'lit-html';
import { post } from '../../app/api.ts';
import type { RegisterView } from '../../app/overview.ts';
import type { ApiProblem } from '../../app/problem.ts';
import { asProblem } from '../../app/resource.ts';
import { moment } from '../../parts/dates.ts';
import { icon } from '../../parts/icon.ts';
import { problemNote, skeleton } from '../../parts/notices.ts';

const EXPIRES_IN_MINUTES = 60;

interface Issued {
  readonly code: string;
  readonly expiresAt: string;
}

interface Issuing {
  readonly register: RegisterView;
  readonly issued: Issued | null;
  readonly problem: ApiProblem | null;
  readonly copied: boolean;
}

const issuing = signal<Issuing | null>(null);

/** Asks for a code and shows it; it is shown this once, and headquarters keeps only its hash. */
export async function issueActivationCode(register: RegisterView): Promise<void> {
  issuing.value = { register, issued: null, problem: null, copied: false };
  const dialog = document.querySelector<HTMLDialogElement>('dialog[data-testid="activation"]');
  if (dialog && !dialog.open) dialog.showModal();
  try {
    const path = `/v1/registers/${encodeURIComponent(register.id)}/activation-codes`;
    const issued: Issued = await post(path, { expiresInMinutes: EXPIRES_IN_MINUTES });
    show({ issued }, register);
  } catch (thrown) {
    show({ problem: asProblem(thrown) }, register);
  }
}

/** Stands on every page that can issue a code. */
export function activationDialog(): TemplateResult {
  const now = issuing.value;
  return html`<dialog class="card" data-testid="activation" aria-labelledby="activation-title" @close=${forget}>
    <div class="in">
      <h2 id="activation-title">Activation code${now ? html` for ${now.register.storeName}, ${now.register.name}` : nothing}</h2>
      ${now ? content(now) : nothing}
      <form method="dialog" class="row">
        ${
          now?.issued
            ? html`<button class="btn" type="button" @click=${copy}>${icon(now.copied ? 'check' : 'copy')}${now.copied ? 'Copied' : 'Copy'}</button>`
            : nothing
        }
        <button class="btn primary push" value="close" data-testid="close-activation">Done</button>
      </form>
    </div>
  </dialog>`;
}

function content({ issued, problem, register }: Issuing): TemplateResult {
  if (problem) return problemNote(problem, () => issueActivationCode(register));
  if (!issued) return skeleton('the code', 2);
  return html`<div class="stack">
    <p class="code-once" data-testid="activation-code">${issued.code}</p>
    <p>Type it at the register before <strong data-testid="activation-expiry">${moment(issued.expiresAt)}</strong>. It works once.</p>
    <p class="muted">It is not shown again. Activating replaces the device that the register runs on now, if there is one.</p>
  </div>`;
}

async function copy(): Promise<void> {
  const now = issuing.peek();
  if (!now?.issued) return;
  await navigator.clipboard.writeText(now.issued.code).then(
    () => show({ copied: true }, now.register),
    () => undefined,
  );
}

function show(change: Partial<Issuing>, register: RegisterView): void {
  const now = issuing.peek();
  if (now?.register.id === register.id) issuing.value = { ...now, ...change };
}

function forget(): void {
  issuing.value = null;
}
