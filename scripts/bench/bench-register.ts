import { join } from 'node:path';
import { libsqlDatabase } from '../../db/channel/libsql-database.ts';
import { nodeKeys } from '../../pos-client/app/node-keys.ts';
import { RegisterCore } from '../../pos-client/app/register-core.ts';
import type { RegisterAnswer, RegisterRequest, RegisterState } from '../../pos-client/model/register-host.ts';
import { openNodeClient } from '../../pos-client/replica/node-client.ts';
import type { RunningSystem } from '../start/run-system.ts';

export interface BenchRegister {
  readonly store: string;
  readonly terminal: string;
  readonly epoch: number;
  /** Throws where the register refuses. */
  request(request: RegisterRequest): Promise<RegisterAnswer>;
  state(): Promise<RegisterState>;
  close(): Promise<void>;
}

/** A register in this process, activated, loaded and signed on. */
export async function openBenchRegister(
  { url, demo }: RunningSystem,
  store: string,
  terminal: string,
  folder: string,
): Promise<BenchRegister> {
  const client = await openNodeClient({ file: join(folder, 'register.db') });
  const core = await RegisterCore.open({
    url,
    database: libsqlDatabase(client),
    keys: await nodeKeys(join(folder, 'keys.json')),
    nowMs: () => Date.now(),
    appVersion: 'bench',
    storagePersisted: async () => true,
  });
  const request = async (asked: RegisterRequest) => {
    const answer = await core.request(asked);
    if (!answer.ok) throw new Error(`${asked.type}: ${JSON.stringify(answer.error)}`);
    return answer.value;
  };
  const code = demo.registers.find(
    (register) => register.store === store && register.terminal === terminal,
  )?.activationCode;
  await request({ type: 'activate', code: code ?? '' });
  while ((await core.state()).phase === 'loading') await new Promise((wake) => setTimeout(wake, 20));
  const employee = demo.employees.find(
    (person) => person.store === store && person.permissionGroup === 'supervisor',
  );
  await request({ type: 'signOn', employee: employee?.number ?? '', pin: employee?.pin ?? '' });
  return {
    store,
    terminal,
    epoch: 1,
    request,
    state: () => core.state(),
    async close() {
      core.stop();
      await client.close();
    },
  };
}
