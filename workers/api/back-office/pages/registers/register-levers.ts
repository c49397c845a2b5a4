import { html, nothing, type TemplateResult } from 'lit-html';
import { get, put } from '../../app/api.ts';
import { ask } from '../../app/ask.ts';
import type { RegisterRow } from '../../app/master-rows.ts';
import { overview, type RegisterView } from '../../app/overview.ts';
import { pausePackages, resumePackages } from '../../app/package-orders.ts';
import { urls } from '../../app/routes.ts';
import { moment } from '../../parts/dates.ts';
import { icon } from '../../parts/icon.ts';
import { facts, panel } from '../../parts/panel.ts';
import { status } from '../../parts/status.ts';
import { problemWords } from './problem-words.ts';

export interface ChannelDatabaseRow {
  readonly register: string;
  readonly dataGroup: string;
  readonly createdAt: string;
  readonly retiredAt: string | null;
}

const nameOf = ({ storeName, name }: RegisterView) => `${storeName}, ${name}`;

/** What the register reports to be wrong, in words; nothing where all is well. */
export function problemsPanel({ state }: RegisterView): TemplateResult | typeof nothing {
  const problems = state?.report?.problems ?? [];
  if (problems.length === 0) return nothing;
  return panel(
    { title: 'Problems', hint: 'as the register reports them', testId: 'problems' },
    html`<ul class="body stack s">${problems.map(
      ({ code, subject, at }) =>
        html`<li class="msg bad">${icon('bad')}<span>${moment(at)}: ${problemWords(code, subject)}</span></li>`,
    )}</ul>`,
  );
}

/** Whether the register gets packages, and the lever that holds them. */
export function packagesPanel(register: RegisterView): TemplateResult | typeof nothing {
  const { state, id } = register;
  if (!state) return nothing;
  const { paused } = state;
  const target = { register: id };
  const act = paused?.wholeStore
    ? html`<a class="btn sm" href=${urls.distribution}>Resume under Distribution</a>`
    : paused
      ? html`<button class="btn sm" type="button" data-testid="resume-packages" @click=${() => resumePackages(target, nameOf(register))}>Resume packages</button>`
      : html`<button class="btn sm" type="button" data-testid="pause-packages" @click=${() => pausePackages(target, nameOf(register))}>Pause packages</button>`;
  return panel(
    { title: 'Packages', testId: 'packages', footer: act },
    facts([
      [
        'State',
        paused
          ? status('off', paused.wholeStore ? 'Paused, the whole store' : 'Paused', 'pause')
          : status('ok', 'Sent'),
      ],
      ['Since', paused && moment(paused.since)],
      ['By', paused?.by],
      ['Reason', paused?.reason],
    ]),
  );
}

/** Whether the register may sell without a line, and its entry among the channel databases. */
export function offlinePanel(
  register: RegisterView,
  entries: readonly ChannelDatabaseRow[] | undefined,
): TemplateResult {
  const { supportOffline } = register;
  const entry = entries?.find((row) => row.register === register.id);
  return panel(
    {
      title: 'Selling offline',
      testId: 'offline',
      footer: html`<button class="btn sm" type="button" data-testid="toggle-offline" @click=${() => toggleOffline(register)}>
        ${supportOffline ? 'Turn offline support off' : 'Turn offline support on'}</button>`,
    },
    facts([
      ['Support offline', supportOffline ? status('ok', 'On') : status('off', 'Off')],
      [
        'Database',
        entries && (entry ? (entry.retiredAt ? status('off', 'Retired') : status('ok', 'Entered')) : 'none'),
      ],
      ['Data group', entry?.dataGroup],
      ['Since', entry && moment(entry.retiredAt ?? entry.createdAt)],
    ]),
  );
}

function toggleOffline(register: RegisterView): void {
  const on = !register.supportOffline;
  const path = `/v1/registers/${encodeURIComponent(register.id)}`;
  ask({
    title: `Turn offline support ${on ? 'on' : 'off'} for ${nameOf(register)}?`,
    detail: on
      ? 'It may sell without a line, from its own database, which gets an entry in the data group of its store.'
      : 'Without a line to its store it begins no sale any more. Its entry among the channel databases is retired.',
    deed: on ? 'Turn it on' : 'Turn it off',
    danger: !on,
    act: async () => {
      // A write replaces the row: what others changed since the page was loaded has to stay.
      await put<RegisterRow>(path, { ...(await get<RegisterRow>(path)), supportOffline: on });
      await overview().reload();
      return `Offline support is ${on ? 'on' : 'off'}. The register is told with the next run.`;
    },
  });
}
