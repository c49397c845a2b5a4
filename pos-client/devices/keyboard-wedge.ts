/**
 * A barcode scanner that types like a keyboard, told from a person by its pace: a burst of keys, each within
 * `gapMs` of the one before, ended by Enter or Tab. Pure: what a key means follows from the keys before it.
 */
export interface WedgeSettings {
  /** The longest pause between two keys of one scan. Slow scanners need up to 150. */
  readonly gapMs: number;
  /** Fewer keys than this are typing. */
  readonly lengthMin: number;
}

export const defaultWedge: WedgeSettings = { gapMs: 50, lengthMin: 3 };

export interface WedgeKey {
  /** `KeyboardEvent.key` and `KeyboardEvent.code`. */
  readonly key: string;
  readonly code: string;
  readonly timeMs: number;
  /** Ctrl, Alt or Meta is held: a command, never part of a scan. */
  readonly command: boolean;
}

export interface WedgeState {
  readonly keys: readonly WedgeKey[];
  readonly lastMs: number;
}

export const quietWedge: WedgeState = { keys: [], lastMs: Number.NEGATIVE_INFINITY };

export interface WedgeStep {
  readonly state: WedgeState;
  /**
   * `burstBegins`: this key may be a scan's first; note what stands in the field.
   * `scan`: the burst was a scan; put the field back, swallow this key, take the code.
   */
  readonly effect: 'none' | 'burstBegins' | { readonly scan: string };
}

const held = new Set(['Shift', 'AltGraph', 'CapsLock', 'NumLock']);

export function wedgeKey(state: WedgeState, pressed: WedgeKey, settings: WedgeSettings): WedgeStep {
  const { key, timeMs } = pressed;
  const inTime = timeMs - state.lastMs <= settings.gapMs;
  // A scanner holds Shift for capitals: that takes time of its own and is no key of the code.
  if (held.has(key)) {
    return { state: inTime ? { ...state, lastMs: timeMs } : state, effect: 'none' };
  }
  if (pressed.command) return { state: quietWedge, effect: 'none' };
  if (key === 'Enter' || key === 'Tab') {
    const isScan = inTime && state.keys.length >= settings.lengthMin;
    return { state: quietWedge, effect: isScan ? { scan: scannedText(state.keys) } : 'none' };
  }
  if ([...key].length !== 1) return { state: quietWedge, effect: 'none' };
  if (inTime && state.keys.length > 0) {
    return { state: { keys: [...state.keys, pressed], lastMs: timeMs }, effect: 'none' };
  }
  return { state: { keys: [pressed], lastMs: timeMs }, effect: 'burstBegins' };
}

/**
 * The text of a burst. A scanner set to another layout than the computer types digits as the signs on those
 * keys (AZERTY: '&é"'); then every key is read by its place.
 */
function scannedText(keys: readonly WedgeKey[]): string {
  const digitKeys = keys.filter(({ code }) => /^Digit\d$/.test(code));
  const shifted = digitKeys.length > 0 && digitKeys.every(({ key }) => !/^\d$/.test(key));
  return keys.map((key) => (shifted ? byPlace(key) : key.key)).join('');
}

function byPlace({ key, code }: WedgeKey): string {
  const [, digit] = /^Digit(\d)$/.exec(code) ?? [];
  if (digit !== undefined) return digit;
  const [, letter] = /^Key([A-Z])$/.exec(code) ?? [];
  if (letter === undefined) return key;
  return key === key.toLowerCase() ? letter.toLowerCase() : letter;
}
