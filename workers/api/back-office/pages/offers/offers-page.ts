import { computed } from '@preact/signals-core';
import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { get, type Page as List } from '../../app/api.ts';
import { placeState, search } from '../../app/navigation.ts';
import { firstStore } from '../../app/overview.ts';
import type { Page, Scope } from '../../app/page.ts';
import { readQuery, trimmed, withQuery } from '../../app/query.ts';
import { urls } from '../../app/routes.ts';
import { typedQuery } from '../../app/typed-query.ts';
import { trailOf } from '../../parts/cursor-trail.ts';
import { day, dayIn } from '../../parts/dates.ts';
import { icon } from '../../parts/icon.ts';
import { empty, loaded } from '../../parts/notices.ts';
import { pageHead } from '../../parts/page-head.ts';
import { pager } from '../../parts/pager.ts';
import { counted } from '../../parts/quantity.ts';
import { status } from '../../parts/status.ts';
import { type Column, table } from '../../parts/table.ts';
import type { OfferRow } from './offer-draft.ts';
import { offerState, offerTypes } from './offer-words.ts';

const LIMIT = 25;
const TYPING_MS = 250;

/** Every offer there is, found by name or id. */
export function offersPage(scope: Scope): Page {
  const query = computed(() => readQuery(search.value, ['search', 'cursor']));
  const typed = typedQuery(scope, urls.offers, query);
  const source = scope.resource((signal) =>
    get<List<OfferRow>>('/v1/offers', { ...trimmed(query.value), limit: LIMIT }, signal),
  );
  const list = (page: List<OfferRow>, busy: boolean): TemplateResult => {
    const { search: words, cursor } = trimmed(query.value);
    if (page.items.length === 0)
      return words === ''
        ? empty(
            'percent',
            'No offer yet',
            'An offer takes something off what is bought: two for one, 10 % off, a gift from an amount on.',
            newOfferLink(),
          )
        : empty(
            'search',
            `No offer has “${words}” in its name or id`,
            'Names and ids are searched for exactly what was typed.',
            html`<a class="btn" href=${urls.offers}>Show all offers</a>`,
          );
    return html`${table({ caption: 'Offers', columns: columns(), rows: page.items, key: ({ id }) => id, busy, testId: 'offers' })}
    ${pager({
      trail: trailOf(placeState.value, cursor),
      cursor,
      next: page.next,
      urlAt: (at) => withQuery(urls.offers, { search: words, cursor: at }),
      shown: counted(page.items.length, 'offer'),
    })}`;
  };
  return {
    title: () => 'Offers',
    view: () => html`${pageHead({ title: 'Offers', sub: 'What is taken off, when and for whom', acts: newOfferLink() })}
      <form class="toolbar" role="search" @submit=${(event: Event) => event.preventDefault()}>
        <label class="search search-field full"><span class="sr">Search offers by name or id</span>${icon('search')}
          <input type="search" data-testid="search" placeholder="Name or id" autocomplete="off" spellcheck="false"
            .value=${live(typed.of('search'))} @input=${(event: Event) => typed.change('search', (event.target as HTMLInputElement).value, TYPING_MS)}></label>
      </form>
      <section class="panel" aria-label="Offer list">${loaded(source, 'offers', (page, { loading }) => list(page, loading), 8)}</section>`,
  };
}

const newOfferLink = () =>
  html`<a class="btn primary" data-testid="new-offer" href=${urls.newOffer}>${icon('plus')}New offer</a>`;

function columns(): readonly Column<OfferRow>[] {
  const today = dayIn(firstStore()?.timeZone, new Date());
  return [
    {
      head: 'Offer',
      rowHead: true,
      cell: ({ id, name }) => html`<a href=${urls.offer(id)}>${name}</a><span class="sub mono">${id}</span>`,
    },
    { head: 'Type', low: true, cell: ({ rule }) => offerTypes.get(rule.type) },
    {
      head: 'Runs',
      nowrap: true,
      cell: (offer) => {
        const { tone, words } = offerState(offer, today);
        return html`${status(tone, words)}<span class="sub">${day(offer.validFrom)}${offer.validTo ? ` to ${day(offer.validTo)}` : ''}</span>`;
      },
    },
    {
      head: 'Price groups',
      low: true,
      cell: ({ priceGroups, allPriceGroups }) => priceGroups.join(allPriceGroups ? ' and ' : ', '),
    },
    { head: 'Coupon', low: true, cell: ({ couponNeeded }) => (couponNeeded ? 'needed' : nothing) },
    {
      head: 'Priority',
      numeric: true,
      low: true,
      cell: ({ priority }) => priority ?? html`<span class="muted">of the group</span>`,
    },
  ];
}
