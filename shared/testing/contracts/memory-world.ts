// A world for the contract machine in plain maps: contracts, storage in order of insertion, coins, events. For tests of
// the machine by itself; contracts under test run on the real state (contract-stage.ts).
// Bounded by what the gas of a test can put into it.

import type { ContractWorld, Hex32 } from '../../core/model/index.ts';

export interface MemoryWorld extends ContractWorld {
  readonly contracts: Map<Hex32, { readonly hash: Hex32; readonly text: string }>;
  readonly balances: Map<Hex32, bigint>;
  readonly stored: Map<Hex32, Map<string, Uint8Array>>;
  readonly events: { readonly contract: Hex32; readonly name: string; readonly data: Uint8Array }[];
}

export const createMemoryWorld = (): MemoryWorld => {
  const contracts = new Map<Hex32, { readonly hash: Hex32; readonly text: string }>();
  const balances = new Map<Hex32, bigint>();
  const stored = new Map<Hex32, Map<string, Uint8Array>>();
  const events: { readonly contract: Hex32; readonly name: string; readonly data: Uint8Array }[] = [];
  const of = (contract: Hex32): Map<string, Uint8Array> => {
    const known = stored.get(contract) ?? new Map<string, Uint8Array>();
    stored.set(contract, known);
    return known;
  };
  const refill = <K, V>(map: Map<K, V>, entries: readonly (readonly [K, V])[]): void => {
    map.clear();
    for (const [key, value] of entries) map.set(key, value);
  };
  return {
    contracts,
    balances,
    stored,
    events,
    storage: {
      get: (contract, key) => of(contract).get(key),
      set: (contract, key, value) => {
        of(contract).set(key, value);
      },
      delete: (contract, key) => of(contract).delete(key),
      first: (contract) => [...of(contract).keys()][0],
      next: (contract, key) => {
        const keys = [...of(contract).keys()];
        const at = keys.indexOf(key);
        return at < 0 ? undefined : keys[at + 1];
      },
    },
    codeOf: (contract) => contracts.get(contract),
    pay: (from, to, amount) => {
      const balance = balances.get(from) ?? 0n;
      if (amount > balance) return 'not enough coins';
      balances.set(from, balance - amount);
      balances.set(to.id, (balances.get(to.id) ?? 0n) + amount);
      return undefined;
    },
    emit: (contract, name, data) => {
      events.push({ contract, name, data });
    },
    checkpoint: () => {
      const [coins, count] = [[...balances], events.length];
      const copies = [...stored].map(([contract, map]) => [contract, new Map(map)] as const);
      return () => {
        refill(balances, coins);
        refill(
          stored,
          copies.map(([contract, map]) => [contract, new Map(map)]),
        );
        events.length = count;
      };
    },
  };
};
