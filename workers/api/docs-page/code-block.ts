import { html, type TemplateResult } from 'lit-html';

/** Text to copy. The button says that it was copied until it loses the focus. */
export function codeBlock(code: string, label = ''): TemplateResult {
  const copy = async (event: Event) => {
    const button = event.currentTarget as HTMLButtonElement;
    await navigator.clipboard.writeText(code);
    button.textContent = 'Copied';
  };
  const again = (event: Event) => {
    (event.currentTarget as HTMLButtonElement).textContent = 'Copy';
  };
  return html`<div class="code">
    <pre tabindex="0" role="region" aria-label=${label === '' ? 'Example' : label}><code>${code}</code></pre>
    <button type="button" class="copy" @click=${copy} @blur=${again}>Copy</button>
  </div>`;
}
