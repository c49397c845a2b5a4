import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TcpProxy } from './tcp-proxy.ts';

/** Answers everything it hears. */
const echo = createServer((socket) => {
  socket.on('error', () => undefined);
  socket.pipe(socket);
});
let proxy: TcpProxy;

beforeEach(async () => {
  echo.listen(0, '127.0.0.1');
  await once(echo, 'listening');
  proxy = await TcpProxy.open(`http://127.0.0.1:${(echo.address() as AddressInfo).port}`);
});

afterEach(async () => {
  await proxy.close();
  echo.close();
});

function dial(): Socket {
  const socket = connect(Number(new URL(proxy.url).port), '127.0.0.1');
  return socket.on('error', () => undefined);
}

/** Also by a reset. */
const closed = (socket: Socket) => new Promise((done) => socket.on('close', done));

async function say(socket: Socket, text: string): Promise<string> {
  socket.write(text);
  const [heard] = await once(socket, 'data');
  return String(heard);
}

test('passes on what both sides say', async () => {
  const socket = dial();
  expect(await say(socket, 'hello')).toBe('hello');
  expect(await say(socket, 'again')).toBe('again');
});

test('a cut destroys open sockets and refuses new ones until it is restored', async () => {
  const socket = dial();
  expect(await say(socket, 'hello')).toBe('hello');
  proxy.cut();
  await closed(socket);
  await closed(dial());
  proxy.restore();
  expect(await say(dial(), 'back')).toBe('back');
});

test('closing ends everything, also twice', async () => {
  const socket = dial();
  await Promise.all([closed(socket), proxy.close()]);
  await proxy.close();
});
