// The STUN server over loopback, on IPv4 and IPv6; what it does not answer, and how often.

import { randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { bindingOf, mappedAddressOf, readStun } from './stun-message.ts';
import { createStunLimiter, startStunServer, type StunOutcome, type StunServer } from './stun-server.ts';

const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const start = async (host: string): Promise<StunServer & { readonly outcomes: readonly StunOutcome[] }> => {
  const outcomes: StunOutcome[] = [];
  const server = await startStunServer({ host, port: 0, onRequest: (outcome) => void outcomes.push(outcome) });
  closing.push(server.stop);
  return { ...server, outcomes };
};

const client = async (host: string): Promise<Socket> => {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  socket.bind(0, host);
  await once(socket, 'listening');
  closing.push(() => socket.close());
  return socket;
};

const answerTo = async (socket: Socket): Promise<Buffer> => {
  const heard: readonly unknown[] = await once(socket, 'message', { signal: AbortSignal.timeout(5_000) });
  const [datagram] = heard;
  if (!Buffer.isBuffer(datagram)) throw new Error('not a datagram');
  return datagram;
};

test.each([
  ['127.0.0.1', '127.0.0.1'],
  ['::1', '0:0:0:0:0:0:0:1'],
])('on %s it tells whoever asks his own address and port', async (host, mapped) => {
  const server = await start(host);
  const socket = await client(host);
  const transaction = randomBytes(12);
  socket.send(bindingOf(transaction), server.port, host);
  const answer = readStun(await answerTo(socket));
  expect(answer?.transaction).toEqual(transaction);
  expect(answer && mappedAddressOf(answer)).toEqual({ address: mapped, port: socket.address().port });
  expect(server.outcomes).toEqual(['answered']);
});

test('what is no plain Binding gets no answer, and the next that is gets one', async () => {
  const server = await start('127.0.0.1');
  const socket = await client('127.0.0.1');
  const send = async (datagram: Buffer): Promise<void> =>
    new Promise((resolve) => socket.send(datagram, server.port, '127.0.0.1', () => resolve()));
  const indication = Buffer.from(bindingOf(randomBytes(12)));
  indication.writeUInt16BE(0x0011, 0);
  for (const datagram of [Buffer.alloc(0), randomBytes(20), randomBytes(1_400), indication]) await send(datagram);
  const transaction = randomBytes(12);
  await send(bindingOf(transaction));
  // the first answer that comes is that of the last request
  expect(readStun(await answerTo(socket))?.transaction).toEqual(transaction);
  expect(server.outcomes).toEqual(['ignored', 'ignored', 'ignored', 'ignored', 'answered']);
});

test('a port in use is said', async () => {
  const server = await start('127.0.0.1');
  const second = startStunServer({ host: '127.0.0.1', port: server.port, onRequest: () => undefined });
  await expect(second).rejects.toThrow(/EADDRINUSE/);
});

test('one source is limited, others are not, and time gives it more', () => {
  const limiter = createStunLimiter(0);
  const asks = (address: string, times: number, nowMs: number): number =>
    Array.from({ length: times }, () => limiter.allows(address, nowMs)).filter(Boolean).length;
  expect(asks('203.0.113.9', 1_000, 0)).toBe(256);
  expect(asks('203.0.113.10', 10, 0)).toBe(10);
  expect(asks('203.0.113.9', 1_000, 1_000)).toBe(32);
});

test('a network of IPv6 addresses is one source; all together have a limit; memory is bounded', () => {
  const line = createStunLimiter(0);
  const fromLine = Array.from({ length: 1_000 }, (_, i) => line.allows(`2001:db8::${i.toString(16)}`, 0));
  expect(fromLine.filter(Boolean)).toHaveLength(256);
  const many = createStunLimiter(0);
  const fromMany = Array.from({ length: 10_000 }, (_, i) => many.allows(`10.0.${i >> 8}.${i & 255}`, 0));
  expect(fromMany.filter(Boolean)).toHaveLength(2_000);
});
