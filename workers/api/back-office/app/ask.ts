import { signal } from '@preact/signals-core';
import { html, nothing, type TemplateResult } from 'lit-html';
import { problemNote } from '../parts/notices.ts';
import { textArea } from '../parts/text-area.ts';
import type { ApiProblem } from './problem.ts';
import { asProblem } from './resource.ts';
import { say } from './toast.ts';

export interface Question {
  readonly title: string;
  /** What will happen and what will not, in a sentence or two. */
  readonly detail: unknown;
  /** Asked for where it goes on record; the deed waits until it is typed where it is needed. */
  readonly reason?: { readonly label: string; readonly needed: boolean };
  readonly deed: string;
  readonly danger?: boolean;
  /** Does it, and answers what is said afterwards. */
  readonly act: (reason: string) => Promise<string>;
}

interface Asking {
  readonly question: Question;
  readonly reason: string;
  readonly error: string;
  readonly busy: boolean;
  readonly problem: ApiProblem | null;
}

const asking = signal<Asking | null>(null);
const dialog = () => document.querySelector<HTMLDialogElement>('dialog[data-testid="ask"]');

/** Asks before something is done that an admin should mean: nothing happens until the answer. */
export function ask(question: Question): void {
  asking.value = { question, reason: '', error: '', busy: false, problem: null };
  const opened = dialog();
  if (opened && !opened.open) opened.showModal();
}

/** Stands once in the shell. */
export function askDialog(): TemplateResult {
  const now = asking.value;
  return html`<dialog class="card" data-testid="ask" aria-labelledby="ask-title" @close=${forget}>
    ${now ? content(now) : nothing}
  </dialog>`;
}

function content({ question, reason, error, busy, problem }: Asking): TemplateResult {
  const { title, detail, deed, danger } = question;
  return html`<form class="in" novalidate @submit=${doIt}>
    <h2 id="ask-title">${title}</h2>
    <p>${detail}</p>
    ${
      question.reason
        ? textArea({
            id: 'ask-reason',
            label: question.reason.label,
            value: reason,
            error,
            onInput: (text) => change({ reason: text, error: '' }),
          })
        : nothing
    }
    ${problem ? problemNote(problem) : nothing}
    <div class="row">
      <button class="btn quiet" type="button" data-testid="ask-cancel" @click=${() => dialog()?.close()}>Cancel</button>
      <button class="btn push ${danger ? 'danger' : 'primary'}" type="submit" data-testid="ask-deed" aria-disabled=${busy ? 'true' : nothing}>${deed}</button>
    </div>
  </form>`;
}

async function doIt(event: Event): Promise<void> {
  event.preventDefault();
  const now = asking.peek();
  if (!now || now.busy) return;
  const { question } = now;
  const reason = now.reason.trim();
  if (question.reason?.needed && reason === '') {
    change({ error: 'Type a reason: it goes on record, and the store can read it.' });
    return;
  }
  change({ busy: true, problem: null });
  try {
    const words = await question.act(reason);
    if (asking.peek()?.question === question) dialog()?.close();
    say({ words });
  } catch (thrown) {
    if (asking.peek()?.question === question) change({ busy: false, problem: asProblem(thrown) });
  }
}

function change(part: Partial<Asking>): void {
  const now = asking.peek();
  if (now) asking.value = { ...now, ...part };
}

function forget(): void {
  asking.value = null;
}
