import { html, type TemplateResult } from 'lit-html';
import { unreachable } from '../../commerce/assert.ts';
import type { RegisterModel } from '../model/register-model.ts';
import { approvalDialog } from './approval-dialog.ts';
import { iconSheet } from './icons.ts';
import { journalView } from './journal-view.ts';
import { activationView, failedView, loadingView, openElsewhereView, startingView } from './notice-views.ts';
import { payView } from './pay-view.ts';
import { receiptView } from './receipt-view.ts';
import { saleView } from './sale-view.ts';
import { shiftView } from './shift-view.ts';
import { signOnView } from './sign-on-view.ts';
import { suspendedView } from './suspended-view.ts';
import { syncView } from './sync-view.ts';

/** The whole page, from the model. */
export function app(model: RegisterModel): TemplateResult {
  return html`${iconSheet}
    <div class="app" data-screen=${model.screen.value}>${screen(model)}</div>
    ${approvalDialog(model)}`;
}

function screen(model: RegisterModel): TemplateResult {
  const current = model.screen.value;
  switch (current) {
    case 'starting':
      return startingView(model);
    case 'openElsewhere':
      return openElsewhereView(model);
    case 'failed':
      return failedView(model);
    case 'notActivated':
      return activationView(model);
    case 'loading':
      return loadingView(model);
    case 'signedOff':
      return signOnView(model);
    case 'sale':
      return saleView(model);
    case 'pay':
      return payView(model);
    case 'receipt':
      return receiptView(model);
    case 'journal':
      return journalView(model);
    case 'suspended':
      return suspendedView(model);
    case 'shift':
      return shiftView(model);
    case 'sync':
      return syncView(model);
    default:
      return unreachable(current);
  }
}
