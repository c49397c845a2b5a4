import { html, render, type TemplateResult } from 'lit-html';
import guideText from '../../../docs/api.md?raw';
import { type Description, type Route, routesByTag } from './description.ts';
import { parseMarkdown } from './markdown.ts';
import { showRoute } from './reference.ts';
import { showBlock, showInline } from './show-markdown.ts';

/** What partners use; the rest of the API is headquarters' own. */
const FOR_PARTNERS = 'Pricing';

const root = document.getElementById('docs');
if (!root) throw new Error('the page has a place for the documentation');

const guide = parseMarkdown(guideText);
const response = await fetch('/openapi.json');
if (response.ok) {
  render(page((await response.json()) as Description), root);
  // The place that the address names has only now appeared.
  document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
} else {
  render(
    html`<main><h1>evertill API</h1><p>The description could not be read. Load the page again.</p></main>`,
    root,
  );
}

function page(description: Description): TemplateResult {
  const routes = routesByTag(description);
  const partners = routes.get(FOR_PARTNERS) ?? [];
  const others = [...routes].filter(([tag]) => tag !== FOR_PARTNERS);
  return html`<a class="skip" href="#content">Skip to content</a>
    <header><a class="brand" href="/docs/">evertill API</a><a href="/openapi.json">openapi.json</a></header>
    <div class="frame">
      <nav aria-label="Contents">
        <h2>Guide</h2>
        <ul>${guide.map((block) =>
          block.type === 'heading' && block.level === 2
            ? html`<li><a href="#${block.id}">${block.text.map(showInline)}</a></li>`
            : '',
        )}</ul>
        <h2>Routes for partners</h2>
        <ul>${partners.map(navRoute)}</ul>
        <h2>Headquarters</h2>
        <ul>${others.map(([tag]) => html`<li><a href="#${tagId(tag)}">${tag}</a></li>`)}</ul>
      </nav>
      <main id="content">
        ${guide.map(showBlock)}
        <h2 id="routes-for-partners"><a href="#routes-for-partners">Routes for partners</a></h2>
        ${partners.map((route) => showRoute(route, description))}
        <h2 id="headquarters"><a href="#headquarters">Headquarters</a></h2>
        <p>For admins' tokens. Every list is a page with <code>items</code> and <code>next</code>; send <code>next</code> as <code>cursor</code>.</p>
        ${others.map(
          ([tag, of]) => html`<details id=${tagId(tag)}>
            <summary>${tag} <span class="count">${of.length}</span></summary>
            ${of.map((route) => showRoute(route, description))}
          </details>`,
        )}
      </main>
    </div>`;
}

function navRoute({ id, method, path }: Route): TemplateResult {
  return html`<li><a href="#${id}"><span class="method ${method.toLowerCase()}">${method}</span> ${path}</a></li>`;
}

function tagId(tag: string): string {
  return `tag-${tag.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`;
}

// A link to a folded part opens it.
addEventListener('hashchange', () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target instanceof HTMLDetailsElement) target.open = true;
});
