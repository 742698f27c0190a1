// Whom to dial, through whom and when, on a clock of the test's own.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDialManager, type DialManagerOptions, type DialOrder } from './dial-manager.ts';
import type { ExchangeEntry } from './exchange-codec.ts';

const tab = (peer: string, links = 2): ExchangeEntry => ({ peer, kind: 'tab', links, addresses: [] });
const terminal = (peer: string): ExchangeEntry => ({
  peer,
  kind: 'terminal',
  links: 2,
  addresses: [`/dns/${peer}/tcp/1/ws`],
});

const managerOf = (options: Partial<DialManagerOptions> = {}) =>
  createDialManager({
    ...{ self: 'm', hasWebrtc: true, hasAddress: false, isRefused: () => false, random: () => 0.5 },
    ...options,
  });

const peersOf = (orders: readonly (DialOrder | undefined)[]): readonly (string | undefined)[] =>
  orders.map((one) => one?.peer);

describe('who dials', () => {
  test('the lower id at once', () => {
    const manager = managerOf();
    manager.heard('R', 'relay', [tab('z')], 0);
    expect(manager.next(0)).toEqual({ way: 'webrtc', peer: 'z', hops: ['R'], timeoutMs: 5_000 });
  });

  test.each([
    [0, 1_500],
    [0.999, 2_999],
  ])('the higher id after a grace of 1.5 to 3 s (%f)', (random, afterMs) => {
    const manager = managerOf({ random: () => random });
    manager.heard('R', 'relay', [tab('a')], 0);
    expect(manager.next(afterMs - 1)).toBeUndefined();
    expect(manager.next(afterMs + 1)?.peer).toBe('a');
  });

  test('a tab dials who has an address, whatever the ids; who has one waits for tabs', () => {
    const fromTab = managerOf();
    fromTab.heard('R', 'relay', [terminal('a')], 0);
    expect(fromTab.next(0)).toMatchObject({ way: 'address', peer: 'a', addresses: ['/dns/a/tcp/1/ws'] });
    const fromTerminal = managerOf({ hasAddress: true, hasWebrtc: false });
    fromTerminal.heard('R', 'relay', [tab('z')], 0);
    expect(fromTerminal.next(0)).toBeUndefined();
    expect(fromTerminal.next(3_000)).toMatchObject({ way: 'relayed', peer: 'z' });
  });

  test('a hidden address: nobody at an address of theirs, and all through a relay', () => {
    const hidden = managerOf({ hidesAddress: true, hasWebrtc: false, self: 'a' });
    hidden.heard('R', 'relay', [terminal('t'), tab('z')], 0);
    const orders = [hidden.next(0), hidden.next(0)];
    expect(orders.map((order) => order?.way)).toEqual(['relayed', 'relayed']);
    expect(peersOf(orders).toSorted()).toEqual(['t', 'z']);
  });

  test('nobody who is refused, who is linked, or who is dialling us', () => {
    const manager = managerOf({ isRefused: (peer) => peer === 'x' });
    manager.heard('R', 'relay', [tab('x'), tab('y'), tab('z'), tab('m')], 0);
    manager.linked('y', { path: 'direct', isOutbound: true }, 0);
    manager.beingDialled('z', 0);
    expect(manager.next(4_999)).toBeUndefined();
    expect(manager.next(5_000)?.peer).toBe('z');
  });
});

describe('how many', () => {
  test('two dials at once', () => {
    const manager = managerOf();
    manager.heard('R', 'relay', [tab('x'), tab('y'), tab('z')], 0);
    const [first] = [manager.next(0), manager.next(0)];
    expect(manager.next(0)).toBeUndefined();
    manager.succeeded(first?.peer ?? '', 0);
    manager.linked(first?.peer ?? '', { path: 'direct', isOutbound: true }, 0);
    expect(manager.next(0)).toBeDefined();
  });

  test('a peer whose connection is up but not greeted yet is not dialled again at once', () => {
    const manager = managerOf();
    manager.heard('R', 'relay', [tab('z')], 0);
    manager.next(0);
    manager.succeeded('z', 10);
    expect(manager.next(11)).toBeUndefined();
    expect(manager.next(3_010)?.peer).toBe('z');
  });

  test.each([
    [8, 8],
    [9, 8],
    [40, 8],
  ])('of %i others, links to %i', (others, wanted) => {
    const manager = managerOf();
    manager.heard(
      'R',
      'relay',
      Array.from({ length: others }, (_, i) => tab(`z${i}`)),
      0,
    );
    let links = 0;
    for (let order = manager.next(0); order !== undefined; order = manager.next(0)) {
      manager.succeeded(order.peer, 0);
      manager.linked(order.peer, { path: 'direct', isOutbound: true }, 0);
      links += 1;
    }
    // nine others make ten nodes with us, and from ten on eight links are enough
    expect(links).toBe(wanted);
  });
});

describe('after a failure', () => {
  const failingAt = (manager: ReturnType<typeof managerOf>, times: number): readonly number[] => {
    const at: number[] = [];
    for (let now = 0; at.length < times; now += 50) {
      manager.heard('R', 'relay', [tab('z')], now);
      const order = manager.next(now);
      if (order === undefined) continue;
      at.push(now);
      manager.failed('z', now);
    }
    return at;
  };

  test('waiting doubles from about a second to about a minute', () => {
    const at = failingAt(managerOf({ random: () => 0.5 }), 9);
    const waits = at.slice(1).map((time, i) => time - (at[i] ?? 0));
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  });

  test('waiting differs by a quarter either way', () => {
    expect(failingAt(managerOf({ random: () => 0 }), 2)[1]).toBe(750);
    expect(failingAt(managerOf({ random: () => 0.999 }), 2)[1]).toBe(1_250);
  });

  test('after two failures of WebRTC a relayed path, and from there WebRTC again', () => {
    const manager = managerOf();
    const order = (now: number) => {
      manager.heard('R', 'relay', [tab('z')], now - 1);
      manager.heard('N', 'neighbour', [tab('z')], now);
      return manager.next(now);
    };
    expect(order(0)?.way).toBe('webrtc');
    manager.failed('z', 0);
    expect(order(10_000)?.way).toBe('webrtc');
    manager.failed('z', 10_000);
    // only a relay carries more than signalling
    expect(order(20_000)).toMatchObject({ way: 'relayed', hops: ['R'] });
    manager.succeeded('z', 20_000);
    manager.linked('z', { path: 'relayed', isOutbound: true }, 0);
    expect(order(30_000)).toMatchObject({ way: 'webrtc', hops: ['N', 'R'] });
    manager.succeeded('z', 30_000);
    manager.linked('z', { path: 'direct', isOutbound: true }, 0);
    expect(order(90_000)).toBeUndefined();
  });

  test('without WebRTC the relayed path at once', () => {
    const manager = managerOf({ hasWebrtc: false });
    manager.heard('N', 'neighbour', [tab('z')], 0);
    expect(manager.next(0)).toBeUndefined();
    manager.heard('R', 'relay', [tab('z')], 0);
    expect(manager.next(0)).toMatchObject({ way: 'relayed', hops: ['R'] });
  });

  test('a dial gets three times what the last that succeeded took, from 5 to 10 s', () => {
    const manager = managerOf();
    const timeoutAfter = (tookMs: number, peer: string): number | undefined => {
      manager.heard('R', 'relay', [tab(peer)], 0);
      const first = manager.next(0)?.peer ?? '';
      manager.succeeded(first, tookMs);
      manager.linked(first, { path: 'direct', isOutbound: true }, tookMs);
      manager.heard('R', 'relay', [tab(`${peer}2`)], tookMs);
      const order = manager.next(tookMs);
      manager.succeeded(order?.peer ?? '', tookMs);
      manager.linked(order?.peer ?? '', { path: 'direct', isOutbound: true }, tookMs);
      return order?.timeoutMs;
    };
    expect([timeoutAfter(200, 'x'), timeoutAfter(2_500, 'y'), timeoutAfter(9_000, 'z')]).toEqual([
      5_000, 7_500, 10_000,
    ]);
  });

  test('waking up ends all waiting', () => {
    const manager = managerOf();
    failingAt(manager, 7);
    const now = 64_000;
    expect(manager.next(now)).toBeUndefined();
    manager.wake(now);
    expect(manager.next(now)?.peer).toBe('z');
  });
});

describe('who went', () => {
  test('is not dialled for half a minute after a goodbye, unless it comes back', () => {
    const manager = managerOf();
    manager.heard('R', 'relay', [tab('z')], 0);
    manager.linked('z', { path: 'direct', isOutbound: true }, 0);
    manager.unlinked('z', 'left', 1_000);
    manager.heard('R', 'relay', [tab('z')], 30_000);
    expect(manager.next(30_999)).toBeUndefined();
    expect(manager.next(31_000)?.peer).toBe('z');
    manager.failed('z', 31_000);
    manager.unlinked('z', 'left', 31_000);
    manager.joined('R', [tab('z')], 31_100);
    expect(manager.next(31_100)?.peer).toBe('z');
  });

  test('is dialled again soon when it was only lost, late when it turned us away', () => {
    const manager = managerOf();
    manager.heard('R', 'relay', [tab('y'), tab('z')], 0);
    manager.unlinked('y', 'lost', 0);
    manager.unlinked('z', 'turned-away', 0);
    expect(peersOf([manager.next(3_000), manager.next(3_000)])).toEqual(['y', undefined]);
  });

  test('takes its routes with it: a lost hop, and a neighbour that lists somebody no more', () => {
    const manager = managerOf();
    manager.heard('R', 'relay', [tab('z')], 0);
    manager.heard('N', 'neighbour', [tab('z')], 0);
    manager.hopLost('R');
    manager.heard('N', 'neighbour', [tab('y')], 1);
    expect(peersOf([manager.next(1), manager.next(1)])).toEqual(['y', undefined]);
  });

  test('is forgotten when nobody has spoken of it for 90 s', () => {
    const manager = managerOf();
    manager.heard('R', 'relay', [tab('z')], 0);
    expect(manager.next(90_000)).toBeUndefined();
    expect(manager.known(90_000)).toEqual([]);
  });
});

test('whatever is told, at most two dials at once, never to itself, never more than 256 remembered', () => {
  const peers = fc.integer({ min: 0, max: 400 }).map((i) => `p${i}`);
  const step = fc.tuple(fc.nat(9), peers, fc.nat(3_000));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const manager = managerOf({ self: 'p7' });
      const under = new Set<string>();
      let now = 0;
      for (const [what, peer, ms] of steps) {
        now += ms;
        if (what < 3)
          manager.heard(
            'R',
            'relay',
            Array.from({ length: 40 }, (_, i) => tab(`${peer}${i % 7}`)),
            now,
          );
        if (what === 3) manager.joined('R', [tab(peer), terminal(`t${peer}`)], now);
        if (what === 4) manager.unlinked(peer, 'lost', now);
        if (what === 5) manager.linked(peer, { path: 'relayed', isOutbound: true }, 0);
        if (what === 6) for (const one of under) manager.failed(one, now);
        if (what === 6) under.clear();
        const order = what > 6 ? manager.next(now) : undefined;
        if (order !== undefined) under.add(order.peer);
        expect(under.size).toBeLessThanOrEqual(2);
        expect(under.has('p7')).toBe(false);
        expect(manager.known(now).length).toBeLessThanOrEqual(256);
      }
    }),
    { numRuns: 50 },
  );
});
