// Which connections make way for a dial, on real libp2p nodes over WebSocket on loopback.

import type { Connection, Libp2p } from '@libp2p/interface';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectionGate } from './connection-gate.ts';
import { createDialManager } from './dial-manager.ts';
import { createDialPerformer, type DialPerformer } from './dial-performer.ts';
import { createNodeLibp2p } from './libp2p-config.ts';
import { nodeProtocol } from './node-codec.ts';
import { createRelayKeeper, type RelayKeeper } from './relay-keeper.ts';
import { until } from './testing/hosts-on-loopback.ts';

/** A connection is given 8 s to greet, and a dial that found one is not repeated for 3 s. */
const laterMs = 9_000;

let node: Libp2p;
let other: Libp2p;
let keeper: RelayKeeper;
let performer: DialPerformer;
let before: Connection;
let dialled = 0;

const startNode = async (id: number, listen: readonly string[]): Promise<Libp2p> =>
  createNodeLibp2p({ seed: new Uint8Array(32).fill(id), listen, transports: [], gater: connectionGate(() => false) });

const addressOfOther = (): string => other.getMultiaddrs()[0]?.toString() ?? '';

beforeEach(async () => {
  [node, other] = await Promise.all([startNode(1, []), startNode(2, ['/ip4/127.0.0.1/tcp/0/ws'])]);
  await other.handle(nodeProtocol, () => undefined);
  const [self, peer] = [node.peerId.toString(), other.peerId.toString()];
  const random = (): number => 0.5;
  keeper = createRelayKeeper(random);
  const dials = createDialManager({
    ...{ self, hasWebrtc: false, hasAddress: false, isRefused: () => false, startMs: Date.now(), random },
  });
  dials.heard('teller', 'neighbour', [{ peer, kind: 'terminal', links: 1, addresses: [addressOfOther()] }], Date.now());
  dialled = 0;
  const counted = {
    ...dials,
    succeeded: (...args: Parameters<typeof dials.succeeded>): void => {
      dials.succeeded(...args);
      dialled += 1;
    },
  };
  const settle = async (): Promise<void> => undefined;
  performer = createDialPerformer({ node, dials: counted, keeper, settle, onFailed: () => undefined });
  before = await node.dial(other.getMultiaddrs());
});

afterEach(async () => {
  performer.stop();
  await Promise.all([node.stop(), other.stop()]);
});

/** The connection there is after one dial at `nowMs`. */
const dialAt = async (nowMs: number): Promise<Connection | undefined> => {
  performer.pump(nowMs);
  await until('the dial is over', () => dialled === 1);
  const [connection, second] = node.getConnections(other.peerId);
  expect(second).toBeUndefined();
  return connection;
};

test('an old connection without a link makes way for a new one', async () => {
  const after = await dialAt(Date.now() + laterMs);
  expect(before.status).toBe('aborted');
  expect(after?.status).toBe('open');
});

test('a young connection, which may be about to greet, stays', async () => {
  expect(await dialAt(Date.now())).toBe(before);
  expect(before.status).toBe('open');
});

test('a connection with a link stays', async () => {
  await before.newStream(nodeProtocol);
  expect(await dialAt(Date.now() + laterMs)).toBe(before);
  expect(before.status).toBe('open');
});

test('a relay that somebody names as a node keeps its connection', async () => {
  keeper.add([addressOfOther()]);
  expect(await dialAt(Date.now() + laterMs)).toBe(before);
  expect(before.status).toBe('open');
});
