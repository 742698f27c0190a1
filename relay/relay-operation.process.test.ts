// What an operator sets, as clients meet it: places by address, origins, tags, circuits, siblings, draining, metrics.

import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createRelayLog } from './relay-log.ts';
import type { Relay } from './relay-server.ts';
import type { SettingName } from './relay-settings.ts';
import { startHeaderProxy } from './testing/header-proxy.ts';
import { createRelayClient, type RelayClient } from './testing/relay-client.ts';
import { openRelayFolder, type RelayFolder } from './testing/relay-folder.ts';
import { until } from './testing/until.ts';

let logged = '';
let folder: RelayFolder;

beforeEach(async () => {
  folder = await openRelayFolder();
  logged = '';
});

afterEach(() => folder.remove());

const start = (texts: Partial<Record<SettingName, string>> = {}, name = 'data'): Promise<Relay> => {
  const log = createRelayLog('info', { write: (line) => void (logged += line) });
  return folder.start(texts, { log }, name);
};

/** `headers` are those that a browser or a proxy sends with the WebSocket's request. */
const client = async (relay: Relay, headers: Readonly<Record<string, string>> = {}): Promise<RelayClient> => {
  const { port } = folder.keep(await startHeaderProxy(relay.port, headers));
  return folder.keep(await createRelayClient({ relay: `/ip4/127.0.0.1/tcp/${port}/ws/p2p/${relay.peerId}` }));
};

const member = async (relay: Relay, tag: Uint8Array, headers: Readonly<Record<string, string>> = {}) => {
  const one = await client(relay, headers);
  await one.connect();
  one.advertise(tag);
  return one;
};

const health = async (relay: Relay): Promise<Record<string, unknown>> => {
  const answer: unknown = await (await fetch(`${relay.page}health`)).json();
  return { ...Object(answer) } as Record<string, unknown>;
};

const metric = async (relay: Relay, name: string): Promise<number> => {
  const text = await (await fetch(`${relay.page}metrics`)).text();
  return Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${name} `))
      ?.split(' ')[1] ?? 0,
  );
};

const holds = async (relay: Relay, places: number): Promise<void> =>
  until(`${places} places`, async () => (await health(relay))['reservations'] === places);

const someTag = (): Uint8Array => new Uint8Array(randomBytes(32));

/** Relay `a` with a sibling and two clients, one joined to the other through it: what keeps a drain waiting. */
const twoJoinedThroughOne = async () => {
  const b = await start({}, 'b');
  const a = await start({ sibling: b.relays[0] ?? '' }, 'a');
  await until('the sibling is connected', async () => (await health(a))['siblings'] === 1);
  const tag = someTag();
  const [one, two] = [await member(a, tag), await member(a, tag)];
  await holds(a, 2);
  await one.echoThrough(two.peerId);
  return { a, b, one, two };
};

describe('places', () => {
  test('are counted by the true address behind a proxy, and free again when a peer leaves', async () => {
    const relay = await start({ behindProxy: '127.0.0.1', reservationsPerIp: '2' });
    const tag = someTag();
    const from = async (address: string) => member(relay, tag, { 'x-forwarded-for': address });
    const [first] = [await from('203.0.113.9'), await from('203.0.113.9')];
    await holds(relay, 2);
    await from('203.0.113.9');
    await until('the third is refused', async () => {
      return (await metric(relay, 'tabchain_relay_refused_total{reason="address-full"}')) === 1;
    });
    await from('198.51.100.1');
    await holds(relay, 3);
    await first.vanish();
    await holds(relay, 2);
    await from('203.0.113.9');
    await holds(relay, 3);
    expect(logged).toContain('203.0.113.0/24');
    expect(logged).not.toMatch(/203\.0\.113\.9|198\.51\.100\.1\D/);
  }, 30_000);

  test('a header from a client that is no proxy of ours changes nothing', async () => {
    const relay = await start({ reservationsPerLanIp: '1' });
    const tag = someTag();
    await member(relay, tag, { 'x-forwarded-for': '203.0.113.9' });
    await member(relay, tag, { 'x-forwarded-for': '203.0.113.10' });
    await until('the second is refused', async () => {
      return (await metric(relay, 'tabchain_relay_refused_total{reason="address-full"}')) === 1;
    });
    expect((await health(relay))['reservations']).toBe(1);
  }, 30_000);

  test('a tag that is not served has none; its peers are told of nobody', async () => {
    const served = someTag();
    const relay = await start({ allowTag: Buffer.from(served).toString('hex') });
    const [stranger, one, two] = [await member(relay, someTag()), await member(relay, served), await client(relay)];
    await holds(relay, 1);
    await two.connect();
    two.want(served, 8);
    await until('the member is told', () => two.known().some(({ peer }) => peer === one.peerId));
    expect(two.known().some(({ peer }) => peer === stranger.peerId)).toBe(false);
    expect(await metric(relay, 'tabchain_relay_refused_total{reason="tag"}')).toBe(1);
  }, 30_000);
});

describe('who may come', () => {
  test.each([
    ['https://page.example', true],
    ['https://other.example', false],
    [undefined, true],
  ])('from the origin %s: %s', async (origin, may) => {
    const relay = await start({ allowOrigin: 'https://page.example' });
    const headers: Record<string, string> = origin === undefined ? {} : { origin };
    const one = await client(relay, headers);
    const connected = one.connect().then(
      () => true,
      () => false,
    );
    expect(await connected).toBe(may);
    const shared = await fetch(`${relay.page}relays.json`, { headers });
    expect(shared.headers.get('access-control-allow-origin')).toBe(may ? (origin ?? null) : null);
  });

  test('the page of the relay itself always may', async () => {
    const relay = await start({ allowOrigin: 'https://page.example' });
    const ownOrigin = relay.page.replace(/\/$/, '');
    const one = await client(relay, { origin: ownOrigin, host: `127.0.0.1:${relay.port}` });
    await expect(one.connect()).resolves.toBeDefined();
  }, 30_000);
});

describe('circuits', () => {
  test('bytes pass, are counted, and no faster than set', async () => {
    const relay = await start({ circuitKibibytesPerSecond: '256' });
    const tag = someTag();
    const [a, b] = [await member(relay, tag), await member(relay, tag)];
    await holds(relay, 2);
    const stream = await a.echoThrough(b.peerId);
    let back = 0;
    stream.addEventListener('message', ({ data }) => (back += data.byteLength));
    const startedAtMs = Date.now();
    // 768 KiB: the first 256 KiB at once, the rest at 256 KiB/s
    for (let sent = 0; sent < 48; sent += 1) {
      if (!stream.send(new Uint8Array(16_384))) await stream.onDrain();
    }
    await until('all is back', () => back === 48 * 16_384);
    // what is read last may overdraw by a window of yamux, 256 KiB
    expect(Date.now() - startedAtMs).toBeGreaterThan(900);
    expect(await metric(relay, 'tabchain_relay_relayed_bytes_total')).toBeGreaterThan(2 * 48 * 16_384);
    expect((await health(relay))['circuits']).toBe(1);
    await a.vanish();
    await until('the circuit is gone', async () => (await health(relay))['circuits'] === 0);
  }, 30_000);

  test('one peer may have so many open', async () => {
    const relay = await start({ circuitsPerPeer: '1' });
    const tag = someTag();
    const [a, b, c] = [await member(relay, tag), await member(relay, tag), await member(relay, tag)];
    await holds(relay, 3);
    await a.echoThrough(b.peerId);
    await expect(a.echoThrough(c.peerId)).rejects.toThrow();
    await expect(c.echoThrough(b.peerId)).resolves.toBeDefined();
    expect(await metric(relay, 'tabchain_relay_refused_total{reason="circuits-of-peer"}')).toBe(1);
  }, 30_000);

  test('a receiver that does not read holds up its sender, and the relay keeps little of it', async () => {
    const relay = await start({ circuitKibibytesPerSecond: '65536' });
    const tag = someTag();
    const [a, b] = [await member(relay, tag), await member(relay, tag)];
    await holds(relay, 2);
    const stream = await a.echoThrough(b.peerId);
    const circuits = b.node.getConnections().flatMap(({ streams }) => streams);
    for (const circuit of circuits) if (circuit.protocol.includes('/circuit/relay/')) circuit.pause();
    for (let piece = 0; piece < 256; piece += 1) stream.send(new Uint8Array(65_536));
    const relayed = async () => metric(relay, 'tabchain_relay_relayed_bytes_total');
    await until('the relay has taken a window', async () => (await relayed()) > 250_000);
    for (let look = 0; look < 20; look += 1) expect(await relayed()).toBeLessThan(2 * 1_048_576);
  }, 30_000);

  test('who does not hold a place cannot be reached', async () => {
    const relay = await start();
    const [a, b] = [await member(relay, someTag()), await client(relay)];
    await b.connect();
    await holds(relay, 1);
    await expect(a.echoThrough(b.peerId)).rejects.toThrow(/NO_RESERVATION|status/i);
  }, 30_000);
});

describe('siblings', () => {
  test('are told to clients and in relays.json, and hold peers that the other has not', async () => {
    const b = await start({}, 'b');
    const a = await start({ sibling: b.relays[0] ?? '' }, 'a');
    await until('the sibling is connected', async () => (await health(a))['siblings'] === 1);
    expect(a.relays).toEqual([expect.stringContaining(a.peerId), ...b.relays]);
    const tag = someTag();
    const [there, here] = [await member(b, tag), await member(a, tag)];
    await holds(b, 1);
    await until('about', () => here.notices.length > 0);
    expect(here.notices[0]).toEqual({ type: 'about', stun: a.stun, siblings: b.relays });
    here.want(tag, 8);
    await until('the other is told', () => here.known().some(({ peer }) => peer === there.peerId));
    const entry = here.known().find(({ peer }) => peer === there.peerId);
    expect(entry?.addresses).toEqual([`${b.relays[0] ?? ''}/p2p-circuit/webrtc/p2p/${there.peerId}`]);
    expect(await metric(a, 'tabchain_relay_exchange_requests_total{kind="passed-on"}')).toBe(1);
  }, 30_000);

  test('a question goes one step, and who holds no place here gets none passed on', async () => {
    const c = await start({}, 'c');
    const b = await start({ sibling: c.relays[0] ?? '' }, 'b');
    const a = await start({ sibling: b.relays[0] ?? '' }, 'a');
    for (const relay of [a, b]) await until('connected', async () => (await health(relay))['siblings'] === 1);
    const tag = someTag();
    const [far, near, here, guest] = [
      await member(c, tag),
      await member(b, tag),
      await member(a, tag),
      await client(a),
    ];
    await guest.connect();
    for (const relay of [a, b, c]) await holds(relay, 1);
    here.want(tag, 8);
    guest.want(tag, 8);
    await until('the near one is told', () => here.known().some(({ peer }) => peer === near.peerId));
    await until('the guest is answered', () => guest.heard.length > 0);
    expect(here.known().some(({ peer }) => peer === far.peerId)).toBe(false);
    expect(guest.known().map(({ peer }) => peer)).toEqual([here.peerId]);
    expect(await metric(b, 'tabchain_relay_exchange_requests_total{kind="passed-on"}')).toBe(0);
  }, 30_000);

  test('draining tells clients of them, takes nobody new and ends', async () => {
    const { a, b, one, two } = await twoJoinedThroughOne();
    const ended = a.drain();
    await until('told', () => [one, two].every(({ notices }) => notices.at(-1)?.type === 'leaving'));
    expect(one.notices.at(-1)?.siblings).toEqual(b.relays);
    const answer = await fetch(`${a.page}health`);
    expect([answer.status, await answer.json()]).toMatchObject([503, { ok: false, status: 'draining' }]);
    await expect((await client(a)).connect()).rejects.toThrow();
    await one.vanish();
    await ended;
    await expect(fetch(`${a.page}health`)).rejects.toThrow();
  }, 30_000);
});

test.skipIf(process.env['TABCHAIN_NIGHTLY'] !== '1')(
  'draining ends within ten seconds, however long a relayed connection would last',
  async () => {
    const { a } = await twoJoinedThroughOne();
    const startedAtMs = Date.now();
    await a.drain();
    expect(Date.now() - startedAtMs).toBeGreaterThan(5_000);
    expect(Date.now() - startedAtMs).toBeLessThan(10_000);
  },
  30_000,
);

test('metrics can be off, and the log says no more than a network', async () => {
  const relay = await start({ metrics: 'off' });
  expect((await fetch(`${relay.page}metrics`)).status).toBe(404);
  const first: unknown = JSON.parse(logged.split('\n')[0] ?? '');
  expect(first).toMatchObject({ name: 'tabchain-relay', msg: 'relay started', stun: relay.stun });
});
