import { html, nothing, type TemplateResult } from 'lit-html';
import type { LineChoices } from '../../../../../protocol/offer-coverage.ts';
import type { Scope } from '../../app/page.ts';
import { finder } from '../../parts/finder.ts';
import { icon } from '../../parts/icon.ts';
import { count } from '../../parts/quantity.ts';
import { status } from '../../parts/status.ts';
import { findProducts } from '../simulator/simulator-page.ts';
import { type NarrowChoice, narrowChoices, narrowed } from './narrow-line.ts';
import { type LineDraft, lineFor, type OfferDraft } from './offer-draft.ts';
import { groupCount, type OfferFaults } from './read-offer.ts';

interface LineParts {
  readonly draft: OfferDraft;
  readonly faults: OfferFaults;
  readonly categories: readonly (readonly [string, string])[];
  /** Products of each line that is sent, in their order; undefined while they are counted. */
  readonly products: (line: LineDraft) => number | undefined;
  /** What each line may be narrowed to; undefined while it is looked up. */
  readonly choices: (line: LineDraft) => LineChoices | undefined;
  readonly nameOf: (sku: string) => string;
  readonly change: (part: Partial<OfferDraft>) => void;
}

/** Which pieces count: what each group takes in and what it leaves out. */
export function lineFields(scope: Scope, addLine: (line: LineDraft) => void) {
  const finders = new Map<string, () => TemplateResult>();
  const find = (group: number, exclude: boolean) => {
    const key = `${group} ${exclude}`;
    const known = finders.get(key);
    if (known) return known();
    const made = finder(scope, {
      id: `line-${group}-${exclude ? 'exclude' : 'include'}`,
      label: exclude ? 'Leave out a product' : 'Take in a product',
      placeholder: exclude ? 'Leave out a product' : 'Take in a product',
      find: findProducts,
      choose: ({ key: sku }) => addLine(lineFor('product', sku, { group, exclude })),
    });
    finders.set(key, made);
    return made();
  };

  return ({ draft, faults, categories, products, choices, nameOf, change }: LineParts): TemplateResult => {
    const groups = Array.from({ length: groupCount(draft) }, (_, group) => group);
    const remove = (line: LineDraft) => change({ lines: draft.lines.filter((one) => one !== line) });
    const label = (line: LineDraft) => {
      if (line.kind === 'all') return 'Everything';
      if (line.kind === 'product') return `${nameOf(line.key)} (${line.key})`;
      if (line.kind === 'category')
        return `Category ${categories.find(([id]) => id === line.key)?.[1] ?? line.key}, with all below`;
      return `Label “${line.key}”`;
    };
    const row = (line: LineDraft) => {
      const found = products(line);
      const narrow = (narrowed: LineDraft) =>
        change({ lines: draft.lines.map((one) => (one === line ? narrowed : one)) });
      return html`<tr><td class="nowrap">${line.exclude ? status('bad', 'Leaves out', 'x') : status('ok', 'Takes in', 'plus')}</td>
        <td>${label(line)}${narrowFields(line, narrowChoices(line, choices(line)), draft.lines.indexOf(line), narrow)}</td>
        <td class="n">${found === undefined ? '…' : count(found)}</td>
        <td><button class="linkbtn" type="button" data-testid="remove-line" @click=${() => remove(line)}>Remove</button></td></tr>`;
    };
    const groupName = (group: number) =>
      draft.type === 'threshold'
        ? group === 0
          ? 'Pieces that count'
          : `Gift ${group}`
        : groups.length > 1
          ? `Group ${group + 1}`
          : 'Pieces that count';
    return html`${groups.map((group) => {
      const lines = draft.lines.filter((line) => line.group === group);
      const fault = faults[`lines/group/${group}`];
      const add = (kind: LineDraft['kind'], key: string) => addLine(lineFor(kind, key, { group }));
      return html`<div class="framed in-panel" data-testid="group-lines-${group}">
        <h3 class="subhead">${groupName(group)}</h3>
        <table class="compact"><thead><tr><th scope="col">Include or exclude</th><th scope="col">What</th><th scope="col" class="n">Products</th><td></td></tr></thead>
          <tbody>${lines.map(row)}${lines.length === 0 ? html`<tr><td colspan="4" class="muted">Nothing yet</td></tr>` : ''}</tbody></table>
        ${fault ? html`<span class="msg bad" data-testid="lines-error-${group}">${icon('bad')}${fault}</span>` : ''}
        <div class="row wrap body">${find(group, false)}${find(group, true)}
          <select aria-label="Take in a category" data-testid="add-category-${group}" @change=${(
            event: Event,
          ) => {
            const select = event.target as HTMLSelectElement;
            if (select.value === 'all') add('all', '');
            else if (select.value !== '') add('category', select.value);
            select.value = '';
          }}><option value="">Category, or everything</option><option value="all">Everything</option>${categories.map(([id, name]) => html`<option value=${id}>${name}</option>`)}</select>
        </div>
      </div>`;
    })}`;
  };
}

/** Of which variants and in which unit a line counts: a field for everything that its products differ in. */
function narrowFields(
  line: LineDraft,
  choices: readonly NarrowChoice[],
  at: number,
  narrow: (line: LineDraft) => void,
): TemplateResult | typeof nothing {
  if (choices.length === 0) return nothing;
  return html`<div class="row wrap">${choices.map(
    (choice) => html`<select aria-label=${choice.label} data-testid="line-${at}-${choice.of ?? 'unit'}"
      @change=${(event: Event) => narrow(narrowed(line, choice.of, (event.target as HTMLSelectElement).value))}>
      <option value="" ?selected=${choice.value === ''}>Any ${choice.of ?? 'unit'}</option>
      ${choice.values.map((value) => html`<option value=${value} ?selected=${value === choice.value}>${value}</option>`)}
    </select>`,
  )}</div>`;
}
