import { signal } from '@preact/signals-core';
import { html, nothing, type TemplateResult } from 'lit-html';
import { asProblem } from '../../app/resource.ts';
import { resumeSession, session, signIn, signOut } from '../../app/session.ts';
import { inputField } from '../../parts/field.ts';
import { brandSign, icon } from '../../parts/icon.ts';

const typed = signal('');
const error = signal('');
const busy = signal(false);

export function signInPage(): TemplateResult {
  const now = session.value;
  return html`<main class="sign-in">
    <p class="brand">${brandSign()}evertill</p>
    <section class="panel" aria-labelledby="sign-in-title">
      ${now.state === 'unreachable' ? unreachable(now.problem) : now.state === 'checking' ? checking() : form()}
    </section>
  </main>`;
}

function form(): TemplateResult {
  const now = session.value;
  const notice = now.state === 'signedOut' ? now.notice : '';
  return html`<form class="stack l" novalidate @submit=${submit}>
    <div class="stack s">
      <h1 id="sign-in-title">Back office</h1>
      <p class="muted">Sign in with your admin token. It is kept in this tab only.</p>
    </div>
    ${notice ? html`<p class="note-box info" role="status">${icon('info')}<span>${notice}</span></p>` : nothing}
    <div role="alert" class="sr">${error.value}</div>
    ${inputField({
      id: 'token',
      label: 'Admin token',
      type: 'password',
      autocomplete: 'current-password',
      value: typed.value,
      error: error.value,
      onInput: (value) => {
        typed.value = value;
        error.value = '';
      },
    })}
    <button class="btn primary" type="submit" data-testid="sign-in">${busy.value ? 'Signing in' : 'Sign in'}</button>
  </form>`;
}

function checking(): TemplateResult {
  return html`<h1 id="sign-in-title">Back office</h1><p class="muted" role="status">Signing in with the token of this tab.</p>`;
}

function unreachable(problem: string): TemplateResult {
  return html`<div class="stack l">
    <h1 id="sign-in-title">Back office</h1>
    <p class="note-box bad" role="alert">${icon('bad')}<span>${problem}</span></p>
    <button class="btn primary" type="button" @click=${resumeSession}>Try again</button>
    <button class="btn quiet" type="button" @click=${() => signOut()}>Sign in with another token</button>
  </div>`;
}

async function submit(event: Event): Promise<void> {
  event.preventDefault();
  const token = typed.peek().trim();
  if (busy.peek()) return;
  if (token === '') {
    error.value = 'Type or paste your admin token.';
  } else {
    busy.value = true;
    try {
      await signIn(token);
      typed.value = '';
    } catch (thrown) {
      const problem = asProblem(thrown);
      error.value =
        problem.status === 401
          ? 'This admin token is not known. Check that all of it was copied, and try again.'
          : problem.message;
    } finally {
      busy.value = false;
    }
  }
  if (error.peek() !== '') document.getElementById('token')?.focus();
}
