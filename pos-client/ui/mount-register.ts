import { effect } from '@preact/signals-core';
import { render } from 'lit-html';
import { listenToWedge } from '../devices/listen-to-wedge.ts';
import { createTones } from '../devices/tones.ts';
import type { RegisterHost } from '../model/register-host.ts';
import { createRegisterModel, type RegisterModel } from '../model/register-model.ts';
import { app } from './app.ts';
import { keepFocus } from './focus.ts';
import { listenToShortcuts } from './shortcuts.ts';
import { warmUp } from './warm-up.ts';

const TICK_MS = 1000;

export interface MountedRegister {
  readonly model: RegisterModel;
  unmount(): void;
}

/** Puts the register's screens into `root`, and connects keyboard, scanner, sound and clock to them. */
export function mountRegister(root: HTMLElement, host: RegisterHost): MountedRegister {
  const model = createRegisterModel(host, {
    nowMs: () => Date.now(),
    after(delayMs, work) {
      const timer = setTimeout(work, delayMs);
      return () => clearTimeout(timer);
    },
    sound: createTones(window),
    askPersistence: async () => navigator.storage?.persist?.(),
  });
  warmUp();
  const clock = setInterval(model.tick, TICK_MS);
  const stops = [
    effect(() => {
      render(app(model), root);
    }),
    keepFocus(model),
    listenToWedge(window, {
      enabled: () => model.state.value.phase === 'ready',
      mark: model.mark,
      scanned: (code) => void model.scanned(code),
    }),
    listenToShortcuts(window, model),
    () => clearInterval(clock),
    model.close,
  ];
  return {
    model,
    unmount() {
      for (const stop of stops) stop();
      render('', root);
    },
  };
}
