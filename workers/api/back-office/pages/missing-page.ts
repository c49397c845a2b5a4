import { html } from 'lit-html';
import type { Page } from '../app/page.ts';
import { urls } from '../app/routes.ts';
import { empty } from '../parts/notices.ts';
import { pageHead } from '../parts/page-head.ts';

export function missingPage(): Page {
  return {
    title: () => 'No such page',
    view: () => html`${pageHead({ title: 'No such page' })}
      <section class="panel">${empty(
        'search',
        'There is nothing at this address',
        'The link may be older than what it led to.',
        html`<a class="btn" href=${urls.home}>Go to the home page</a>`,
      )}</section>`,
  };
}
