import { html, nothing, type TemplateResult } from 'lit-html';
import { codeBlock } from './code-block.ts';
import {
  type Answer,
  type Content,
  type Description,
  type FieldRow,
  fieldRows,
  type Operation,
  type Route,
  typeText,
} from './description.ts';
import { parseInline } from './markdown.ts';
import { showInline } from './show-markdown.ts';
import { tryIt } from './try-it.ts';

const text = (source: string) => parseInline(source).map(showInline);
const pretty = (value: unknown) => JSON.stringify(value, null, 2);

/** One route with its fields, examples and refusals; one that has an example can be tried. */
export function showRoute(route: Route, description: Description): TemplateResult {
  const { id, method, path, operation } = route;
  const [request] = Object.values(operation.requestBody?.content ?? {});
  return html`<section class="route" aria-labelledby=${id}>
    <h3 id=${id}><a href="#${id}"><span class="method ${method.toLowerCase()}">${method}</span> <code>${path}</code></a></h3>
    <p class="lead">${text(operation.summary)}</p>
    ${operation.description ? html`<p>${text(operation.description)}</p>` : nothing}
    <div class="sides">
      <div>
        ${parameters(operation)}
        ${request ? html`<h4>Request</h4>${fields(fieldRows(request.schema, description))}` : nothing}
        ${answers(operation, description)}
      </div>
      <div>
        ${
          request?.example === undefined
            ? nothing
            : html`<h4>Try it</h4>${tryIt(path, request.example)}<h4>With curl</h4>${codeBlock(curl(path, request.example), 'sh')}`
        }
        ${Object.entries(operation.responses).map(([status, answer]) => example(status, answer.content))}
      </div>
    </div>
  </section>`;
}

function parameters({ parameters: found = [] }: Operation): TemplateResult | typeof nothing {
  if (found.length === 0) return nothing;
  const rows = found.map((parameter): FieldRow => {
    const { name, required = false, description = '', schema } = parameter;
    return { path: name, type: `${typeText(schema)}, ${parameter.in}`, isRequired: required, description };
  });
  return html`<h4>Parameters</h4>${fields(rows)}`;
}

function fields(rows: readonly FieldRow[]): TemplateResult | typeof nothing {
  if (rows.length === 0) return nothing;
  return html`<dl class="fields">${rows.map(
    ({ path, type, isRequired, description }) => html`<div>
      <dt><code>${path}</code> <span class="type">${type}</span>${isRequired ? html` <span class="must">required</span>` : nothing}</dt>
      <dd>${text(description)}</dd>
    </div>`,
  )}</dl>`;
}

function answers({ responses }: Operation, description: Description): TemplateResult {
  const [[status, success] = ['', undefined]] = Object.entries(responses);
  const [content] = Object.values(success?.content ?? {});
  return html`${
    content ? html`<h4>Answer ${status}</h4>${fields(fieldRows(content.schema, description))}` : nothing
  }<h4>Status</h4>
    <dl class="statuses">${Object.entries(responses).map(
      ([code, answer]) =>
        html`<div><dt>${code === 'default' ? 'else' : code}</dt><dd>${text(said(answer))}</dd></div>`,
    )}</dl>`;
}

function said({ description, $ref }: Answer): string {
  return description ?? ($ref ? 'Refused, as problem+json' : '');
}

function example(status: string, content: Content = {}): TemplateResult | typeof nothing {
  const [first] = Object.values(content);
  return first?.example === undefined
    ? nothing
    : html`<h4>${status}</h4>${codeBlock(pretty(first.example), 'json')}`;
}

function curl(path: string, body: unknown): string {
  const quoted = JSON.stringify(body).replaceAll("'", "'\\''");
  return `curl -s ${location.origin}${path} -H "authorization: Bearer $KEY" \\\n  -d '${quoted}'`;
}
