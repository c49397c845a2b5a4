import { html, nothing, type TemplateResult } from 'lit-html';
import { formatCount } from '../model/format.ts';
import { formatAge, formatSeconds, formatTime } from '../model/format-time.ts';
import { describeProblem } from '../model/messages.ts';
import { text } from '../model/messages-ui.ts';
import type { RegisterModel } from '../model/register-model.ts';
import { header } from './header.ts';
import { icon } from './icons.ts';
import { loadingBar } from './loading-bar.ts';
import { messageLine } from './message-line.ts';
import { title } from './title.ts';

const t = text.sync;

/** Everything about the line to headquarters, in words that can be read out on the phone. */
export function syncView(model: RegisterModel): TemplateResult {
  const { sync } = model;
  const now = html`<button class="btn" type="button" data-testid="sync-now" aria-busy=${sync.busy.value ? 'true' : 'false'} @click=${() => void sync.syncNow()}>
    ${icon('sync')}${sync.busy.value ? t.syncing : t.syncNow}
  </button>`;
  return html`${header(model, null)}
    <main class="screen">
      ${title(model, { words: text.connection.title, end: now })}
      <div class="cols sync" tabindex="0" role="region" aria-label=${text.connection.title}>
        <div>${connection(model)}</div>
        <div>${problems(model)} ${streams(model)}</div>
        <div>${goingUp(model)} ${thisTill(model)}</div>
      </div>
    </main>`;
}

function connection(model: RegisterModel): TemplateResult {
  const { state, sync, nowMs } = model;
  const { connection, lastAttemptAt, lastSyncAt, dataAt } = state.value.sync;
  const { timeZone } = state.value;
  const manual = connection === 'manual';
  const ago = (iso: string) => t.ago(formatAge(Math.max(0, nowMs.value - Date.parse(iso))));
  const attempt = (at: string) =>
    `${formatSeconds(at, timeZone)}, ${lastSyncAt !== null && lastSyncAt >= at ? t.worked : t.failed}`;
  return html`<section class="panel" aria-label=${text.connection.state}>
    <div class="statebig" data-state=${connection}>
      <span class="tick">${icon(connection === 'online' ? 'online' : manual ? 'plug' : 'offline')}</span>
      <div>
        <div class="big">${text.connection.inWords[connection]}</div>
        <div class="muted small">${text.connection.explain[connection]}</div>
      </div>
    </div>
    <dl class="kv">
      <dt>${text.connection.lastSync}</dt>
      <dd class=${sync.late.value ? 'bad' : ''}>${lastSyncAt ? `${formatTime(lastSyncAt, timeZone)}, ${ago(lastSyncAt)}` : t.never}</dd>
      <dt>${t.lastAttempt}</dt>
      <dd>${lastAttemptAt ? attempt(lastAttemptAt) : t.never}</dd>
      <dt>${t.dataAge}</dt>
      <dd>${dataAt ? `${formatTime(dataAt, timeZone)}, ${ago(dataAt)}` : t.never}</dd>
    </dl>
    <div class="foot">
      <button class="btn tall" type="button" data-testid="sync-connect-toggle" @click=${() => void sync.toggleConnection()}>
        ${icon('plug')}${manual ? text.connection.connect : text.connection.disconnect}
      </button>
      <p class="small muted">${manual ? nothing : t.goesOn}</p>
    </div>
    ${messageLine(model)}
  </section>`;
}

function problems({ state }: RegisterModel): TemplateResult {
  const { problems } = state.value.sync;
  const { timeZone } = state.value;
  const quiet = problems.length === 0;
  return html`<section class="panel" aria-labelledby="h-problems">
    <div class="head2">
      <h2 id="h-problems">${t.problems}</h2>
      ${quiet ? html`<span class="chip good">${icon('shield')}${t.noProblems}</span>` : html`<span class="chip warn">${icon('late')}${problems.length}</span>`}
    </div>
    <ul class="list small">
      ${problems.map((problem) => html`<li data-testid="sync-problem"><span class="num muted">${formatTime(problem.at, timeZone)}</span><span class="grow">${describeProblem(problem)}</span></li>`)}
    </ul>
  </section>`;
}

function streams({ state }: RegisterModel): TemplateResult {
  const { versions, loading } = state.value.sync;
  const names = Object.keys(versions).sort();
  return html`<section class="panel" aria-labelledby="h-down">
    <div class="head2"><h2 id="h-down">${t.down}</h2><span class="small muted">${loading ? t.downHint : nothing}</span></div>
    ${loading ? html`<div class="padline">${loadingBar(loading)}</div>` : nothing}
    ${
      names.length === 0
        ? html`<p class="pad muted small">${t.noStreams}</p>`
        : html`<table class="table">
            <thead><tr><th scope="col">${t.stream}</th><th class="n" scope="col">${t.version}</th></tr></thead>
            <tbody>
              ${names.map((name) => html`<tr><td><bdi>${name}</bdi></td><td class="n num">${formatCount(versions[name] ?? 0)}</td></tr>`)}
            </tbody>
          </table>`
    }
  </section>`;
}

function goingUp({ state }: RegisterModel): TemplateResult {
  const { waiting, unbooked } = state.value.sync;
  return html`<section class="panel" aria-labelledby="h-up">
    <div class="head2">
      <h2 id="h-up">${t.up}</h2>
      ${waiting === 0 ? html`<span class="chip good">${icon('check')}${t.upDone}</span>` : html`<span class="chip accent">${icon('upload')}${formatCount(waiting)} ${text.connection.waiting}</span>`}
    </div>
    <dl class="kv">
      <dt>${t.waiting}</dt><dd class="num" data-testid="sync-waiting">${formatCount(waiting)}</dd>
      <dt>${t.unbooked}</dt><dd class="num" data-testid="sync-unbooked">${formatCount(unbooked)}</dd>
    </dl>
  </section>`;
}

function thisTill({ state, sync }: RegisterModel): TemplateResult {
  const { store, terminal } = state.value;
  const { storagePersisted, appVersion } = state.value.sync;
  const storage = storagePersisted === null ? t.unknown : storagePersisted ? t.persisted : t.notPersisted;
  return html`<section class="panel" aria-labelledby="h-till">
    <div class="head2"><h2 id="h-till">${t.till}</h2></div>
    <dl class="kv">
      <dt>${t.register}</dt><dd><bdi>${store} / ${terminal}</bdi></dd>
      <dt>${t.storage}</dt><dd class=${storagePersisted === false ? 'warn' : ''} data-testid="storage">${storage}</dd>
      <dt>${t.app}</dt><dd data-testid="app-version">${appVersion}</dd>
      <dt>${t.update}</dt><dd>${sync.updateReady.value ? t.updateReady : t.upToDate}</dd>
    </dl>
  </section>`;
}
