import { html, type TemplateResult } from 'lit-html';
import { codeBlock } from './code-block.ts';
import type { Block, Inline } from './markdown.ts';

export function showBlock(block: Block): TemplateResult {
  switch (block.type) {
    case 'heading':
      return showHeading(block.level, block.id, block.text);
    case 'paragraph':
      return html`<p>${block.text.map(showInline)}</p>`;
    case 'code':
      return codeBlock(block.code, block.language);
    case 'list':
      return html`<ul>${block.items.map((item) => html`<li>${item.map(showInline)}</li>`)}</ul>`;
    case 'table':
      return html`<div class="scroll" tabindex="0" role="region" aria-label="Table"><table>
        <thead><tr>${block.head.map((cell) => html`<th scope="col">${cell.map(showInline)}</th>`)}</tr></thead>
        <tbody>${block.rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell.map(showInline)}</td>`)}</tr>`)}</tbody>
      </table></div>`;
  }
}

function showHeading(level: number, id: string, text: readonly Inline[]): TemplateResult {
  const inner = text.map(showInline);
  if (level === 1) return html`<h1 id=${id}>${inner}</h1>`;
  if (level === 2) return html`<h2 id=${id}><a href="#${id}">${inner}</a></h2>`;
  return html`<h3 id=${id}><a href="#${id}">${inner}</a></h3>`;
}

export function showInline(part: Inline): TemplateResult | string {
  switch (part.type) {
    case 'text':
      return part.text;
    case 'code':
      return html`<code>${part.text}</code>`;
    case 'strong':
      return html`<strong>${part.text}</strong>`;
    case 'link':
      return html`<a href=${part.href}>${part.text}</a>`;
  }
}
