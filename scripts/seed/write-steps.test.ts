import { expect, test } from 'vitest';
import { profileOf } from '../../db/demo/profiles/profile-of.ts';
import { retailers } from '../../db/demo/profiles/retailers.ts';
import { HqClient, HqRefusal } from '../hq-client.ts';
import { keyOf, planSteps } from './plan-steps.ts';
import { writeSteps } from './write-steps.ts';

/** Headquarters as a map, which may break after some writes, as if the command had been killed. */
class FakeHq extends HqClient {
  readonly rows = new Map<string, unknown>();
  writes = 0;
  breaksAfter = Number.POSITIVE_INFINITY;

  constructor() {
    super('http://127.0.0.1:1', '');
  }

  override async request<T>(method: string, path: string, body?: unknown): Promise<T> {
    const [, , noun = '', key] = path.split('/');
    if (method === 'GET') {
      const row = this.rows.get(`${noun} ${decodeURIComponent(key ?? '')}`);
      if (row === undefined) throw new HqRefusal('not found', 404);
      return row as T;
    }
    if (this.writes >= this.breaksAfter) throw new HqRefusal('broken', 400);
    this.writes += 1;
    const { items } = body as { items: Record<string, unknown>[] };
    for (const row of items) this.rows.set(`${noun} ${keyOf(noun, row)}`, row);
    return undefined as T;
  }
}

const grocer = retailers.find(({ profile }) => profile === 'grocer');
const silent = () => undefined;

test('a run that breaks at any write goes on there, ends with the same rows, and then writes nothing', async () => {
  if (!grocer) throw new Error('no grocer');
  const plan = planSteps(profileOf({ ...grocer, goods: 2600, weighed: 100 }, 1));
  const unbroken = new FakeHq();
  const { written } = await writeSteps(unbroken, plan, silent);
  for (let breaksAfter = 0; breaksAfter < unbroken.writes; breaksAfter++) {
    const hq = new FakeHq();
    hq.breaksAfter = breaksAfter;
    await expect(writeSteps(hq, plan, silent)).rejects.toThrow('broken');
    const before = hq.rows.size;
    hq.breaksAfter = Number.POSITIVE_INFINITY;
    expect((await writeSteps(hq, plan, silent)).written).toBe(written - before);
    expect(hq.writes).toBe(unbroken.writes);
    expect(hq.rows).toEqual(unbroken.rows);
  }
  const { writes } = unbroken;
  expect(await writeSteps(unbroken, plan, silent)).toMatchObject({ written: 0 });
  expect(unbroken.writes).toBe(writes);
});

test('a setting that is there already stays as it is', async () => {
  if (!grocer) throw new Error('no grocer');
  const hq = new FakeHq();
  const theirs = { id: 'CASH', name: 'Our own cash' };
  hq.rows.set('tender-types CASH', theirs);
  await writeSteps(hq, planSteps(profileOf({ ...grocer, goods: 10, weighed: 5 }, 1)), silent);
  expect(hq.rows.get('tender-types CASH')).toBe(theirs);
});
