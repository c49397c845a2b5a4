import { type ReadonlySignal, signal } from '@preact/signals-core';
import { navigate } from './navigation.ts';
import type { Scope } from './page.ts';
import { withQuery } from './query.ts';

/**
 * Filters of a list that live in its address. What is being typed is shown at once and goes into the address
 * when the typing pauses; another filter begins at the first page again.
 */
export function typedQuery<Name extends string>(
  scope: Scope,
  url: string,
  inAddress: ReadonlySignal<Readonly<Record<Name, string>>>,
) {
  const typed = signal<Partial<Record<Name, string>>>({});
  let timer: ReturnType<typeof setTimeout> | undefined;
  scope.ended.addEventListener('abort', () => clearTimeout(timer));
  const go = () => {
    const next = { ...inAddress.peek(), ...typed.peek(), cursor: undefined };
    typed.value = {};
    navigate(withQuery(url, next), { replace: true });
  };
  return {
    of: (name: Name): string => typed.value[name] ?? inAddress.value[name],
    change(name: Name, value: string, waitMs = 0): void {
      typed.value = { ...typed.peek(), [name]: value };
      clearTimeout(timer);
      timer = setTimeout(go, waitMs);
    },
    clear(): void {
      clearTimeout(timer);
      typed.value = {};
      navigate(url);
    },
  };
}

export type TypedQuery<Name extends string> = ReturnType<typeof typedQuery<Name>>;
