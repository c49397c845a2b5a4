import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { ref } from 'lit-html/directives/ref.js';
import { text } from '../model/messages-ui.ts';
import type { RegisterModel } from '../model/register-model.ts';
import { icon } from './icons.ts';
import { onEnter } from './on-enter.ts';

const t = text.approval;

/** Over everything: another person says yes, with number and PIN, or no. */
export function approvalDialog({ approvals: approval }: RegisterModel): TemplateResult | typeof nothing {
  const why = approval.asked.value;
  if (why === null) return nothing;
  const field = (id: string, label: string, type: string, value: string, typed: (value: string) => void) =>
    html`<label class="bigfield">
      <span>${label}</span>
      <input
        class="field num"
        id=${id}
        data-testid=${id}
        type=${type}
        inputmode="numeric"
        autocomplete="off"
        maxlength="20"
        .value=${live(value)}
        @input=${(event: InputEvent) => typed((event.target as HTMLInputElement).value)}
        @keydown=${onEnter(() => void approval.approve())}
      />
    </label>`;
  return html`<dialog
    class="panel approval"
    aria-labelledby="h-approval"
    data-testid="approval"
    ${ref(show)}
    @cancel=${(event: Event) => {
      event.preventDefault();
      approval.refuse();
    }}
  >
    <h2 class="sheettitle" id="h-approval">${icon('shield')} ${t.title}</h2>
    <p>${why}</p>
    ${field('approver', text.signOn.employee, 'text', approval.employee.value, (value) => {
      approval.employee.value = value;
    })}
    ${field('approver-pin', text.signOn.pin, 'password', approval.pin.value, (value) => {
      approval.pin.value = value;
    })}
    <p class="problem" role="alert" data-testid="approval-problem">${approval.problem.value ?? nothing}</p>
    <div class="foot two">
      <button class="btn huge" type="button" data-testid="refuse-approval" @click=${approval.refuse}>${t.refuse}</button>
      <button class="btn primary huge" type="button" data-testid="approve" aria-busy=${approval.busy.value ? 'true' : 'false'} @click=${() => void approval.approve()}>${t.approve}</button>
    </div>
  </dialog>`;
}

/** Modal: nothing behind it can be reached, and the focus is in it. */
function show(element: Element | undefined): void {
  if (element instanceof HTMLDialogElement && !element.open)
    queueMicrotask(() => element.isConnected && element.showModal());
}
