import type { RegisterModel } from '../model/register-model.ts';
import type { PadKey } from '../model/register-model-keypad.ts';

/** Longer than a scanner waits: a sign that begins a barcode must not be taken for a command. */
const QUIET_MS = 60;

/** The register without a pointer. Answers how to stop. */
export function listenToShortcuts(target: Window, model: RegisterModel): () => void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const whenQuiet = (act: () => void) => {
    waiting = setTimeout(act, QUIET_MS);
  };

  function pressed(event: KeyboardEvent): void {
    clearTimeout(waiting);
    if (event.defaultPrevented || event.isComposing || model.state.value.phase !== 'ready') return;
    if (model.approvals.asked.value !== null) return;
    const act = command(model, event) ?? (editing(event) ? undefined : single(model, event, whenQuiet));
    if (!act) return;
    event.preventDefault();
    act();
  }

  target.addEventListener('keydown', pressed);
  return () => {
    clearTimeout(waiting);
    target.removeEventListener('keydown', pressed);
  };
}

/** Keys that mean the same wherever the focus is. */
function command(model: RegisterModel, event: KeyboardEvent): (() => void) | undefined {
  const view = model.view.value;
  const { key, ctrlKey, altKey, metaKey } = event;
  if (ctrlKey && key === 'Enter') {
    if (view === 'sale' || view === 'pay') return () => void model.pay.payExact();
    return undefined;
  }
  if (ctrlKey && key === 'z' && view === 'sale') return () => void model.sale.undo();
  if (ctrlKey || altKey || metaKey) return undefined;
  if (key === 'Escape' && !document.querySelector(':popover-open')) return () => leave(model);
  if (key === 'F2') return () => focusField('scan');
  if (key === 'F8') return () => void model.suspended.open();
  if (key === 'F9') return main(model);
  return undefined;
}

/** F9 is the accent button of the screen. */
function main(model: RegisterModel): (() => void) | undefined {
  switch (model.view.value) {
    case 'sale':
      if (model.price.line.value) return () => void model.price.apply();
      return model.discount.target.value ? () => void model.discount.apply() : model.pay.open;
    case 'pay':
      return () => void model.pay.pay();
    case 'receipt':
      return model.pay.next;
    case 'journal':
      return () => void model.journal.takeBack();
    case 'suspended':
      return model.sale.empty.value ? undefined : () => void model.suspended.suspend();
    case 'shift':
      if (model.drawer.panel.value === 'count') return () => void model.drawer.declare();
      if (model.drawer.panel.value === 'operation') return () => void model.drawer.move();
      return model.shift.confirming.value ? () => void model.shift.closeShift() : model.shift.askClose;
    case 'sync':
      return undefined;
  }
}

function leave(model: RegisterModel): void {
  model.back();
  if (model.view.value === 'sale') focusField('scan');
}

/** Single keys, while no field is being written in. */
function single(
  model: RegisterModel,
  event: KeyboardEvent,
  whenQuiet: (act: () => void) => void,
): (() => void) | undefined {
  const { key } = event;
  if (event.ctrlKey || event.altKey || event.metaKey) return undefined;
  if (key === '/') return () => whenQuiet(() => focusField('scan'));
  if (model.view.value === 'pay') {
    const pad = padKey(key);
    return pad && !isField(event.target) ? () => model.pay.press(pad) : undefined;
  }
  if (model.view.value !== 'sale' || model.price.line.value || model.discount.target.value) return undefined;
  return saleKey(model, event, whenQuiet);
}

function saleKey(
  model: RegisterModel,
  { key, target }: KeyboardEvent,
  whenQuiet: (act: () => void) => void,
): (() => void) | undefined {
  const { sale, keypad, lines } = model;
  switch (key) {
    case '*':
      return () => whenQuiet(() => sale.times());
    case '+':
      return () => whenQuiet(() => void sale.bump(1));
    case '-':
      return () => whenQuiet(() => void sale.bump(-1));
    case 'Delete':
      return () => void sale.voidLine();
    case 'ArrowUp':
      return () => lines.move('up');
    case 'ArrowDown':
      return () => lines.move('down');
    case 'Enter':
      return isControl(target) || keypad.text.value === '' ? undefined : () => void sale.enter();
  }
  if (isField(target)) return undefined;
  const pad = padKey(key);
  if (pad) return () => keypad.press(pad);
  return /^\p{L}$/u.test(key) ? () => continueInField(model, key) : undefined;
}

/** A letter makes a code or a word of what the pad holds: it goes on in the field for codes. */
function continueInField({ sale, keypad }: RegisterModel, letter: string): void {
  const text = keypad.text.value + letter;
  keypad.reset();
  sale.typed(text);
  const field = document.getElementById('scan');
  if (!(field instanceof HTMLInputElement)) return;
  field.focus();
  field.setSelectionRange(text.length, text.length);
}

function padKey(key: string): PadKey | null {
  if (/^\d$/.test(key)) return key as PadKey;
  if (key === '.' || key === ',') return '.';
  return key === 'Backspace' ? 'back' : null;
}

const isField = (target: EventTarget | null) =>
  target instanceof HTMLInputElement && target.type !== 'checkbox';
const isControl = (target: EventTarget | null) => target instanceof HTMLButtonElement || isField(target);

/** A field with something in it keeps its keys; the empty field for codes lends them. */
function editing({ target }: KeyboardEvent): boolean {
  return (
    isField(target) &&
    !((target as HTMLInputElement).id === 'scan' && (target as HTMLInputElement).value === '')
  );
}

function focusField(id: string): void {
  const field = document.getElementById(id);
  if (!(field instanceof HTMLInputElement)) return;
  field.focus();
  field.select();
}
