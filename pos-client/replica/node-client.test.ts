import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, describe, expect, test } from 'vitest';
import { clientCases } from '../../testing/contract/client-contract.ts';
import { openNodeClient } from './node-client.ts';

const folder = mkdtempSync(join(tmpdir(), 'node-client-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('contract', () => {
  clientCases.forEach(({ name, run }, index) => {
    const file = join(folder, `case ${index} %41 #ü?.db`); // every character that a URL would change
    test(name, () => run(() => openNodeClient({ file, transactionLimitMs: 1000 })));
  });

  test('the file is the one that was named', () => {
    expect(readFileSync(join(folder, 'case 0 %41 #ü?.db')).subarray(0, 15).toString()).toBe(
      'SQLite format 3',
    );
  });
});

test('an encrypted file shows nothing and opens with its key alone', async () => {
  const file = join(folder, 'encrypted.db');
  const client = await openNodeClient({ file, encryptionKey: 'correct horse' });
  await client.batch(['CREATE TABLE t(name TEXT)', "INSERT INTO t VALUES('plaintext marker')"], 'write');
  await client.close();
  const files = readdirSync(folder).filter((name) => name.startsWith('encrypted.db'));
  const bytes = files.map((name) => readFileSync(join(folder, name), 'latin1')).join('');
  expect(bytes.length).toBeGreaterThan(0);
  expect(bytes).not.toMatch(/SQLite format|plaintext marker/);
  for (const encryptionKey of ['wrong', undefined]) {
    await expect(openNodeClient({ file, encryptionKey })).rejects.toMatchObject({ code: 'SQLITE_NOTADB' });
  }
  const again = await openNodeClient({ file, encryptionKey: 'correct horse' });
  expect((await again.execute('SELECT name FROM t')).rows[0]?.name).toBe('plaintext marker');
  await again.close();
});

test('a write that waits for a transaction does not stop the event loop', async () => {
  const client = await openNodeClient({ file: join(folder, 'waiting.db') });
  await client.execute('CREATE TABLE t(n)');
  const log: string[] = [];
  const transaction = await client.transaction('write');
  const waiting = client.execute('INSERT INTO t VALUES(2)').then(() => log.push('written'));
  await new Promise((resolve) => setTimeout(resolve)).then(() => log.push('a timer'));
  await transaction.execute('INSERT INTO t VALUES(1)');
  await transaction.commit();
  await waiting;
  expect(log).toEqual(['a timer', 'written']);
  await client.close();
});

test('another process is refused; kill -9 frees the file and loses nothing acknowledged', async () => {
  const file = join(folder, 'owned.db');
  const script = `
    import { openNodeClient } from ${JSON.stringify(new URL('./node-client.ts', import.meta.url).href)};
    const client = await openNodeClient({ file: ${JSON.stringify(file)} });
    await client.executeMultiple('CREATE TABLE IF NOT EXISTS a(n INTEGER); CREATE TABLE IF NOT EXISTS b(n INTEGER)');
    const { rows } = await client.execute('SELECT coalesce(max(n), 0) FROM a');
    for (let n = Number(rows[0][0]) + 1; ; n++) {
      await client.batch([['INSERT INTO a VALUES(?)', [n]], ['INSERT INTO b VALUES(?)', [n]]], 'write');
      console.log(n);
    }`;
  let acknowledged = 0;
  for (const stopAfter of [1, 40, 90]) {
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const goal = acknowledged + stopAfter;
    const exited = once(child, 'exit');
    let refused: unknown;
    for await (const line of createInterface(child.stdout)) {
      acknowledged = Number(line);
      refused ??= await openNodeClient({ file }).catch((error: unknown) => error);
      if (acknowledged >= goal) child.kill('SIGKILL');
    }
    expect(refused).toMatchObject({ code: 'DB_OWNED' });
    expect(await exited).toEqual([null, 'SIGKILL']);
    const client = await openNodeClient({ file });
    const sql = 'SELECT count(*), max(n), (SELECT count(*) FROM b), (SELECT max(n) FROM b) FROM a';
    const [count, last, ...second] = Array.from((await client.execute(sql)).rows[0] ?? []);
    expect(count).toBe(last);
    expect(second).toEqual([count, last]);
    expect(Number(last)).toBeGreaterThanOrEqual(acknowledged);
    expect((await client.execute('PRAGMA integrity_check')).rows[0]?.[0]).toBe('ok');
    await client.close();
  }
});
