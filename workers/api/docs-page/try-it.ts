import { html, render, type TemplateResult } from 'lit-html';

/** The key that was typed, for every route of this page. It is kept nowhere else. */
let key = '';

/** A form that sends a request from this page and shows what comes back. */
export function tryIt(path: string, example: unknown): TemplateResult {
  const send = async (event: Event) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const given = new FormData(form);
    key = String(given.get('key') ?? '');
    for (const field of document.querySelectorAll<HTMLInputElement>('input[name="key"]')) field.value = key;
    const place = form.querySelector<HTMLElement>('output');
    if (place) render(await ask(path, String(given.get('body') ?? '')), place);
  };
  return html`<form class="try" @submit=${send}>
    <label>Key <input name="key" type="password" autocomplete="off" spellcheck="false" required placeholder="evk_live_…"></label>
    <label>Body <textarea name="body" rows=${rowsOf(example)} spellcheck="false" .value=${JSON.stringify(example, null, 2)}></textarea></label>
    <button type="submit">Send</button>
    <output aria-live="polite"></output>
  </form>`;
}

const rowsOf = (example: unknown) => JSON.stringify(example, null, 2).split('\n').length;

async function ask(path: string, body: string): Promise<TemplateResult> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body,
    });
    const text = await response.text();
    return html`<p class=${response.ok ? 'good' : 'bad'}>${response.status} ${response.ok ? 'answered' : 'refused'}</p>
      <pre tabindex="0" role="region" aria-label="Answer"><code>${indented(text)}</code></pre>`;
  } catch {
    return html`<p class="bad">No answer came. Is the line there?</p>`;
  }
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
