import { defaultWedge, quietWedge, type WedgeSettings, wedgeKey } from './keyboard-wedge.ts';

export interface WedgeListener {
  /** Only then keys are looked at: where a PIN is typed, nothing is a scan. */
  readonly enabled: () => boolean;
  /** Notes what a burst may overwrite besides the field that has the focus; the answer puts it back. */
  readonly mark: () => () => void;
  readonly scanned: (code: string) => void;
  readonly settings?: WedgeSettings;
}

/**
 * Hears a scanner whatever has the focus. Keys are never held back: what a scan has typed into a field by the
 * time it ends is taken out again. Answers how to stop.
 */
export function listenToWedge(target: Window, listener: WedgeListener): () => void {
  const settings = listener.settings ?? defaultWedge;
  let state = quietWedge;
  let restore = () => {};

  function heard(event: KeyboardEvent): void {
    if (event.isComposing || !listener.enabled()) return;
    const { key, code, timeStamp: timeMs, ctrlKey, altKey, metaKey } = event;
    // AltGr counts as Ctrl and Alt on Windows, and types characters.
    const command = (ctrlKey || altKey || metaKey) && !event.getModifierState('AltGraph');
    const step = wedgeKey(state, { key, code, timeMs, command }, settings);
    state = step.state;
    if (step.effect === 'none') return;
    if (step.effect === 'burstBegins') {
      const restoreField = markField(target.document.activeElement);
      const restoreRest = listener.mark();
      restore = () => {
        restoreField();
        restoreRest();
      };
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    restore();
    listener.scanned(step.effect.scan);
  }

  target.addEventListener('keydown', heard, { capture: true });
  return () => target.removeEventListener('keydown', heard, { capture: true });
}

function markField(element: Element | null): () => void {
  if (!(element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement)) return () => {};
  const { value, selectionStart, selectionEnd } = element;
  return () => {
    if (element.value === value) return;
    element.value = value;
    if (selectionStart !== null) element.setSelectionRange(selectionStart, selectionEnd);
    element.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'historyUndo' }));
  };
}
