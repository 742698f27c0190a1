// The networks that this profile knows, and which of them each tab slot has open: `network/<chain id>` is JSON
// {spec, relays, checkpoint}, `current/<slot>` a chain id. A record that cannot be read is passed over and left where it is.
// Bounded: `networksMax` networks with `relaysMax` relays each; one more is refused, none is forgotten for it.

import { createGenesis } from '../core/chain/index.ts';
import { relaysMax, relaysOf } from '../core/link/index.ts';
import { type ChainSpec, chainSpecJson, type ConsensusKind, type Hex32, parseChainSpec } from '../core/model/index.ts';
import { notPossibleNow } from './api-error.ts';
import type { KeyValues, NetworkToOpen } from './backend.ts';
import { checkpointJson, checkpointOf } from './checkpoint.ts';

export interface NetworkRegistry {
  readonly list: () => Promise<readonly NetworkToOpen[]>;
  readonly get: (chainId: Hex32) => Promise<NetworkToOpen | undefined>;
  /** Adds a network; of a known one the relays come together, the new ones first, and a new checkpoint takes the place of the old. */
  readonly put: (network: NetworkToOpen) => Promise<NetworkToOpen>;
  readonly remove: (chainId: Hex32) => Promise<void>;
  /** the network that this slot had open last */
  readonly current: () => Promise<Hex32 | undefined>;
  readonly setCurrent: (chainId: Hex32) => Promise<void>;
}

const networksMax = 200;
const networkPrefix = 'network/';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export const chainIdOf = (spec: ChainSpec): Hex32 => createGenesis(spec).chainId;

/** The kinds of consensus that this version can run. */
export const availableKinds = (): readonly ConsensusKind[] => ['pow', 'poa', 'pos'];

export const networkOf = (spec: ChainSpec, relays: readonly string[]): NetworkToOpen => ({
  chainId: chainIdOf(spec),
  spec,
  relays,
});

const jsonOf = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(decoder.decode(bytes));
  } catch {
    return undefined; // JSON.parse has no other way to say that the record is damaged
  }
};

export const readRecord = (bytes: Uint8Array | undefined): Omit<NetworkToOpen, 'chainId'> | undefined => {
  const json = bytes === undefined ? undefined : jsonOf(bytes);
  if (typeof json !== 'object' || json === null || !('spec' in json)) return undefined;
  const spec = parseChainSpec(json.spec);
  if (!spec.ok) return undefined;
  const checkpoint = 'checkpoint' in json ? checkpointOf(json.checkpoint) : undefined;
  const relays = 'relays' in json ? relaysOf(json.relays) : [];
  return { spec: spec.value, relays, ...(checkpoint === undefined ? {} : { checkpoint }) };
};

export const writeRecord = ({ spec, relays, checkpoint }: Omit<NetworkToOpen, 'chainId'>): Uint8Array => {
  const settled = checkpoint === undefined ? {} : { checkpoint: checkpointJson(checkpoint) };
  return encoder.encode(JSON.stringify({ spec: chainSpecJson(spec), relays, ...settled }));
};

export const createNetworkRegistry = (profile: KeyValues, slot: number): NetworkRegistry => {
  const currentKey = `current/${slot}`;
  const get = async (chainId: Hex32): Promise<NetworkToOpen | undefined> => {
    const record = readRecord(await profile.get(`${networkPrefix}${chainId}`));
    return record === undefined ? undefined : { chainId, ...record };
  };
  return {
    get,
    list: async () => {
      const keys = await profile.list(networkPrefix);
      const networks = await Promise.all(keys.map((key) => get(key.slice(networkPrefix.length))));
      return networks.filter((network) => network !== undefined);
    },
    put: async (network) => {
      const known = await get(network.chainId);
      const full = known === undefined && (await profile.list(networkPrefix)).length >= networksMax;
      if (full) throw notPossibleNow('networks-full', `This browser keeps ${networksMax} networks. Remove one first.`);
      const relays = [...new Set([...network.relays, ...(known?.relays ?? [])])].slice(0, relaysMax);
      const checkpoint = network.checkpoint ?? known?.checkpoint;
      const merged = { ...network, relays, ...(checkpoint === undefined ? {} : { checkpoint }) };
      await profile.put(`${networkPrefix}${network.chainId}`, writeRecord(merged));
      return merged;
    },
    remove: (chainId) => profile.delete(`${networkPrefix}${chainId}`),
    current: async () => {
      const bytes = await profile.get(currentKey);
      const chainId = bytes === undefined ? undefined : decoder.decode(bytes);
      return chainId !== undefined && /^[0-9a-f]{64}$/.test(chainId) ? chainId : undefined;
    },
    setCurrent: (chainId) => profile.put(currentKey, encoder.encode(chainId)),
  };
};
