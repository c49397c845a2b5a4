import type { Result } from '../../commerce/result.ts';
import type {
  RegisterAnswer,
  RegisterError,
  RegisterHost,
  RegisterRequest,
  RegisterState,
} from '../model/register-host.ts';
import type { FromWorker, ToWorker } from './worker-messages.ts';

declare const __APP_VERSION__: string;

/** The register in its Worker, as the page sees it. */
export function connectRegister(): RegisterHost {
  const worker = new Worker(new URL('./register.worker.ts', import.meta.url), {
    type: 'module',
    name: 'register',
  });
  const say = (message: ToWorker) => worker.postMessage(message);
  const listeners = new Set<(state: RegisterState) => void>();
  const waiting = new Map<number, (answer: Result<RegisterAnswer, RegisterError>) => void>();
  let latest: RegisterState | null = null;
  let nextId = 1;

  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
    if (data.type === 'answer') {
      waiting.get(data.id)?.(data.answer);
      waiting.delete(data.id);
      return;
    }
    latest = data.state;
    for (const listener of listeners) listener(data.state);
  };
  void persisted().then((storagePersisted) =>
    say({ type: 'start', url: location.origin, appVersion: __APP_VERSION__, storagePersisted }),
  );

  return {
    request(request: RegisterRequest) {
      const id = nextId++;
      const answered = new Promise<Result<RegisterAnswer, RegisterError>>((answer) =>
        waiting.set(id, answer),
      );
      say({ type: 'request', id, request });
      // Asked for on the activation click, granted or not: the Worker cannot see it by itself.
      if (request.type === 'activate')
        void persisted().then((now) => say({ type: 'storagePersisted', persisted: now }));
      return answered;
    },
    subscribe(listener) {
      listeners.add(listener);
      if (latest) listener(latest);
      return () => listeners.delete(listener);
    },
  };
}

async function persisted(): Promise<boolean | null> {
  return (await navigator.storage?.persisted?.()) ?? null;
}
