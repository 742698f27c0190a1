// A relay and hosts in one process, over loopback: what it serves, how many it holds, and that it comes back as itself.

import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseJoinLink } from '../shared/core/link/index.ts';
import { parseChainSpec } from '../shared/core/model/index.ts';
import { createHost, type Host, type HostOptions } from '../shared/p2p/index.ts';
import { openDataFolder } from './data-folder.ts';
import type { Relay } from './relay-server.ts';
import { openRelayFolder, type RelayFolder, smallSpec } from './testing/relay-folder.ts';
import { until } from './testing/until.ts';

let folder: RelayFolder;

beforeEach(async () => {
  folder = await openRelayFolder();
});

afterEach(() => folder.remove());

const host = async (relay: Relay, options: Partial<HostOptions> = {}): Promise<Host> => {
  const one = await createHost({
    ...{ seed: new Uint8Array(randomBytes(32)), chainId: 'ab'.repeat(32), kind: 'tab', agent: 'test' },
    relays: relay.relays,
    ...options,
  });
  folder.keep(one);
  return one;
};

const json = async (relay: Relay, path: string): Promise<unknown> => (await fetch(`${relay.page}${path}`)).json();

describe('what a relay serves', () => {
  test('page, health, addresses and spec, on one port', async () => {
    const page = join(folder.path, 'page');
    await openDataFolder(page, smallSpec);
    await writeFile(join(page, 'index.html'), '<title>the page</title>');
    const relay = await folder.start({}, { page });
    expect(await (await fetch(relay.page)).text()).toContain('the page');
    expect(await (await fetch(`${relay.page}?x=1`)).text()).toContain('the page');
    expect((await fetch(`${relay.page}missing.js`)).status).toBe(404);
    expect((await fetch(relay.page, { method: 'POST' })).status).toBe(405);
    expect(await json(relay, 'health')).toMatchObject({ ok: true, peers: 0, reservations: 0 });
    expect(JSON.stringify(await json(relay, 'health'))).toMatch(/"version":"\d+\.\d+\.\d+"/);
    expect(await json(relay, 'relays.json')).toMatchObject({ relays: relay.relays, spec: { name: 'Test' } });
    expect(relay.relays).toEqual([`/ip4/127.0.0.1/tcp/${relay.port}/ws/p2p/${relay.peerId}`]);
    expect(relay.page).toBe(`http://127.0.0.1:${relay.port}/`);
  });

  test('the name under which it was reached comes first', async () => {
    const relay = await folder.start();
    const found: unknown = await (await fetch(`http://localhost:${relay.port}/relays.json`)).json();
    const byName = `/dns/localhost/tcp/${relay.port}/ws/p2p/${relay.peerId}`;
    expect(found).toMatchObject({ relays: [byName, ...relay.relays] });
  });

  test('the join link holds the spec and the relays', async () => {
    const relay = await folder.start();
    expect(relay.link.startsWith(`${relay.page}#/join/`)).toBe(true);
    const link = parseJoinLink(relay.link);
    const { relays, spec } = Object(await json(relay, 'relays.json')) as {
      readonly relays: unknown;
      readonly spec: unknown;
    };
    expect(link).toMatchObject({ ok: true, value: { relays } });
    expect(parseChainSpec(spec)).toEqual({ ok: true, value: link.ok ? link.value.spec : undefined });
  });

  test('no page to serve is said, not hung on', async () => {
    expect((await fetch((await folder.start()).page)).status).toBe(404);
  });
});

describe('a relay between hosts', () => {
  test('forty from one address at once, each counted and each let go', async () => {
    const relay = await folder.start();
    // a chain each, so that this measures the relay and not the hosts' links
    const chains = Array.from({ length: 40 }, (_, i) => i.toString(16).padStart(64, '0'));
    const hosts = await Promise.all(chains.map(async (chainId) => host(relay, { chainId })));
    await until('all are counted', async () => {
      const health = await json(relay, 'health');
      return JSON.stringify(health).includes('"peers":40,"reservations":40');
    });
    expect(hosts.every((one) => one.snapshot().relays.connected === 1)).toBe(true);
    await Promise.all(hosts.map(async (one) => one.stop()));
    await until('all are gone', async () =>
      JSON.stringify(await json(relay, 'health')).includes('"peers":0,"reservations":0'),
    );
  }, 60_000);

  test('two that cannot be dialled live on a relayed path, gossip included', async () => {
    const relay = await folder.start();
    const [a, b] = [await host(relay), await host(relay)];
    const heard: string[] = [];
    b.network.listen((event) => {
      if (event.type === 'peer-up') heard.push(event.path);
      if (event.type === 'message') heard.push(`message of ${event.bytes.length}`);
      if (event.type === 'gossip') heard.push(`${event.topic} ${event.bytes.join('.')}`);
    });
    await until('linked', () => a.snapshot().peers.length === 1 && b.snapshot().peers.length === 1);
    a.network.send(b.peerId, new Uint8Array(50_000));
    a.network.publish('block', Uint8Array.of(1, 2));
    await until('all heard', () => heard.length === 3);
    expect(heard.sort()).toEqual(['block 1.2', 'message of 50000', 'relayed']);
  }, 30_000);

  test('full, it still connects but makes nobody reachable any more', async () => {
    const relay = await folder.start({ reservations: '2' });
    const hosts = await Promise.all(['1', '2', '3'].map(async (digit) => host(relay, { chainId: digit.repeat(64) })));
    await until('all connected', () => hosts.every((one) => one.snapshot().relays.connected === 1));
    await until('two are held', async () =>
      JSON.stringify(await json(relay, 'health')).includes('"peers":2,"reservations":2'),
    );
  }, 30_000);

  test('killed and started again it is the same, and hosts come back by themselves', async () => {
    const relay = await folder.start();
    const [a, b] = [await host(relay), await host(relay)];
    await until('connected', () => [a, b].every((one) => one.snapshot().relays.connected === 1));
    await relay.stop();
    await until('noticed', () => [a, b].every((one) => one.snapshot().relays.connected === 0));
    const again = await folder.start({ port: String(relay.port) });
    expect(again.peerId).toBe(relay.peerId);
    expect(again.link).toBe(relay.link);
    await until('back', () => [a, b].every((one) => one.snapshot().relays.connected === 1));
    await until('and reachable', async () => JSON.stringify(await json(again, 'health')).includes('"reservations":2'));
  }, 60_000);
});
