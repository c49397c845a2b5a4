import { effect, untracked } from '@preact/signals-core';
import type { TemplateResult } from 'lit-html';
import { type Load, type Resource, resource } from './resource.ts';

/** One page on the screen: it reads signals when asked for its view, and is drawn again when they change. */
export interface Page {
  readonly title: () => string;
  readonly view: () => TemplateResult;
}

/** What a page has begun and has to end when another page comes. */
export interface Scope {
  /** Loads now, and anew whenever a signal that `load` reads before its first wait changes. */
  resource<T>(load: Load<T>): Resource<T>;
  /** Calls again and again while the page is visible. */
  every(intervalMs: number, act: () => unknown): void;
  effect(act: () => void): void;
  readonly ended: AbortSignal;
}

export function openScope(): Scope & { end(): void } {
  const ending = new AbortController();
  const atEnd = (act: () => void) => ending.signal.addEventListener('abort', act, { once: true });
  return {
    ended: ending.signal,
    end: () => ending.abort(),
    resource: (load) => {
      const made = resource(load);
      atEnd(made.end);
      return made;
    },
    effect: (act) => atEnd(effect(act)),
    every: (intervalMs, act) => {
      const timer = setInterval(() => {
        if (document.visibilityState === 'visible') untracked(act);
      }, intervalMs);
      atEnd(() => clearInterval(timer));
    },
  };
}
