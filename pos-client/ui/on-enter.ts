/**
 * Enter in a field. The key is used up here: what it does may put the focus on a button, which would take the
 * same press for its own.
 */
export function onEnter(act: (event: KeyboardEvent) => void): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.key !== 'Enter' || event.isComposing || event.ctrlKey) return;
    event.preventDefault();
    act(event);
  };
}
