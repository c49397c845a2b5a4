import { signal } from '@preact/signals-core';
import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import type { Scope } from '../app/page.ts';
import { icon } from './icon.ts';

export interface Found {
  readonly key: string;
  readonly name: string;
}

interface FinderParts {
  readonly id: string;
  readonly label: string;
  readonly placeholder: string;
  readonly find: (words: string, signal: AbortSignal) => Promise<readonly Found[]>;
  readonly choose: (found: Found) => void;
}

const TYPING_MS = 160;

/** Finds something by a few typed letters and hands it over; a scanner's Enter takes the first. */
export function finder(scope: Pick<Scope, 'ended'>, parts: FinderParts): () => TemplateResult {
  const words = signal('');
  const found = signal<readonly Found[] | null>(null);
  const selected = signal(0);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running = new AbortController();
  scope.ended.addEventListener('abort', () => {
    clearTimeout(timer);
    running.abort();
  });

  const ask = async (takeFirst: boolean) => {
    clearTimeout(timer);
    running.abort();
    running = new AbortController();
    const { signal: mine } = running;
    const typed = words.peek().trim();
    if (typed === '') {
      found.value = null;
      return;
    }
    const answer = await parts.find(typed, mine).catch((): readonly Found[] => []);
    if (mine.aborted) return;
    found.value = answer;
    selected.value = 0;
    const [first] = answer;
    if (takeFirst && first) take(first);
  };
  const take = (one: Found) => {
    clearTimeout(timer);
    running.abort();
    words.value = '';
    found.value = null;
    parts.choose(one);
  };
  const type = (event: Event) => {
    words.value = (event.target as HTMLInputElement).value;
    clearTimeout(timer);
    timer = setTimeout(() => void ask(false), TYPING_MS);
  };
  const move = (event: KeyboardEvent) => {
    const options = found.peek() ?? [];
    if (event.key === 'Escape' && found.peek() !== null) found.value = null;
    else if (event.key === 'ArrowDown' && options.length > 0)
      selected.value = (selected.peek() + 1) % options.length;
    else if (event.key === 'ArrowUp' && options.length > 0)
      selected.value = (selected.peek() + options.length - 1) % options.length;
    else if (event.key === 'Enter') {
      const chosen = options[selected.peek()];
      if (chosen) take(chosen);
      else void ask(true);
    } else return;
    event.preventDefault();
  };
  const leave = (event: FocusEvent) => {
    const stays =
      event.relatedTarget instanceof Node && (event.currentTarget as Node).contains(event.relatedTarget);
    if (!stays) found.value = null;
  };

  return () => {
    const { id } = parts;
    const options = found.value;
    const isOpen = options !== null;
    return html`<div class="finder" @focusout=${leave}>
      <label class="search"><span class="sr">${parts.label}</span>${icon('plus')}
        <input type="text" id=${id} data-testid=${id} role="combobox" aria-expanded=${isOpen ? 'true' : 'false'} aria-controls="${id}-found"
          aria-autocomplete="list" aria-activedescendant=${options?.length ? `${id}-${selected.value}` : nothing}
          autocomplete="off" spellcheck="false" placeholder=${parts.placeholder}
          .value=${live(words.value)} @input=${type} @keydown=${move}></label>
      <div class="found" role="listbox" id="${id}-found" aria-label=${parts.label} ?hidden=${!isOpen} tabindex="-1">
        ${options?.map(
          (
            one,
            index,
          ) => html`<div role="option" id="${id}-${index}" data-testid="${id}-option" aria-selected=${index === selected.value ? 'true' : 'false'}
            @mousedown=${(event: Event) => event.preventDefault()} @click=${() => take(one)}><span>${one.name}</span><span class="push mono">${one.key}</span></div>`,
        )}
        ${options?.length === 0 ? html`<div role="option" aria-selected="false" aria-disabled="true" class="muted">Nothing has this in its name</div>` : nothing}
      </div>
    </div>`;
  };
}
