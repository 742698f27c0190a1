/** The simulated network keeps the contract of the Network port, on good links and on bad ones. */
import { describe, expect, test } from 'vitest';
import type { NetworkEvent } from '../../core/node/index.ts';
import { networkContract, type LinkNodes } from '../network-contract.ts';
import type { LinkCharacter } from './channel.ts';
import { createEventLog } from './event-log.ts';
import { createProcessGate } from './process-gate.ts';
import { seededRandom } from './seeded-random.ts';
import { createMicrotaskSettler } from './settle-microtasks.ts';
import { createSimulatedNetwork, type SimulatedNetwork, type World } from './simulated-network.ts';
import { createVirtualTime } from './virtual-time.ts';

const good: LinkCharacter = {
  ...{ path: 'direct', latencyMs: 20, jitterMs: 0, bytesPerMs: 10_000 },
  ...{ lossPermille: 0, duplicatePermille: 0 },
};
const observer = { onPenalty: () => undefined, onSend: () => undefined };

const worldOf = (seed: number): World => {
  const time = createVirtualTime(0);
  return { time, random: seededRandom(seed), log: createEventLog(time.now) };
};

const linked = (world: World, count: number, character: LinkCharacter): SimulatedNetwork => {
  const network = createSimulatedNetwork(world, observer);
  for (let i = 0; i < count; i++) network.addPeer(`p${i}`);
  for (let i = 0; i < count; i++) for (let j = 0; j < i; j++) network.link(`p${i}`, `p${j}`, character);
  return network;
};

const start = (network: SimulatedNetwork, id: string) =>
  network.start(
    id,
    createProcessGate(() => undefined),
    'at once',
  );

const linkNodes =
  (character: LinkCharacter): LinkNodes =>
  async (count) => {
    const world = worldOf(1);
    const network = linked(world, count, character);
    const { settle, close } = createMicrotaskSettler();
    const nodes = Array.from({ length: count }, (_, i) => ({ id: `p${i}`, network: start(network, `p${i}`) }));
    return {
      nodes,
      until: async (what, condition) => {
        const deadline = world.time.now() + 15_000;
        await settle();
        while (!condition()) {
          if (!world.time.step(deadline)) throw new Error(`it never came: ${what}`);
          await settle();
        }
      },
      vanish: async ({ id }) => {
        network.vanish(id);
        await settle();
      },
      close: async () => {
        close();
      },
    };
  };

describe('the contract of the port', () => {
  test.each(networkContract.map(({ name, run }) => [name, run] as const))('%s', async (_name, run) => {
    await run(linkNodes(good));
  });
});

/** Two peers with ears, and time that is let pass by hand. */
const twoPeers = (character: LinkCharacter, seed = 1) => {
  const world = worldOf(seed);
  const network = linked(world, 2, character);
  const [a, b] = [start(network, 'p0'), start(network, 'p1')];
  const heard: NetworkEvent[] = [];
  a.listen(() => undefined);
  b.listen((event) => {
    heard.push(event);
    if (event.type === 'gossip') b.judge(event.messageId, 'ignore');
  });
  const pass = (ms: number): void => {
    const until = world.time.now() + ms;
    while (world.time.step(until));
  };
  pass(10);
  const messages = (): number[] => heard.flatMap((event) => (event.type === 'message' ? [event.bytes[0] ?? -1] : []));
  const kinds = (): string[] => heard.map(({ type }) => type);
  return { world, network, a, b, pass, messages, kinds };
};

describe('bad links', () => {
  test('a stream that loses half of its packets is slow, whole and in order', () => {
    const { a, pass, messages } = twoPeers({ ...good, lossPermille: 500, jitterMs: 200 });
    for (let i = 0; i < 50; i++) a.send('p1', Uint8Array.of(i));
    pass(25);
    expect(messages().length).toBeLessThan(50);
    pass(10_000);
    expect(messages()).toEqual(Array.from({ length: 50 }, (_, i) => i));
  });

  test('gossip is lost, doubled and overtaken', () => {
    const { a, pass, kinds, world } = twoPeers({ ...good, lossPermille: 300, duplicatePermille: 300, jitterMs: 500 });
    for (let i = 0; i < 100; i++) a.publish('block', Uint8Array.of(i));
    pass(5_000);
    const count = kinds().filter((kind) => kind === 'gossip').length;
    expect(count).toBeGreaterThan(50);
    expect(count).toBeLessThan(95);
    expect(world.log.lastLines().some((line) => line.endsWith('known'))).toBe(true);
  });

  test('bandwidth is shared by all that is sent', () => {
    const { a, pass, messages } = twoPeers({ ...good, bytesPerMs: 100 });
    for (let i = 0; i < 3; i++) a.send('p1', new Uint8Array(100_000).fill(i));
    pass(1_100);
    expect(messages()).toEqual([0]);
    pass(2_000);
    expect(messages()).toEqual([0, 1, 2]);
  });

  test('a short cut delays a stream, a long one takes the link down until it is mended', () => {
    const { a, network, pass, messages, kinds } = twoPeers(good);
    network.cut('p0', 'p1');
    a.send('p1', Uint8Array.of(1));
    pass(3_000);
    expect(messages()).toEqual([]);
    network.mend('p0', 'p1');
    pass(100);
    expect(messages()).toEqual([1]);
    network.cut('p0', 'p1');
    a.send('p1', Uint8Array.of(2));
    pass(20_000);
    expect(kinds().at(-1)).toBe('peer-down');
    network.mend('p0', 'p1');
    pass(10_000);
    expect(kinds().at(-1)).toBe('peer-up');
    expect(messages()).toEqual([1]);
  });

  test('a cut of one direction lets the other pass', () => {
    const { a, b, network, pass, messages } = twoPeers(good);
    network.cut('p1', 'p0');
    b.send('p0', Uint8Array.of(9));
    a.send('p1', Uint8Array.of(3));
    pass(100);
    expect(messages()).toEqual([3]);
  });

  test('a paused process hears everything, in order, when it goes on', () => {
    const { a, network, pass, messages, kinds } = twoPeers(good);
    network.pause('p1');
    for (let i = 0; i < 5; i++) a.send('p1', Uint8Array.of(i));
    pass(2_000);
    expect(messages()).toEqual([]);
    network.resume('p1');
    expect(messages()).toEqual([0, 1, 2, 3, 4]);
    network.pause('p1');
    pass(30_000);
    network.resume('p1');
    pass(10_000);
    expect(kinds().slice(-2)).toEqual(['peer-down', 'peer-up']);
  });

  test('who starts again before its silence was noticed is down first, then up', () => {
    const { network, pass, kinds } = twoPeers(good);
    network.vanish('p0');
    start(network, 'p0').listen(() => undefined);
    pass(10_000);
    expect(kinds()).toEqual(['peer-up', 'peer-down', 'peer-up']);
  });
});
