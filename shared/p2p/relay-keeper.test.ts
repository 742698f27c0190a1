// Relays kept dialled, on a clock of the test's own.

import { expect, test } from 'vitest';
import { createRelayKeeper } from './relay-keeper.ts';

const id = '12D3KooWGKAoj6b9FJBd49LtE74vZ8eV7tWjJazGsjsUroz6qKYF';
const at = (host: string): string => `/dns/${host}/tcp/9090/ws/p2p/${id}`;

test('tries every address of a relay before it waits, then 1 s doubling to 15 s', () => {
  const keeper = createRelayKeeper(() => 1);
  expect(keeper.add([at('a'), at('b'), at('a'), 'nonsense', '/ip4/10.0.0.1/tcp/1/ws'])).toEqual([
    'nonsense',
    '/ip4/10.0.0.1/tcp/1/ws',
  ]);
  const tried: [number, string][] = [];
  for (let now = 0; tried.length < 12; now += 100) {
    const order = keeper.next(now);
    if (order === undefined) continue;
    tried.push([now, order.address === at('a') ? 'a' : 'b']);
    keeper.failed(id, now);
  }
  expect(tried.map(([, name]) => name).join('')).toBe('abababababab');
  const rounds = tried.filter((_, i) => i % 2 === 0).map(([time]) => time);
  const waits = rounds.slice(1).map((time, i) => time - (rounds[i] ?? 0) - 100);
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 15_000]);
});

test('a lost relay is dialled again within a second, at the address that worked', () => {
  const keeper = createRelayKeeper(() => 0.5);
  keeper.add([at('a'), at('b')]);
  keeper.next(0);
  keeper.failed(id, 0);
  expect(keeper.next(0)?.address).toBe(at('b'));
  keeper.connected(id);
  expect(keeper.next(1_000)).toBeUndefined();
  keeper.disconnected(id, 1_000);
  expect(keeper.next(1_000)).toBeUndefined();
  expect(keeper.next(1_500)?.address).toBe(at('b'));
});

test('waking up ends the waiting, and one dial is under way at a time', () => {
  const keeper = createRelayKeeper(() => 1);
  keeper.add([at('a')]);
  keeper.next(0);
  keeper.failed(id, 0);
  expect(keeper.next(999)).toBeUndefined();
  keeper.wake();
  expect(keeper.next(999)).toBeDefined();
  expect(keeper.next(999)).toBeUndefined();
});

test('relays and addresses are bounded', () => {
  const keeper = createRelayKeeper(() => 0);
  keeper.add(Array.from({ length: 20 }, (_, i) => at(`host${i}`)));
  expect(keeper.list()).toMatchObject([{ peerId: id, connected: false }]);
  expect(keeper.list()[0]?.addresses.length).toBe(8);
});
