import { effect } from '@preact/signals-core';
import type { RegisterModel, Screen } from '../model/register-model.ts';

/** Where the keys go when a screen opens. */
const first: Partial<Record<Screen, string>> = {
  notActivated: 'activation-code',
  sale: 'scan',
  pay: 'tendered',
  receipt: 'new-sale',
  journal: 'scan',
};

/**
 * Puts the focus where a screen begins, once it is drawn. On a touch screen a field is left alone: the focus
 * would bring up the keyboard over half of it. Answers how to stop.
 */
export function keepFocus(model: RegisterModel): () => void {
  const stops = [
    effect(() => {
      const id = first[model.screen.value];
      if (id) soon(id);
    }),
    effect(() => {
      if (model.screen.value === 'signedOff') soon(model.signOn.field.value);
    }),
    effect(() => {
      if (model.price.line.value) soon('new-price');
      else if (model.discount.target.value) soon('new-discount');
      else if (model.screen.peek() === 'sale') soon('scan');
    }),
    effect(() => {
      if (model.keypad.entering.value === 'quantity') queueMicrotask(leaveField);
      else if (model.screen.peek() === 'sale') soon('scan');
    }),
    effect(() => {
      if (model.lines.chosen.value) queueMicrotask(showChosen);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

function soon(id: string): void {
  queueMicrotask(() => {
    const element = document.getElementById(id);
    if (!element || element === document.activeElement) return;
    const field = element instanceof HTMLInputElement;
    if (field && !matchMedia('(any-pointer: fine)').matches) return;
    element.focus();
    if (field) element.select();
  });
}

/** While a quantity is entered, the keyboard's digits belong to the pad. */
function leaveField(): void {
  if (document.activeElement instanceof HTMLInputElement) document.activeElement.blur();
}

function showChosen(): void {
  document.querySelector('.line[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
}
