import type { HqClient } from '../../scripts/hq-client.ts';
import type { RegisterCommand } from '../../scripts/replay/invoice-commands.ts';
import type { RegisterAnswer } from '../../scripts/replay/register-answer.ts';
import { RegisterGone, RegisterProcess } from '../../scripts/replay/register-process.ts';

const PIN = '482915';

/** A store with one product and one terminal, made for one test. */
export async function openShop(hq: HqClient, store: string): Promise<{ readonly code: string }> {
  const [like] = (await hq.get<{ items: Record<string, unknown>[] }>('/v1/stores?limit=1')).items;
  const assortment = `${store.toLowerCase()}-goods`;
  await hq.putAll('assortments', [{ id: assortment, name: store }]);
  await hq.putAll('products', [
    { sku: `${store}-A`, name: 'Ledger', taxCode: 'STANDARD', stocked: true, assortments: [assortment] },
  ]);
  await hq.putAll('stores', [{ ...like, store, name: store, assortment, priceGroups: [] }]);
  await hq.putAll('registers', [
    { id: `${store}-1`, store, terminal: '1', name: 'Till', offlineProfile: 'standard' },
  ]);
  await hq.putAll('employees', [
    { number: `${store}100`, name: 'Jo', permissionGroup: 'supervisor', employeeGroup: like?.employeeGroup },
  ]);
  await hq.request('PUT', `/v1/employees/${store}100/pin`, { pin: PIN });
  const price = {
    id: `${store}-A@1`,
    sku: `${store}-A`,
    currency: 'GBP',
    validFrom: '2020-01-01',
    amountMinor: 500,
  };
  await hq.putAll('prices', [price]);
  await hq.publish();
  return hq.request('POST', `/v1/registers/${store}-1/activation-codes`, {});
}

/** A register's process that sells without a pause, and the receipts that it has printed. */
export class SellingTill {
  readonly printed: string[] = [];
  readonly #spec: ConstructorParameters<typeof RegisterProcess>[0];
  readonly #store: string;
  #isSignedOn = false;

  constructor(store: string, spec: Omit<ConstructorParameters<typeof RegisterProcess>[0], 'name'>) {
    this.#store = store;
    this.#spec = { ...spec, name: store };
  }

  /** Starts, sells, and is killed (SIGKILL) so long after it was ready. */
  async sellUntilKilled(killAfterMs: number): Promise<void> {
    const register = new RegisterProcess(this.#spec);
    await register.ready;
    const timer = setTimeout(() => void register.kill(), killAfterMs);
    try {
      await this.#sell(register, Number.POSITIVE_INFINITY);
    } catch (problem) {
      if (!(problem instanceof RegisterGone)) throw problem;
    } finally {
      clearTimeout(timer);
      await register.kill();
    }
  }

  /** Starts, sells so often, and stays until headquarters has booked everything or `until` says so. */
  async sell(sales: number, until: () => Promise<boolean>): Promise<void> {
    const register = new RegisterProcess(this.#spec);
    await register.ready;
    try {
      await this.#sell(register, sales);
      while (!(await until())) {
        await ask(register, { type: 'sync' });
        await new Promise((wake) => setTimeout(wake, 50));
      }
    } finally {
      await register.close();
    }
  }

  async #sell(register: RegisterProcess, sales: number): Promise<void> {
    while (!this.#isSignedOn) {
      this.#isSignedOn = (
        await ask(register, { type: 'signOn', employee: `${this.#store}100`, pin: PIN })
      ).ok;
      if (!this.#isSignedOn) await new Promise((wake) => setTimeout(wake, 50));
    }
    for (let sale = 0; sale < sales; sale++) {
      await ask(register, { type: 'scan', code: `${this.#store}-A` });
      const paid = await ask(register, { type: 'pay', tenderType: 'CASH' });
      const { receipt } = paid as unknown as { receipt?: { receiptId: string } };
      if (receipt) this.printed.push(receipt.receiptId);
    }
  }
}

async function ask(register: RegisterProcess, command: object): Promise<RegisterAnswer> {
  const [answer] = register.send([command as RegisterCommand]);
  if (!answer) throw new Error('a command is answered');
  return answer;
}
