import { html, type TemplateResult } from 'lit-html';
import { text } from '../model/messages-ui.ts';
import type { RegisterModel } from '../model/register-model.ts';
import { type IconName, icon } from './icons.ts';

/** Who is signed on, and the way to everything that is not done every minute. */
export function menu(model: RegisterModel): TemplateResult {
  const name = model.state.value.employee?.name ?? '';
  const role = model.state.value.employee?.permissions.name ?? '';
  const item = (sign: IconName, label: string, id: string, act: () => void) => html`<li>
    <button
      type="button"
      data-testid=${id}
      @click=${(event: Event) => {
        (event.currentTarget as HTMLElement).closest<HTMLElement>('[popover]')?.hidePopover();
        act();
      }}
    >
      ${icon(sign)}${label}
    </button>
  </li>`;
  return html`
    <button class="who" type="button" popovertarget="menu" data-testid="who">
      <span class="avatar" aria-hidden="true">${initials(name)}</span><span class="label">${firstWord(name)}</span>
      <span class="sr">${text.app.whoHint}</span>
    </button>
    <button class="iconbtn menu" type="button" aria-label=${text.app.menu} popovertarget="menu" data-testid="menu">${icon('menu')}</button>
    <div class="menulist" id="menu" popover>
      <div class="person">
        <span class="avatar" aria-hidden="true">${initials(name)}</span>
        <div><b dir="auto">${name}</b><span dir="auto">${role}</span></div>
      </div>
      <ul>
        ${item('journal', text.actions.journal, 'menu-journal', () => void model.journal.open())}
        ${item('drawer', text.actions.shift, 'menu-shift', () => model.shift.open())}
        ${item('sync', text.connection.title, 'menu-sync', () => model.sync.open())}
        ${item('signoff', text.signOff, 'sign-off', () => void model.signOn.signOff())}
      </ul>
    </div>
  `;
}

export function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const first = words[0]?.[0] ?? '';
  const last = words.length > 1 ? (words.at(-1)?.[0] ?? '') : '';
  return (first + last).toUpperCase();
}

function firstWord(name: string): string {
  return name.split(/\s+/)[0] ?? '';
}
