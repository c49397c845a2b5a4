import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { text } from '../model/messages-ui.ts';
import type { RegisterModel } from '../model/register-model.ts';
import { header } from './header.ts';
import { type IconName, icon } from './icons.ts';
import { loadingBar } from './loading-bar.ts';

/** The screens of a register that cannot sell yet, or not here: one panel, one thing to do. */
function notice(model: RegisterModel, sign: IconName, words: string, body: TemplateResult): TemplateResult {
  return html`${header(model, null)}
    <main class="screen notice">
      <section class="panel noticepanel" aria-labelledby="h-notice">
        <span class="tick">${icon(sign)}</span>
        <h1 id="h-notice">${words}</h1>
        ${body}
      </section>
    </main>`;
}

export function startingView(model: RegisterModel): TemplateResult {
  const { title, detail } = text.starting;
  return notice(
    model,
    'key',
    title,
    html`<p class="muted">${detail}</p><progress aria-label=${title}></progress>`,
  );
}

export function openElsewhereView(model: RegisterModel): TemplateResult {
  const { title, detail, retry } = text.openElsewhere;
  return notice(
    model,
    'windows',
    title,
    html`<p class="muted">${detail}</p>
      <button class="btn primary huge" type="button" data-testid="retry" @click=${reload}>${retry}</button>`,
  );
}

export function failedView(model: RegisterModel): TemplateResult {
  const { title, detail, todo, retry } = text.failed;
  const { failure } = model.state.value;
  return notice(
    model,
    'late',
    title,
    html`<p>${detail}</p><p class="muted">${todo}</p>
      ${failure ? html`<p class="failure" data-testid="failure"><code>${failure}</code></p>` : nothing}
      <button class="btn primary huge" type="button" data-testid="retry" @click=${reload}>${retry}</button>`,
  );
}

export function loadingView(model: RegisterModel): TemplateResult {
  const { title, detail, asking } = text.loading;
  const { loading } = model.state.value.sync;
  return notice(
    model,
    'download',
    title,
    html`${loading ? loadingBar(loading) : html`<div class="loadbar"><span>${asking}</span><progress aria-label=${asking}></progress><span class="small">&nbsp;</span></div>`}
      <p class="muted small">${detail}</p>`,
  );
}

export function activationView(model: RegisterModel): TemplateResult {
  const { activation } = model;
  const t = text.activation;
  const problem = activation.problem.value;
  return notice(
    model,
    'key',
    t.title,
    html`<p class="muted">${t.detail}</p>
      <form
        class="stack"
        @submit=${(event: SubmitEvent) => {
          event.preventDefault();
          void activation.activate();
        }}
      >
        <label class="signfield">
          <span>${t.code}</span>
          <input
            id="activation-code"
            class="pin code"
            data-testid="activation-code"
            type="text"
            autocomplete="off"
            autocapitalize="characters"
            spellcheck="false"
            aria-describedby="activation-problem"
            .value=${live(activation.code.value)}
            @input=${(event: InputEvent) => {
              activation.code.value = (event.target as HTMLInputElement).value;
            }}
          />
        </label>
        <p class="problem" id="activation-problem" role="alert" data-testid="message">${problem ? html`${icon('late')}<span>${problem}</span>` : nothing}</p>
        <button class="btn primary huge" type="submit" data-testid="activate" aria-busy=${activation.busy.value ? 'true' : 'false'}>
          ${activation.busy.value ? t.busy : t.activate}
        </button>
      </form>
      <p class="muted small">${t.after}</p>`,
  );
}

function reload(): void {
  location.reload();
}
