import { computed } from '@preact/signals-core';
import { html, nothing, type TemplateResult } from 'lit-html';
import { get, getAll, type Page as List } from '../../app/api.ts';
import type { OfflineProfileRow } from '../../app/master-rows.ts';
import { type Overview, overview, type RegisterView } from '../../app/overview.ts';
import { resendPackages } from '../../app/package-orders.ts';
import type { Page, Scope } from '../../app/page.ts';
import { published } from '../../app/publish.ts';
import { urls } from '../../app/routes.ts';
import { age, moment } from '../../parts/dates.ts';
import { icon } from '../../parts/icon.ts';
import { empty, loaded } from '../../parts/notices.ts';
import { pageHead } from '../../parts/page-head.ts';
import { facts, panel } from '../../parts/panel.ts';
import { count } from '../../parts/quantity.ts';
import { status, verdict } from '../../parts/status.ts';
import { table } from '../../parts/table.ts';
import { activationDialog, issueActivationCode } from './activation-code.ts';
import { journalPanel } from './journal-panel.ts';
import { registerForm } from './register-form.ts';
import { type ChannelDatabaseRow, offlinePanel, packagesPanel, problemsPanel } from './register-levers.ts';
import { presence, type StreamLag, streamLags } from './register-status.ts';
import { presenceBadge } from './register-words.ts';

/** One register: its line, its journal, its lists, its device and its settings. */
export function registerPage(scope: Scope, id: string): Page {
  const source = overview();
  const profiles = scope.resource((signal) => getAll<OfflineProfileRow>('/v1/offline-profiles', {}, signal));
  const form = registerForm(profiles);
  const found = () => source.state.value.value?.registers.find((register) => register.id === id);
  const place = computed(() => {
    const register = found();
    return register ? `${register.store} ${register.supportOffline}` : '';
  });
  const databases = scope.resource(async (signal) => {
    published.value;
    const [store] = place.value.split(' ');
    if (!store) return [];
    return (await get<List<ChannelDatabaseRow>>('/v1/channel-databases', { store }, signal)).items;
  });
  return {
    title: () => {
      const register = found();
      return register ? `${register.storeName}, ${register.name}` : `Register ${id}`;
    },
    view: () => {
      const register = found();
      const value = source.state.value.value;
      if (!register || !value) {
        return html`${pageHead({ title: `Register ${id}`, crumbs: [['Stores and registers', urls.registers]], here: id })}
          <section class="panel">${loaded(source, 'the register', () =>
            empty('register', `There is no register ${id}`, 'It may have been removed.', backLink()),
          )}</section>`;
      }
      return html`${head(register)}${verdictOf(register, value)}
        <div class="cols side-r">
          <div class="stack l">
            ${problemsPanel(register)}
            ${register.state ? journalPanel(register.state) : nothing}
            ${streamsPanel(register, value)}
            ${form.view(register)}
          </div>
          <aside class="stack l" aria-label="About this register">
            ${packagesPanel(register)}${offlinePanel(register, databases.state.value.value)}${devicePanel(register)}${profilePanel(register, profiles.state.value.value)}
          </aside>
        </div>
        ${activationDialog()}`;
    },
  };
}

const backLink = () => html`<a class="btn" href=${urls.registers}>All registers</a>`;

function head(register: RegisterView): TemplateResult {
  const seen = register.state?.lastSeenAt;
  return pageHead({
    title: html`${register.storeName}, ${register.name} ${presenceBadge(register)}`,
    crumbs: [['Stores and registers', urls.registers]],
    here: register.id,
    sub: html`<span>Store <span class="mono">${register.store}</span>, terminal <span class="mono">${register.terminal}</span></span>
      ${seen ? html`<span>Last seen ${moment(seen)}</span>` : nothing}
      <a href="${urls.sales}?store=${register.store}">Sales of this store</a>`,
    acts: html`<button class="btn primary" type="button" data-testid="issue-code" @click=${() => issueActivationCode(register)}>
      ${icon('key')}Issue activation code</button>`,
  });
}

function verdictOf(register: RegisterView, { heads }: Overview): TemplateResult | typeof nothing {
  switch (presence(register.state)) {
    case 'unseen':
      return verdict('info', 'No device runs this register yet.', {
        detail: `Issue an activation code, open the register's page on the device and type the code there.`,
      });
    case 'offline':
      return verdict(
        'warn',
        register.supportOffline
          ? 'The register is not connected. It can go on selling.'
          : 'The register is not connected. It begins no sale until it is.',
        {
          detail: 'Its records are safe there and come by themselves when the line is back.',
        },
      );
    case 'connected': {
      const behind = streamLags(register.state, heads).filter((lag) => lag.behind > 0);
      if (behind.length === 0) return nothing;
      return verdict('info', 'The register is fetching new lists.', {
        detail: `Behind: ${behind.map(({ stream }) => stream).join(', ')}. It sells on meanwhile.`,
      });
    }
  }
}

function streamsPanel(register: RegisterView, { heads }: Overview): TemplateResult {
  const rows = streamLags(register.state, heads);
  const content =
    rows.length === 0
      ? empty(
          'down',
          'No lists yet',
          'An activated register fetches products, prices and settings by itself and says here what it has.',
        )
      : table<StreamLag>({
          caption: 'Streams on this register',
          compact: true,
          key: ({ stream }) => stream,
          rows,
          columns: [
            {
              head: 'Stream',
              rowHead: true,
              nowrap: true,
              cell: ({ stream }) => html`<a href=${urls.distribution}>${stream}</a>`,
            },
            { head: 'Here', numeric: true, cell: ({ here }) => count(here) },
            { head: 'Newest', numeric: true, low: true, cell: ({ head }) => count(head) },
            {
              head: 'State',
              cell: ({ stream, behind }) => {
                if (behind === 0) return status('ok', 'Up to date');
                const since = register.behindSince[stream];
                return html`${status('warn', `${count(behind)} behind`, 'clock')}${
                  since ? html`<span class="sub">for ${age(since, new Date())}</span>` : nothing
                }`;
              },
            },
            {
              head: '',
              numeric: true,
              cell: ({
                stream,
              }) => html`<button class="linkbtn" type="button" data-testid="resend-${stream}" aria-label="Send again: ${stream}"
                @click=${() => resendPackages(register.id, `${register.storeName}, ${register.name}`, [stream])}>Send again</button>`,
            },
          ],
        });
  const all = html`<button class="linkbtn" type="button" data-testid="resend-all"
    @click=${() => resendPackages(register.id, `${register.storeName}, ${register.name}`, [])}>Send all again</button>`;
  return panel(
    {
      title: 'Streams on this register',
      hint: 'versions it has applied',
      links: rows.length > 0 ? all : nothing,
      testId: 'register-streams',
    },
    content,
  );
}

function devicePanel({ state }: RegisterView): TemplateResult {
  if (!state) return panel({ title: 'Device' }, empty('power', 'No device', 'None was activated.'));
  const { report } = state;
  const persisted = report?.storagePersisted;
  return panel(
    { title: 'Device' },
    facts([
      ['Software', report?.appVersion],
      [
        'Storage',
        persisted === true
          ? status('ok', 'Kept by the browser')
          : persisted === false
            ? status('warn', 'May be cleared')
            : null,
      ],
      ['Epoch', count(state.epoch)],
      ['Last seen', state.lastSeenAt ? moment(state.lastSeenAt) : 'not yet'],
    ]),
  );
}

function profilePanel(
  register: RegisterView,
  profiles: readonly OfflineProfileRow[] | undefined,
): TemplateResult {
  const profile = profiles?.find(({ id }) => id === register.offlineProfile);
  return panel(
    { title: 'Offline profile' },
    facts([
      ['Name', profile?.name ?? register.offlineProfile],
      ['Sells offline', profile && (profile.supportOffline ? 'yes' : 'no')],
      ['At most', profile && `${count(profile.offlineHoursMax)} h`],
      ['Sending', profile && (profile.pauseSync ? status('warn', 'Paused') : 'by itself')],
    ]),
  );
}
