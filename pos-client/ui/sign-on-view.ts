import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { formatCount } from '../model/format.ts';
import { formatDay, formatTime } from '../model/format-time.ts';
import { text } from '../model/messages-ui.ts';
import type { RegisterModel } from '../model/register-model.ts';
import type { SignOnField } from '../model/register-model-sign-on.ts';
import { header } from './header.ts';
import { type IconName, icon } from './icons.ts';
import { keys } from './keypad.ts';

const t = text.signOn;

export function signOnView(model: RegisterModel): TemplateResult {
  const { state, nowMs } = model;
  return html`${header(model, null)}
    <main class="screen">
      <div class="title"><h1>${t.title}</h1><span class="push muted hide-phone">${formatDay(nowMs.value, state.value.timeZone)}</span></div>
      <div class="cols signon">
        <div class="left">
          ${known(model)}
          ${thisTill(model)}
        </div>
        ${pinPad(model)}
      </div>
    </main>`;
}

/** What the first one of the day wants to know before anything else. */
function thisTill({ state, sync, sale, lines }: RegisterModel): TemplateResult {
  const { shift, timeZone } = state.value;
  const { waiting } = state.value.sync;
  const synced = state.value.sync.lastSyncAt !== null;
  const lastSync = synced ? `${sync.lastSync.value}, ${text.sync.ago(sync.age.value)}` : text.sync.never;
  const row = (sign: IconName, words: string, detail: string, tone = '') =>
    html`<li>${icon(sign)}<span class="grow">${words}</span><span class=${tone}>${detail}</span></li>`;
  return html`<section class="panel" aria-labelledby="h-till">
    <div class="head2"><h2 id="h-till">${text.sync.till}</h2></div>
    <ul class="list">
      ${row('drawer', t.shiftRow, shift ? t.shift(shift.shift, formatTime(shift.openedAt, timeZone)) : t.noShift)}
      ${row('sync', text.connection.lastSync, lastSync, sync.late.value ? 'bad' : '')}
      ${row('upload', text.sync.waiting, formatCount(waiting))}
      ${sale.empty.value ? nothing : row('bag', t.basketOpen, text.sale.items(formatCount(lines.pieces.value)))}
    </ul>
  </section>`;
}

/** Who has signed on here before: one touch instead of a number, and the ones who can without a connection. */
function known(model: RegisterModel): TemplateResult {
  const { state, signOn } = model;
  const { offlineEmployees, sync } = state.value;
  const offline = sync.connection !== 'online';
  const nobody = offlineEmployees.length === 0;
  return html`<section class="panel knownpanel" aria-labelledby="h-known">
    <div class="head2">
      <h2 id="h-known">${offline ? t.offlineTitle : t.known}</h2>
      ${nobody ? nothing : html`<span class="small muted hide-phone">${offline ? t.offlineHint : t.knownHint}</span>`}
    </div>
    ${
      nobody
        ? html`<div class="notiles">${icon('user')}<b>${offline ? t.offlineNobody : t.nobody}</b></div>`
        : html`<div class="people">
            ${offlineEmployees.map(
              (number) => html`<button
                class="person"
                type="button"
                data-testid="known-employee"
                aria-pressed=${signOn.employee.value === number ? 'true' : 'false'}
                @click=${() => signOn.choose(number)}
              >
                <span class="avatar" aria-hidden="true">${icon('user')}</span><b>${number}</b>
                <span class="when">${icon('check')}${t.offlineToo}</span>
              </button>`,
            )}
          </div>`
    }
  </section>`;
}

function pinPad({ signOn }: RegisterModel): TemplateResult {
  const problem = signOn.problem.value;
  const field = (
    name: SignOnField,
    label: string,
    type: string,
    autocomplete: string,
  ) => html`<label class="signfield">
    <span>${label}</span>
    <input
      id=${name}
      class=${signOn.field.value === name ? 'pin on' : 'pin'}
      data-testid=${name}
      type=${type}
      inputmode="numeric"
      autocomplete=${autocomplete}
      aria-describedby="signon-problem"
      .value=${live(signOn[name].value)}
      @focus=${() => {
        signOn.field.value = name;
      }}
      @input=${(event: InputEvent) => {
        signOn[name].value = (event.target as HTMLInputElement).value;
      }}
    />
  </label>`;
  return html`<form
    class="panel pinpad"
    aria-label=${t.signOn}
    @submit=${(event: SubmitEvent) => {
      event.preventDefault();
      void signOn.signOn();
    }}
  >
    ${field('employee', t.employee, 'text', 'username')} ${field('pin', t.pin, 'password', 'current-password')}
    <p class="problem" id="signon-problem" role="alert" data-testid="message">${problem ? html`${icon('late')}<span>${problem}</span>` : nothing}</p>
    ${keys({ press: signOn.press })}
    <button class="btn primary huge" type="submit" data-testid="sign-on" aria-busy=${signOn.busy.value ? 'true' : 'false'}>
      ${signOn.busy.value ? t.busy : t.signOn}
    </button>
  </form>`;
}
