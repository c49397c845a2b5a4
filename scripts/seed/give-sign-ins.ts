import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { SeedProfile } from '../../db/demo/profiles/retailer.ts';
import type { HqClient } from '../hq-client.ts';
import type { Demo } from '../start/demo.ts';
import { newPin } from '../start/new-pin.ts';

/** Enough for a first store. */
const SIGN_INS = 4;

/** Gives the profile's first employees a PIN, once, and tells it where `npm start` tells its own: in `demo.json`. */
export async function giveSignIns(hq: HqClient, profile: SeedProfile, demoFile: string): Promise<number> {
  if (!existsSync(demoFile)) return 0;
  const demo = JSON.parse(readFileSync(demoFile, 'utf8')) as Demo;
  const rowsOf = (noun: string) => profile.steps.find((step) => step.noun === noun)?.rows() ?? [];
  const stores = [...rowsOf('stores')];
  let given = 0;
  let looked = 0;
  for (const { number, permissionGroup, employeeGroup } of rowsOf('employees')) {
    if (++looked > SIGN_INS) break;
    if (demo.employees.some((each) => each.number === number)) continue;
    const pin = newPin();
    await hq.request('PUT', `/v1/employees/${number}/pin`, { pin });
    const store = stores.find((each) => each.employeeGroup === employeeGroup)?.store;
    demo.employees.push({
      ...{ number: String(number), pin, store: String(store), permissionGroup: String(permissionGroup) },
    });
    writeFileSync(demoFile, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 });
    given += 1;
  }
  return given;
}
