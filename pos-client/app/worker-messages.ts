import type { Result } from '../../commerce/result.ts';
import type {
  RegisterAnswer,
  RegisterError,
  RegisterRequest,
  RegisterState,
} from '../model/register-host.ts';

/** Between the page and the register's Worker. The page starts it by saying what it knows of the browser. */
export type ToWorker =
  | {
      readonly type: 'start';
      readonly url: string;
      readonly appVersion: string;
      readonly storagePersisted: boolean | null;
    }
  | { readonly type: 'request'; readonly id: number; readonly request: RegisterRequest }
  | { readonly type: 'storagePersisted'; readonly persisted: boolean | null };

export type FromWorker =
  | { readonly type: 'state'; readonly state: RegisterState }
  | { readonly type: 'answer'; readonly id: number; readonly answer: Result<RegisterAnswer, RegisterError> };
