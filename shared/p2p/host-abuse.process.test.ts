// A host among strangers that take its room, say nothing, say too much or do not listen: real libp2p on loopback.

import type { Connection, Stream } from '@libp2p/interface';
import { multiaddr } from '@multiformats/multiaddr';
import { afterEach, describe, expect, test } from 'vitest';
import { fromHex } from '../core/bytes/index.ts';
import { decodeExchange, encodeExchange, exchangeFrameBytesMax, exchangeProtocol } from './exchange-codec.ts';
import { createFrameReader, encodeFrame } from './frame.ts';
import type { Host } from './host.ts';
import type { NetworkLogEntry } from './host-parts.ts';
import { inboundMax } from './link-plan.ts';
import {
  decodeNodeFrame,
  encodeHello,
  encodeSequence,
  nodeFrameBytesMax,
  nodeFrameKind,
  nodeProtocol,
  sessionBytes,
} from './node-codec.ts';
import { hostsOnLoopback, until } from './testing/hosts-on-loopback.ts';

const { chainId, startHost, startStranger, stopAll } = hostsOnLoopback();
const tag = fromHex(chainId) ?? new Uint8Array(32);

afterEach(stopAll);

interface Stranger {
  readonly id: string;
  readonly connection: Connection;
}

const meet = async (host: Host): Promise<Stranger> => {
  const node = await startStranger();
  const connection = await node.dial(multiaddr(host.snapshot().addresses[0]));
  return { id: node.peerId.toString(), connection };
};

const hello = (losses: number): Uint8Array =>
  encodeFrame(
    nodeFrameKind.hello,
    encodeHello({ chainId: tag, session: new Uint8Array(sessionBytes), losses, kind: 'tab', agent: 'stranger' }),
  );

const greet = async ({ connection }: Stranger, losses = 0): Promise<Stream> => {
  const stream = await connection.newStream(nodeProtocol);
  stream.send(hello(losses));
  return stream;
};

/** The frames that come on a stream, as they are read. */
const framesOf = <T>(stream: Stream, bytesMax: number, read: (kind: number, body: Uint8Array) => T): readonly T[] => {
  const frames: T[] = [];
  const reader = createFrameReader(bytesMax, (kind, body) => frames.push(read(kind, body)));
  stream.addEventListener('message', ({ data }) => void reader.push(data.subarray()));
  return frames;
};

describe('room', () => {
  test('who is one too many hears so first of all, hears of the neighbours, and can still be signalled through', async () => {
    const host = await startHost();
    for (let i = 0; i < inboundMax; i++) await greet(await meet(host));
    await until('as many as there is room for', () => host.snapshot().peers.length === inboundMax);

    const late = await meet(host);
    const exchange = await late.connection.newStream(exchangeProtocol);
    const lists = framesOf(exchange, exchangeFrameBytesMax, decodeExchange);
    const node = await late.connection.newStream(nodeProtocol);
    const said = framesOf(node, nodeFrameBytesMax, decodeNodeFrame);
    await until('an answer', () => said.length > 0);
    expect(said).toEqual([{ ok: true, value: { type: 'goodbye', reason: 'full' } }]);
    await until('a list', () => lists.some((one) => one.ok && one.value.type === 'peers'));
    const list = lists.flatMap((one) => (one.ok && one.value.type === 'peers' ? [one.value.entries] : []))[0];
    expect(list?.length).toBe(inboundMax);
    expect(late.connection.status).toBe('open');
    expect(host.snapshot().peers.length).toBe(inboundMax);
  }, 40_000);
});

describe('silence', () => {
  test('a connection without streams and a stream without a hello are ended', async () => {
    const host = await startHost();
    const [mute, shy] = await Promise.all([meet(host), meet(host)]);
    await shy.connection.newStream(nodeProtocol);
    await until('both ended', () => [mute, shy].every(({ connection }) => connection.status !== 'open'), 12_000);
  }, 30_000);
});

describe('too much', () => {
  const logged = async (): Promise<{ readonly host: Host; readonly log: readonly NetworkLogEntry[] }> => {
    const log: NetworkLogEntry[] = [];
    return { host: await startHost({ onLog: (entry) => log.push(entry) }), log };
  };
  const dropOf = (log: readonly NetworkLogEntry[], { id }: Stranger): string | undefined =>
    log.find(({ what, peerId }) => what.startsWith('dropped') && peerId === id)?.fault;

  test('2,000 messages at once are taken, a flood of them drops the sender', async () => {
    const { host, log } = await logged();
    const stranger = await meet(host);
    const stream = await greet(stranger);
    await until('up', () => host.snapshot().peers.length === 1);
    const message = (i: number): Uint8Array => encodeFrame(nodeFrameKind.message, encodeSequence(i), new Uint8Array(8));
    for (let i = 1; i <= 6_000 && stream.writeStatus !== 'closed'; i++) {
      if (!stream.send(message(i))) await stream.onDrain().catch(() => undefined);
    }
    await until('dropped', () => dropOf(log, stranger) !== undefined);
    expect(dropOf(log, stranger)).toContain('more messages than its limit');
  });

  test('a flood of peer exchange drops the sender', async () => {
    const { host, log } = await logged();
    const stranger = await meet(host);
    const stream = await stranger.connection.newStream(exchangeProtocol);
    const entry = { peer: stranger.id, kind: 'tab', links: 1, addresses: ['/ip4/10.0.0.1/tcp/1/ws'] } as const;
    const { kind, body } = encodeExchange({ type: 'peers', tag, entries: Array.from({ length: 32 }, () => entry) });
    for (let i = 0; i < 200 && stream.writeStatus !== 'closed'; i++) {
      if (!stream.send(encodeFrame(kind, body))) await stream.onDrain().catch(() => undefined);
    }
    await until('dropped', () => dropOf(log, stranger) !== undefined);
    expect(dropOf(log, stranger)).toContain('faster than its limit');
  });

  test('a fifth stream of the same protocol is refused', async () => {
    const { host } = await logged();
    const stranger = await meet(host);
    const streams = await Promise.allSettled(
      Array.from({ length: 8 }, async () => stranger.connection.newStream(nodeProtocol)),
    );
    const open = (): number =>
      streams.filter((one) => one.status === 'fulfilled' && one.value.status === 'open').length;
    await until('four and no more', () => open() === 4);
  });

  test('who does not read what it is sent is let go, without a penalty', async () => {
    const { host, log } = await logged();
    const stranger = await meet(host);
    const stream = await greet(stranger);
    stream.pause();
    await until('up', () => host.snapshot().peers.length === 1);
    for (let i = 0; i < 16; i++) host.network.send(stranger.id, new Uint8Array(1_000_000));
    await until('down', () => host.snapshot().peers.length === 0);
    expect(log.find(({ what }) => what === 'peer down')?.fault).toBe('reads slower than it is sent to');
    expect(dropOf(log, stranger)).toBeUndefined();
  });
});

describe('verdicts', () => {
  test('each rejected message lowers the score, and a sixth within a minute ends the link', async () => {
    const log: NetworkLogEntry[] = [];
    const host = await startHost({ onLog: (entry) => log.push(entry) });
    const other = await startHost({ relays: host.snapshot().addresses });
    const scores: number[] = [];
    host.network.listen((event) => {
      if (event.type !== 'gossip') return;
      host.network.judge(event.messageId, 'reject');
      scores.push(host.snapshot().peers[0]?.score ?? -100);
    });
    await until('linked', () => host.snapshot().peers.length === 1 && other.snapshot().peers.length === 1);
    // what heals between two of them keeps the fifth from being the last
    for (let i = 1; i <= 6; i++) {
      other.network.publish('transaction', new Uint8Array(100).fill(i));
      await until(`verdict ${i}`, () => scores.length === i);
    }
    expect(scores.slice(0, 4)).toEqual([-20, -40, -60, -80]);
    await until('dropped', () => host.snapshot().peers.length === 0);
    expect(log.find(({ what }) => what.startsWith('dropped'))?.fault).toBe('a gossiped transaction was rejected');
  });
});

describe('a second link', () => {
  test('is one more way to a peer, unless the peer says that it had lost us: then all is said anew', async () => {
    const host = await startHost();
    const events: string[] = [];
    host.network.listen((event) => events.push(event.type));
    const stranger = await meet(host);
    await greet(stranger);
    await until('up', () => events.length === 1);
    const second = await greet(stranger);
    const heard = framesOf(second, nodeFrameBytesMax, decodeNodeFrame);
    await until('greeted', () => heard.some((one) => one.ok && one.value.type === 'hello'));
    await greet(stranger, 1);
    await until('up again', () => events.filter((type) => type === 'peer-up').length === 2);
    expect(events).toEqual(['peer-up', 'peer-down', 'peer-up']);
  });
});

describe('an address that is hidden', () => {
  test('no WebRTC is made, none advertised, and no own address told', async () => {
    let made = 0;
    const webrtc = (): never => {
      made += 1;
      throw new Error('made');
    };
    const relay = await startHost();
    const host = await startHost({
      hideAddress: true,
      listen: [],
      webrtc: [webrtc],
      relays: relay.snapshot().addresses,
    });
    await until('linked', () => host.snapshot().peers.length === 1);
    expect(made).toBe(0);
    expect(host.snapshot().addresses).toEqual([]);
    await until('linked from the other side', () => relay.snapshot().peers.length === 1);
  });
});

describe('names', () => {
  test('a seed among the relays is looked up in the DNS that is handed in, and nowhere else', async () => {
    const friend = await startHost();
    const asked: string[] = [];
    const resolveTxt = async (name: string) => {
      asked.push(name);
      return [[`dnsaddr=${friend.snapshot().addresses[0]}`]];
    };
    const host = await startHost({ relays: ['/dnsaddr/seeds.example'], resolveTxt });
    await until('linked', () => host.snapshot().peers.length === 1);
    expect(asked).toEqual(['_dnsaddr.seeds.example']);
  });

  test('without a DNS it is told, not asked for elsewhere', async () => {
    const log: NetworkLogEntry[] = [];
    await startHost({ relays: ['/dnsaddr/seeds.example'], onLog: (entry) => log.push(entry) });
    expect(log.find(({ what }) => what.includes('/dnsaddr/seeds.example'))?.fault).toContain('third party');
  });
});
