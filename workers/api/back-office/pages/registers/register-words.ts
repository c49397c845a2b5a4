import { html, nothing, type TemplateResult } from 'lit-html';
import type { RegisterView } from '../../app/overview.ts';
import { moment } from '../../parts/dates.ts';
import { badge, status, type Tone } from '../../parts/status.ts';
import { type Presence, presence, streamLags } from './register-status.ts';

const words: Record<Presence, readonly [tone: Tone, word: string]> = {
  connected: ['ok', 'Connected'],
  offline: ['warn', 'Not connected'],
  unseen: ['info', 'Not seen yet'],
};

/** Whether a register is on the line, with when it was last seen where it is not. */
export function presenceStatus(register: RegisterView): TemplateResult {
  const now = presence(register.state);
  const [tone, word] = words[now];
  const seen = register.state?.lastSeenAt;
  return html`${status(tone, word, now === 'offline' ? 'off' : undefined)}${
    now === 'offline' && seen ? html`<span class="sub nowrap">last seen ${moment(seen)}</span>` : nothing
  }`;
}

export function presenceBadge(register: RegisterView): TemplateResult {
  const [tone, word] = words[presence(register.state)];
  return badge(tone, word);
}

/** Whether a register has the newest version of every stream it follows. */
export function listsStatus(register: RegisterView, heads: Readonly<Record<string, number>>): TemplateResult {
  const lags = streamLags(register.state, heads);
  if (lags.length === 0) return html`<span class="muted">none yet</span>`;
  const behind = lags.filter((lag) => lag.behind > 0);
  if (behind.length === 0) return status('ok', 'Up to date');
  return status('warn', `${behind.length} behind`, 'clock');
}
