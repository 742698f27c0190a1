// A connection is ended at once whatever becomes of what carries it at that moment, on real libp2p nodes on loopback.

import type { Connection, Libp2p } from '@libp2p/interface';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { abortConnection } from './abort-connection.ts';
import { connectionGate } from './connection-gate.ts';
import { createNodeLibp2p } from './libp2p-config.ts';
import { until } from './testing/hosts-on-loopback.ts';

let node: Libp2p;
let other: Libp2p;
let connection: Connection;

const startNode = async (id: number, listen: readonly string[]): Promise<Libp2p> =>
  createNodeLibp2p({ seed: new Uint8Array(32).fill(id), listen, transports: [], gater: connectionGate(() => false) });

beforeEach(async () => {
  [node, other] = await Promise.all([startNode(1, []), startNode(2, ['/ip4/127.0.0.1/tcp/0/ws'])]);
  connection = await node.dial(other.getMultiaddrs());
});

afterEach(async () => {
  await Promise.all([node.stop(), other.stop()]);
});

/** What libp2p does when the WebSocket below is closing: the muxer above does not know it yet. */
const closeBelow = (of: Connection): void => {
  const { maConn } = of as Connection & { readonly maConn: { readonly close: () => Promise<void> } };
  maConn.close().catch(() => undefined);
};

test('libp2p itself throws while what carries the connection is closing', () => {
  closeBelow(connection);
  expect(() => connection.abort(new Error('silent'))).toThrow(/stream that is/);
});

test('ending it throws nothing then, and it ends', async () => {
  closeBelow(connection);
  abortConnection(connection, 'silent');
  await until('it has ended', () => node.getConnections().length === 0);
});

test('an open one is gone on both sides', async () => {
  abortConnection(connection, 'silent');
  await until('both know it', () => node.getConnections().length + other.getConnections().length === 0);
});
