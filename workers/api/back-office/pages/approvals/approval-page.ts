import { computed, signal } from '@preact/signals-core';
import { html, nothing, type TemplateResult } from 'lit-html';
import type { ChangeImpact } from '../../../../../protocol/change-impact.ts';
import type { ChangeChecks, ChangeItem, ChangeRequest } from '../../../../../protocol/change-requests.ts';
import { get, type Page as List } from '../../app/api.ts';
import { readItems, readRequest, requestPath, step } from '../../app/change-request.ts';
import { navigate } from '../../app/navigation.ts';
import type { Page, Scope } from '../../app/page.ts';
import type { ApiProblem } from '../../app/problem.ts';
import { asProblem } from '../../app/resource.ts';
import { urls } from '../../app/routes.ts';
import { say } from '../../app/toast.ts';
import { radios } from '../../parts/choices.ts';
import { moment } from '../../parts/dates.ts';
import { icon } from '../../parts/icon.ts';
import { loaded, problemNote, skeleton } from '../../parts/notices.ts';
import { pageHead } from '../../parts/page-head.ts';
import { panel } from '../../parts/panel.ts';
import { counted } from '../../parts/quantity.ts';
import { badge } from '../../parts/status.ts';
import { type Step, steps } from '../../parts/steps.ts';
import { table } from '../../parts/table.ts';
import { textArea } from '../../parts/text-area.ts';
import { impactPanels } from './impact-panels.ts';
import { fieldChanges, rowsText, stateWords } from './request-words.ts';

const ROWS_SHOWN = 100;
type Action = Parameters<typeof step>[1];
const open = new Set(['draft', 'sentBack', 'waiting', 'approved', 'failed']);

/** One change request: what it changes, what that would do, and the decision. */
export function approvalPage(scope: Scope, id: string): Page {
  const source = scope.resource((signal) => readRequest(id, signal));
  const version = computed(() => source.state.value.value?.version);
  const items = scope.resource((signal) => {
    void version.value;
    return readItems(id, { limit: ROWS_SHOWN }, signal);
  });
  const isOpen = computed(() => open.has(source.state.value.value?.state ?? ''));
  const impact = scope.resource(async (signal): Promise<ChangeImpact | null> => {
    void version.value;
    return isOpen.value ? get<ChangeImpact>(`${requestPath(id)}/impact`, {}, signal) : null;
  });
  const found = scope.resource(async (signal): Promise<ChangeChecks | null> => {
    void version.value;
    return isOpen.value ? get<ChangeChecks>(`${requestPath(id)}/checks`, {}, signal) : null;
  });
  const note = signal('');
  const when = signal<'asProposed' | 'now'>('asProposed');
  const busy = signal(false);
  const problem = signal<ApiProblem | null>(null);

  const act = async (request: ChangeRequest, action: Action, body: object, words: string) => {
    if (busy.peek()) return;
    busy.value = true;
    problem.value = null;
    try {
      const after = await step(request, action, body);
      note.value = '';
      say({ words });
      if (after.id === request.id) source.set(after);
      else navigate(urls.approval(after.id));
    } catch (thrown) {
      problem.value = asProblem(thrown);
      await source.reload();
    } finally {
      busy.value = false;
    }
  };

  const head = (request: ChangeRequest): TemplateResult => {
    const { tone, words, picture } = stateWords[request.state];
    return html`${pageHead({
      title: html`${request.title} ${badge(tone, words, picture)}`,
      crumbs: [['Approvals', urls.approvals]],
      here: request.id,
      sub: html`<span>${rowsText(request.rows)}</span><span>by ${request.proposedBy.name}, ${moment(request.submittedAt ?? request.createdAt)}</span>
        <span>${request.publishAt ? `published at ${moment(request.publishAt)}` : 'published when approved'}</span>`,
    })}${steps(stepsOf(request))}`;
  };

  const decision = (request: ChangeRequest): TemplateResult | typeof nothing => {
    const may = (action: ChangeRequest['may'][number]) => request.may.includes(action);
    const isOwn = request.own && request.state === 'waiting';
    const own = isOwn
      ? html`<div class="note-box info" data-testid="own">${icon('lock')}<span>You had a hand in this change, so somebody else decides about it.</span></div>`
      : nothing;
    if (request.may.every((action) => action === 'edit' || action === 'resolve')) return own;
    const trimmed = note.value.trim();
    const said = trimmed === '' ? {} : { note: trimmed };
    const button = (
      label: string,
      testId: string,
      look: string,
      action: Action,
      body: object,
      words: string,
    ) =>
      html`<button class="btn ${look}" type="button" data-testid=${testId} aria-disabled=${busy.value ? 'true' : nothing}
        @click=${() => act(request, action, body, words)}>${label}</button>`;
    return html`${own}${panel(
      { title: may('approve') ? 'Decide' : 'Go on', testId: 'decide' },
      html`<div class="body stack">
        ${
          may('approve') && request.publishAt
            ? radios(
                'publish',
                'When',
                [
                  ['asProposed', `As proposed: ${moment(request.publishAt)}`],
                  ['now', 'Now, on every register within seconds'],
                ],
                when.value,
                (chosen) => {
                  when.value = chosen;
                },
              )
            : nothing
        }
        ${textArea({
          id: 'decision-note',
          label: `Note for ${request.proposedBy.name}`,
          value: note.value,
          onInput: (text) => {
            note.value = text;
          },
        })}
        ${problem.value ? problemNote(problem.value) : nothing}
        <div class="row">
          ${may('approve') ? button('Approve', 'approve', 'primary', 'approve', { ...said, publish: when.value }, 'Approved.') : nothing}
          ${may('submit') ? button('Send for approval', 'submit', 'primary', 'submit', said, 'Sent for approval.') : nothing}
          ${may('retry') ? button('Publish again', 'retry', 'primary', 'retry', said, 'Published again.') : nothing}
          ${
            may('sendBack')
              ? html`<button class="btn danger" type="button" data-testid="send-back" aria-disabled=${busy.value || trimmed === '' ? 'true' : nothing}
            title=${trimmed === '' ? 'Type a note first: why it goes back' : nothing}
            @click=${() => trimmed !== '' && act(request, 'send-back', said, 'Sent back.')}>Send back</button>`
              : nothing
          }
          ${may('reopen') ? button('Back to draft', 'reopen', 'quiet', 'reopen', said, 'It is a draft again.') : nothing}
          ${may('withdraw') ? button('Withdraw', 'withdraw', 'quiet', 'withdraw', said, 'Withdrawn.') : nothing}
          ${may('rollBack') ? button('Roll back', 'roll-back', 'danger', 'roll-back', said, 'A request that rolls it back was made.') : nothing}
        </div>
      </div>`,
    )}`;
  };

  return {
    title: () => source.state.value.value?.title ?? `Request ${id}`,
    view: () => {
      const request = source.state.value.value;
      if (!request)
        return html`${pageHead({ title: `Request ${id}`, crumbs: [['Approvals', urls.approvals]], here: id })}
          <section class="panel">${loaded(source, 'the request', () => html``, 8, html`<a class="btn" href=${urls.approvals}>All requests</a>`)}</section>`;
      return html`${head(request)}
        ${request.failure ? html`<div class="note-box bad" role="alert">${icon('bad')}<span>${request.failure.reason}</span></div>` : nothing}
        <div class="cols side-r">
          <div class="stack l">
            ${isOpen.value ? loaded(impact, 'what it would do', (value, { loading }) => (value ? impactPanels(value) : loading ? skeleton('what it would do', 4) : html``), 6) : nothing}
            ${isOpen.value ? loaded(found, 'checks', (value) => (value ? faultsPanel(value) : html``), 2) : nothing}
            ${panel(
              { title: 'Rows', hint: 'old and new', testId: 'request-rows' },
              loaded(items, 'rows', (page) => rowsTable(page), 5),
            )}
          </div>
          <aside class="stack l" aria-label="Decision and history">${decision(request)}${history(request)}</aside>
        </div>`;
    },
  };
}

function stepsOf(request: ChangeRequest): Step[] {
  const { state, proposedBy, decidedBy, publishAt, publishedAt } = request;
  const order = ['draft', 'waiting', 'approved', 'published'];
  const place = order.indexOf(
    state === 'sentBack' || state === 'withdrawn' ? 'draft' : state === 'failed' ? 'approved' : state,
  );
  const at = (index: number, bad = false): Step['state'] =>
    index < place || state === 'published' ? 'done' : index === place ? (bad ? 'bad' : 'current') : 'next';
  return [
    { label: 'Draft', note: proposedBy.name, state: at(0, state === 'withdrawn') },
    { label: 'Approval', note: decidedBy?.name ?? 'another person', state: at(1) },
    {
      label: 'Published',
      note: publishedAt ? moment(publishedAt) : publishAt ? moment(publishAt) : 'when approved',
      state: at(2, state === 'failed'),
    },
    { label: 'On registers', note: request.distribution?.state === 'done' ? 'told' : '', state: at(3) },
  ];
}

function faultsPanel({ faults, conflicts, faultCount, conflictCount }: ChangeChecks): TemplateResult {
  if (faultCount + conflictCount === 0) return html``;
  return panel(
    { title: 'What keeps it from being published', testId: 'faults' },
    html`<ul class="body stack s">
      ${faults.map(({ key, pointer, detail }) => html`<li class="msg bad">${icon('bad')}${key} ${pointer}: ${detail}</li>`)}
      ${conflicts.map(({ label, fields }) => html`<li class="msg bad">${icon('warn')}${label} has changed since the draft was made: ${fields.join(', ')}</li>`)}
    </ul>`,
  );
}

function rowsTable({ items, next }: List<ChangeItem>): TemplateResult {
  return html`${table({
    caption: 'Rows of the request',
    rows: items,
    key: ({ noun, key }) => `${noun}/${key}`,
    testId: 'rows',
    columns: [
      {
        head: 'Row',
        rowHead: true,
        cell: ({ noun, key, label, kind, leftOut }) =>
          html`${noun === 'offers' && kind !== 'removed' ? html`<a href=${urls.offer(key)}>${label}</a>` : label}<span class="sub">${noun} · ${kind}${leftOut ? ', taken out' : ''}</span>`,
      },
      {
        head: 'Changes',
        cell: (item) =>
          item.kind === 'removed'
            ? 'removed'
            : html`<dl class="changes">${fieldChanges(item).map(
                ({ field, before, after }) =>
                  html`<div><dt>${field}</dt><dd>${item.before ? html`<del>${before}</del> ` : nothing}<ins>${after}</ins></dd></div>`,
              )}</dl>`,
      },
    ],
  })}
  ${next === null ? nothing : html`<footer class="muted">The first ${counted(items.length, 'row')}</footer>`}`;
}

function history({ history: events }: ChangeRequest): TemplateResult {
  return panel(
    { title: 'History' },
    html`<ol class="timeline body" data-testid="history">${events
      .toReversed()
      .map(
        ({ at, by, event, note }) =>
          html`<li><span>${eventWords[event]} by ${by.name}</span><br><span class="xs muted">${moment(at)}</span>${note ? html`<p class="wrap">${note}</p>` : nothing}</li>`,
      )}</ol>`,
  );
}

const eventWords: Readonly<Record<ChangeRequest['history'][number]['event'], string>> = {
  created: 'Begun',
  edited: 'Edited',
  resolved: 'Conflicts resolved',
  submitted: 'Sent for approval',
  approved: 'Approved',
  sentBack: 'Sent back',
  withdrawn: 'Withdrawn',
  reopened: 'Made a draft again',
  published: 'Published',
  failed: 'Failed to publish',
  retried: 'Tried again',
};
