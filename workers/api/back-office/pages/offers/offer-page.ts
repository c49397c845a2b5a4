import { computed, signal } from '@preact/signals-core';
import { html, nothing, type TemplateResult } from 'lit-html';
import { offerInWords } from '../../../../../commerce/promotions/offer-in-words.ts';
import type { OfferCoverage } from '../../../../../protocol/offer-coverage.ts';
import { getAll, post } from '../../app/api.ts';
import { saveDraft, step } from '../../app/change-request.ts';
import type { NamedRow } from '../../app/master-rows.ts';
import { guardUnsaved, navigate } from '../../app/navigation.ts';
import { firstStore } from '../../app/overview.ts';
import type { Page, Scope } from '../../app/page.ts';
import type { ApiProblem } from '../../app/problem.ts';
import { asProblem, type Resource } from '../../app/resource.ts';
import { urls } from '../../app/routes.ts';
import { say } from '../../app/toast.ts';
import { day, dayIn } from '../../parts/dates.ts';
import { inputField, selectField } from '../../parts/field.ts';
import { icon } from '../../parts/icon.ts';
import { money } from '../../parts/money.ts';
import { loaded, problemNote } from '../../parts/notices.ts';
import { pageHead } from '../../parts/page-head.ts';
import { panel } from '../../parts/panel.ts';
import { phrases } from '../../parts/phrases.ts';
import { badge } from '../../parts/status.ts';
import { stateWords } from '../approvals/request-words.ts';
import { lineFields } from './line-fields.ts';
import { type LoadedOffer, loadOffer } from './load-offer.ts';
import { type LineDraft, newOffer, type OfferDraft, type OfferType } from './offer-draft.ts';
import { offerIdOf } from './offer-id.ts';
import { offerTypes } from './offer-words.ts';
import { readOffer } from './read-offer.ts';
import { ruleFields } from './rule-fields.ts';
import { testBasket } from './test-basket.ts';
import { togetherFields, whenFields } from './when-fields.ts';

/** One offer as a form, in plain words, and with a basket beside it that is priced while it is typed. */
export function offerPage(scope: Scope, id: string | null): Page {
  const today = () => dayIn(firstStore()?.timeZone, new Date());
  const source = scope.resource(async (signal_): Promise<LoadedOffer> => {
    if (id !== null) return loadOffer(id, signal_);
    return { stored: null, open: null, draft: newOffer('', today(), []) };
  });
  const names = (noun: string) => scope.resource((ended) => getAll<NamedRow>(`/v1/${noun}`, {}, ended));
  const [priceGroups, categories, tenderTypes] = [
    names('price-groups'),
    names('categories'),
    names('tender-types'),
  ];
  const options = (from: Resource<readonly NamedRow[]>) =>
    (from.state.value.value ?? []).map((one) => [one.id, one.name] as const);

  const changed = signal<OfferDraft | null>(null);
  const isTried = signal(false);
  const busy = signal(false);
  const problem = signal<ApiProblem | null>(null);
  const draft = computed((): OfferDraft => {
    const found = changed.value ?? source.state.value.value?.draft ?? newOffer('', today(), []);
    const [first] = id === null ? (firstStore()?.priceGroups ?? []) : [];
    return {
      ...found,
      currency: found.currency || (firstStore()?.currency ?? 'GBP'),
      priceGroups: id === null && changed.value === null && first !== undefined ? [first] : found.priceGroups,
      id: id ?? (found.id || offerIdOf(found.name)),
    };
  });
  const change = (part: Partial<OfferDraft>) => {
    changed.value = { ...draft.peek(), ...part };
    problem.value = null;
  };
  const read = computed(() => readOffer(draft.value));
  const row = computed(() => (read.value.ok ? read.value.value : null));
  const faults = computed(() => {
    const typed = isTried.value && !read.value.ok ? read.value.error : {};
    const refused = (problem.value?.errors ?? []).map(({ pointer, detail }) => [
      pointer.replace(/^\/(items\/\d+\/row\/)?/, ''),
      detail,
    ]);
    return { ...typed, ...Object.fromEntries(refused) } as Readonly<Record<string, string>>;
  });
  const linesAsked = computed(() =>
    JSON.stringify(
      draft.value.lines.map(({ kind, key, dimensions, unitOfMeasure, exclude, group }) => ({
        target: kind === 'all' ? 'all' : `${kind}:${key}`,
        ...{ dimensions, unitOfMeasure, exclude, group },
      })),
    ),
  );
  const coverage = scope.resource(async (): Promise<OfferCoverage | null> => {
    const lines = JSON.parse(linesAsked.value) as object[];
    const { currency } = draft.peek();
    return lines.length === 0
      ? null
      : post<OfferCoverage>('/v1/offer-coverage', { lines, currency, date: today() });
  });
  const isUnsaved = () => changed.peek() !== null;
  guardUnsaved(isUnsaved, scope.ended);
  const basket = testBasket(scope, {
    offer: () => row.value,
    coverage: () => coverage.state.value.value ?? null,
    today,
  });
  const lines = lineFields(scope, (line) => change({ lines: [...draft.peek().lines, line] }));

  const save = async (isSent: boolean) => {
    isTried.value = true;
    const offer = row.peek();
    if (busy.peek() || !offer || offer.id === '') return;
    busy.value = true;
    problem.value = null;
    try {
      const open = source.state.peek().value?.open ?? null;
      const isEditable = open?.request.may.includes('edit') ?? false;
      const item = { noun: 'offers', key: offer.id, row: { ...offer } };
      const others = (open?.items ?? []).filter(({ noun, key }) => noun !== 'offers' || key !== offer.id);
      const request = await saveDraft(
        {
          title: open && isEditable ? open.request.title : offer.name,
          publishAt: open && isEditable ? open.request.publishAt : null,
          items: [
            ...others.map(({ noun, key, row: kept, reason }) => ({ noun, key, row: kept, reason })),
            item,
          ],
        },
        isEditable ? open : null,
      );
      changed.value = null;
      if (isSent) {
        const sent = await step(request, 'submit');
        say({ words: 'Sent for approval.' });
        navigate(urls.approval(sent.id));
      } else {
        say({ words: 'Draft saved. Nobody gets it before somebody else approves it.' });
        if (id === null) navigate(urls.offer(offer.id));
        else await source.reload();
      }
    } catch (thrown) {
      problem.value = asProblem(thrown);
    } finally {
      busy.value = false;
    }
  };
  const end = () => change({ validTo: today() });

  const head = (found: LoadedOffer): TemplateResult => {
    const { open, stored } = found;
    const state = open ? stateWords[open.request.state] : null;
    return pageHead({
      title: html`${draft.value.name || 'New offer'} ${state ? badge(state.tone, state.words, state.picture) : nothing}`,
      crumbs: [['Offers', urls.offers]],
      here: draft.value.id || 'new',
      sub: html`<span>${offerTypes.get(draft.value.type)}</span>${open ? html`<span>In <a href=${urls.approval(open.request.id)}>${open.request.id}</a> by ${open.request.proposedBy.name}</span>` : nothing}`,
      acts: html`${stored && (stored.validTo === null || stored.validTo > today()) ? html`<button class="btn quiet" type="button" data-testid="end-offer" @click=${end}>End today</button>` : nothing}
        <button class="btn" type="button" data-testid="save-draft" aria-disabled=${busy.value ? 'true' : nothing} @click=${() => save(false)}>Save draft</button>
        <button class="btn primary" type="button" data-testid="send" aria-disabled=${busy.value ? 'true' : nothing} @click=${() => save(true)}>${icon('send', 'flip')}Send for approval</button>`,
    });
  };

  const words = (): TemplateResult => {
    const offer = row.value;
    if (!offer)
      return html`<p class="body muted">What it does is written here as soon as the rule is complete.</p>`;
    const named = (from: Resource<readonly NamedRow[]>, key: string) =>
      from.state.value.value?.find((one) => one.id === key)?.name ?? key;
    const nameOf = {
      amount: (minor: number) => money(minor, offer.currency),
      day,
      product: productName,
      category: (key: string) => named(categories, key),
      priceGroup: (key: string) => named(priceGroups, key),
      tenderType: (key: string) => named(tenderTypes, key),
    };
    return html`<p class="body summary-text" data-testid="in-words">${phrases(offerInWords(offer, offer.lines, nameOf))}</p>`;
  };
  const productName = (sku: string) => {
    const samples = coverage.state.value.value?.groups.flatMap((group) => group.samples) ?? [];
    return samples.find((one) => one.sku === sku)?.name ?? sku;
  };

  const form = (): TemplateResult => {
    const parts = { draft: draft.value, faults: faults.value, change };
    const found = coverage.state.value.value;
    const at = (line: LineDraft) => draft.value.lines.indexOf(line);
    return html`${panel({ title: 'In plain words', hint: 'written from the rule, so it cannot disagree with it' }, words())}
      ${panel(
        { title: 'What the customer gets' },
        html`<div class="body"><div class="form">
          ${inputField({ id: 'offer-name', label: 'Name on the receipt', width: 'w6', required: true, value: draft.value.name, error: faults.value.name, onInput: (name) => change({ name, ...(id === null ? { id: offerIdOf(name) } : {}) }) })}
          ${selectField({ id: 'offer-type', label: 'Type', width: 'w6', value: draft.value.type, options: [...offerTypes], onInput: (type) => change({ type: type as OfferType }) })}
          ${id === null ? inputField({ id: 'offer-id', label: 'Id', width: 'w6', mono: true, value: draft.value.id, error: isTried.value && draft.value.id === '' ? 'Type an id.' : faults.value.id, help: 'Cannot be changed later', onInput: (typed) => change({ id: typed }) }) : nothing}
          ${ruleFields({ ...parts, tenderTypes: options(tenderTypes) })}
        </div></div>
        ${lines({ ...parts, categories: options(categories), nameOf: productName, products: (line) => found?.lines[at(line)], choices: (line) => found?.choices[at(line)] })}`,
      )}
      ${panel({ title: 'When and for whom', hint: 'in each store’s own time' }, html`<div class="body">${whenFields({ ...parts, priceGroups: options(priceGroups) })}</div>`)}
      ${panel({ title: 'Together with other offers' }, html`<div class="body">${togetherFields(parts)}</div>`)}`;
  };
  const notes = (): TemplateResult => {
    const unread = isTried.value && !read.value.ok ? Object.keys(read.value.error).length : 0;
    return html`${unread > 0 ? html`<div class="note-box bad" role="alert" data-testid="not-complete">${icon('bad')}<span>The offer is not complete yet: what is missing stands under its field.</span></div>` : nothing}
      ${problem.value ? problemNote(problem.value) : nothing}`;
  };
  return {
    title: () => draft.value.name || 'New offer',
    view: () => {
      const found = source.state.value.value;
      if (!found)
        return html`${pageHead({ title: `Offer ${id}`, crumbs: [['Offers', urls.offers]], here: id ?? '' })}
          <section class="panel">${loaded(source, 'the offer', () => html``, 8, html`<a class="btn" href=${urls.offers}>All offers</a>`)}</section>`;
      return html`${head(found)}${notes()}
        <div class="cols side-r"><div class="stack l">${form()}</div><aside class="stack l" aria-label="Test basket"><div class="sticky-aside">${basket()}</div></aside></div>`;
    },
  };
}
