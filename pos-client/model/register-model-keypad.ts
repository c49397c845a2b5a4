import { type Signal, signal } from '@preact/signals-core';

/** A key of a pad on the screen, or of the keyboard while no field has it. */
export type PadKey =
  | '0'
  | '1'
  | '2'
  | '3'
  | '4'
  | '5'
  | '6'
  | '7'
  | '8'
  | '9'
  | '00'
  | '.'
  | 'back'
  | 'clear';

const LENGTH_MAX = 14;

/** The text after a key. */
export function afterKey(text: string, key: PadKey): string {
  if (key === 'clear') return '';
  if (key === 'back') return text.slice(0, -1);
  if (key === '.' && /[.,]/.test(text)) return text;
  return (text + key).slice(0, LENGTH_MAX);
}

export interface KeypadModel {
  readonly text: Signal<string>;
  /** What the next Enter means: a code, or the quantity of the chosen line. */
  readonly entering: Signal<'code' | 'quantity'>;
  press(key: PadKey): void;
  reset(): void;
  /** Notes what stands here; the answer puts it back. */
  mark(): () => void;
}

export function createKeypad(): KeypadModel {
  const text = signal('');
  const entering = signal<'code' | 'quantity'>('code');
  return {
    text,
    entering,
    press(key) {
      text.value = afterKey(text.value, key);
    },
    reset() {
      text.value = '';
      entering.value = 'code';
    },
    mark() {
      const before = { text: text.value, entering: entering.value };
      return () => {
        text.value = before.text;
        entering.value = before.entering;
      };
    },
  };
}
