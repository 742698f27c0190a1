// Hosts in one process, over WebSocket on loopback: the contract of the Network port, and what happens to strangers.

import { afterEach, describe, expect, test } from 'vitest';
import { peerIdOfSeed } from './peer-id-of-seed.ts';
import { networkContract, type LinkedNetwork } from '../testing/index.ts';
import { decodeBook } from './book-record.ts';
import { exchangeProtocol } from './exchange-codec.ts';
import type { NetworkLogEntry } from './host-parts.ts';
import { nodeProtocol } from './node-codec.ts';
import { hostsOnLoopback, until } from './testing/hosts-on-loopback.ts';
import { multiaddr } from '@multiformats/multiaddr';

/** Sooner than a silent peer is missed (25 s) and than a connection without streams is given up (8 s). */
const goneMsMax = 5_000;
const otherChainId = 'cd'.repeat(32);
const { nextSeed, startHost, startStranger, stopAll } = hostsOnLoopback();

const linkHosts = async (count: number): Promise<LinkedNetwork> => {
  const first = await startHost();
  const others = Array.from({ length: count - 1 }, async () => startHost({ relays: first.snapshot().addresses }));
  const hosts = [first, ...(await Promise.all(others))];
  await until('a full mesh', () => hosts.every((host) => host.snapshot().peers.length === count - 1));
  return {
    until,
    nodes: hosts.map(({ peerId, network }) => ({ id: peerId, network })),
    vanish: async ({ id }) => hosts.find((host) => host.peerId === id)?.stop(),
    close: async () => {
      await Promise.all(hosts.map(async (host) => host.stop()));
    },
  };
};

afterEach(stopAll);

describe('the Network port on libp2p', () => {
  test.each(networkContract)('$name', async ({ run }) => run(linkHosts), 30_000);
});

describe('strangers', () => {
  test.each([
    ['a length above the limit on a node stream', nodeProtocol, [0xff, 0xff, 0xff, 0xff, 1], 'frame-too-long'],
    ['an empty frame on a node stream', nodeProtocol, [0, 0, 0, 0, 0], 'frame-empty'],
    ['a message before the hello', nodeProtocol, [0, 0, 0, 6, 2, 0, 0, 0, 1, 9], 'before its hello'],
    ['an unknown kind of frame', nodeProtocol, [0, 0, 0, 1, 77], 'node-frame-unknown'],
    ['half a hello', nodeProtocol, [0, 0, 0, 3, 1, 1, 1], 'bytes-truncated'],
    ['an unknown message of peer exchange', exchangeProtocol, [0, 0, 0, 1, 77], 'exchange-kind-unknown'],
    ['half an advertisement', exchangeProtocol, [0, 0, 0, 3, 1, 1, 1], 'bytes-truncated'],
  ])('%s: dropped and refused, with a recorded reason', async (_what, protocol, bytes, reason) => {
    const log: NetworkLogEntry[] = [];
    const host = await startHost({ onLog: (entry) => log.push(entry) });
    const stranger = await startStranger();
    const address = multiaddr(host.snapshot().addresses[0]);
    const connection = await stranger.dial(address);
    const stream = await connection.newStream(protocol);
    stream.send(Uint8Array.from(bytes));
    await until('the connection is gone', () => stranger.getConnections().length === 0);
    const dropped = log.find((entry) => entry.what.startsWith('dropped'));
    expect(dropped?.peerId).toBe(stranger.peerId.toString());
    expect(dropped?.fault).toContain(reason);
    const again = await stranger.dial(address).then(
      async (second) =>
        second.newStream(nodeProtocol).then(
          () => 'let in',
          () => 'refused',
        ),
      () => 'refused',
    );
    expect(again).toBe('refused');
  });

  test('a node stream that goes without a goodbye takes its connection with it, whatever else that carries', async () => {
    const host = await startHost();
    const stranger = await startStranger();
    const connection = await stranger.dial(multiaddr(host.snapshot().addresses[0]));
    await connection.newStream(exchangeProtocol);
    const stream = await connection.newStream(nodeProtocol);
    await stream.close();
    await until('the connection is gone', () => connection.status !== 'open', goneMsMax);
    expect(stranger.getConnections()).toEqual([]);
  });

  test('a node of another chain is not up, and is told so', async () => {
    const log: NetworkLogEntry[] = [];
    const host = await startHost({ onLog: (entry) => log.push(entry) });
    const other = await startHost({ chainId: otherChainId, relays: host.snapshot().addresses });
    await until('turned away', () =>
      log.some((entry) => entry.what === 'turned away' && entry.fault === 'other chain'),
    );
    expect(host.snapshot().peers).toEqual([]);
    expect(other.snapshot().peers).toEqual([]);
  });

  test('a node that starts again with the same identity goes down and comes up', async () => {
    const host = await startHost();
    const own = nextSeed();
    const relays = host.snapshot().addresses;
    const events: string[] = [];
    host.network.listen((event) => events.push(event.type));
    const before = await startHost({ seed: own, relays });
    await until('up', () => events.includes('peer-up'));
    await before.stop();
    await until('down', () => events.includes('peer-down'));
    await startHost({ seed: own, relays });
    await until('up again', () => events.filter((type) => type === 'peer-up').length === 2);
    expect(events).toEqual(['peer-up', 'peer-down', 'peer-up']);
  });
});

describe('a host', () => {
  test('has the identity of its seed', async () => {
    const own = nextSeed();
    const host = await startHost({ seed: own });
    expect(host.peerId).toBe(await peerIdOfSeed(own));
  });

  test('says what is wrong with an address', async () => {
    const host = await startHost();
    expect(await host.dial('nonsense')).toEqual({ type: 'address-invalid', address: 'nonsense' });
    const nobody = `/ip4/127.0.0.1/tcp/1/ws/p2p/${host.peerId.slice(0, -1)}Z`;
    expect(await host.dial(nobody)).toMatchObject({ type: 'dial-failed' });
  });

  test('passes free text on a topic to those who subscribed', async () => {
    const heard: string[] = [];
    const host = await startHost({ onText: (topic, from, text) => heard.push(`${topic} ${from} ${text}`) });
    const other = await startHost({ relays: host.snapshot().addresses });
    expect(host.topics.subscribe('chat')).toBeUndefined();
    await until('linked', () => other.snapshot().peers.length === 1);
    await expect.poll(async () => other.topics.publish('chat', 'hello'), { timeout: 10_000 }).toEqual({ reached: 1 });
    await until('heard', () => heard.length > 0);
    expect(heard[0]).toBe(`chat ${other.peerId} hello`);
    expect(host.topics.subscribe('x'.repeat(65))).toEqual({ type: 'topic-name-invalid', limit: 64 });
    expect(await other.topics.publish('chat', 'x'.repeat(16_385))).toEqual({
      type: 'topic-text-too-long',
      limit: 16_384,
    });
  });

  test('finds its network again by its book, without any relay', async () => {
    let saved: Uint8Array | undefined;
    const book = {
      load: async () => saved,
      save: async (bytes: Uint8Array) => {
        saved = bytes;
      },
    };
    const friend = await startHost();
    const before = await startHost({ book, relays: friend.snapshot().addresses });
    const isAnchor = (): boolean => saved !== undefined && decodeBook(saved, 16).some((record) => record.isAnchor);
    await until('remembered as an anchor', isAnchor);
    await before.stop();
    const after = await startHost({ book });
    await until('linked again', () => after.snapshot().peers.length === 1);
    expect(after.snapshot().peers[0]?.peerId).toBe(friend.peerId);
  });
});
