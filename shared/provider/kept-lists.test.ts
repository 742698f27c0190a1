// What the provider keeps, filled beyond its bounds: listeners, reasons of dropped transactions, networks.

import { describe, expect, test } from 'vitest';
import { parseChainSpec } from '../core/model/index.ts';
import { createMemoryProfile } from '../testing/index.ts';
import { createEventHub } from './event-hub.ts';
import { createNetworkRegistry } from './network-registry.ts';
import { createDroppedList } from './tx-status.ts';

const idOf = (number: number): string => number.toString(16).padStart(64, '0');

describe('what the provider keeps is bounded', () => {
  test('a hundred listeners of one event; one that goes makes room', () => {
    const hub = createEventHub();
    const listeners = Array.from({ length: 101 }, () => () => undefined);
    const [first, last] = [listeners[0], listeners[100]];
    if (first === undefined || last === undefined) throw new Error('no listeners');
    for (const listener of listeners.slice(0, 100)) hub.on('head', listener);
    expect(() => {
      hub.on('head', last);
    }).toThrow(expect.objectContaining({ data: { reason: 'too-many-listeners' } }));
    hub.on('status', last);
    hub.on('head', first); // is there already
    hub.off('head', first);
    hub.on('head', last);
  });

  test('the reasons of the last thousand dropped transactions', () => {
    const dropped = createDroppedList();
    for (let number = 0; number <= 1000; number++) dropped.add(idOf(number), 'expired');
    expect(dropped.reasonOf(idOf(0))).toBeUndefined();
    expect(dropped.reasonOf(idOf(1))).toBe('expired');
    expect(dropped.reasonOf(idOf(1000))).toBe('expired');
  });

  test('200 networks with 16 relays each; known ones may still be renewed', async () => {
    const registry = createNetworkRegistry(createMemoryProfile(), 0);
    const consensus = { kind: 'pow', blockTimeMs: 1000, retarget: { kind: 'fixed', leadingHexZeros: 3 } };
    const spec = parseChainSpec({ name: 'Class', genesisTime: 1_700_000_000_000, salt: '00'.repeat(16), consensus });
    if (!spec.ok) throw new Error(`the spec is refused at ${spec.error.path}`);
    const network = (number: number) => ({ chainId: idOf(number), spec: spec.value, relays: [] });
    for (let number = 0; number < 200; number++) await registry.put(network(number));
    await expect(registry.put(network(200))).rejects.toMatchObject({ data: { reason: 'networks-full' } });
    const relays = Array.from({ length: 20 }, (_, index) => `/dns4/relay-${index}.test/tcp/443/wss`);
    expect((await registry.put({ ...network(7), relays })).relays).toEqual(relays.slice(0, 16));
    await registry.remove(idOf(3));
    await registry.put(network(200));
    expect(await registry.list()).toHaveLength(200);
  });
});
