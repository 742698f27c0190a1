// How much of a network this tab slot keeps, remembered beside the networks: `mode/<slot>/<chain id>` is JSON {mode, start}.
// `mode/start` has the same form, and says where all slots start in networks that have no record of their own. A record that
// cannot be read counts as absent. Bounded by the networks that are known: a record goes with its network.

import type { Hex32 } from '../core/model/index.ts';
import type { HowMuch, KeyValues } from './backend.ts';

export interface KeptModes {
  readonly get: (chainId: Hex32) => Promise<HowMuch>;
  readonly put: (chainId: Hex32, how: HowMuch) => Promise<void>;
  readonly remove: (chainId: Hex32) => Promise<void>;
  /** as it was last got or put */
  readonly startOf: (chainId: Hex32) => NonNullable<HowMuch['start']>;
}

const forNewNetworks = 'mode/start';
const modes = ['full', 'light'] as const;
const starts = ['auto', 'blocks', 'state'] as const;

const decoder = new TextDecoder();
const encoder = new TextEncoder();

export const readHowMuch = (bytes: Uint8Array): HowMuch | undefined => {
  try {
    const json: unknown = JSON.parse(decoder.decode(bytes));
    if (typeof json !== 'object' || json === null) return undefined;
    const said: unknown = Reflect.get(json, 'mode');
    const from: unknown = Reflect.get(json, 'start');
    const mode = modes.find((one) => one === said);
    const start = starts.find((one) => one === from);
    return mode === undefined ? undefined : { mode, ...(start === undefined ? {} : { start }) };
  } catch {
    return undefined; // JSON.parse has no other way to say that the record is damaged
  }
};

export const writeHowMuch = (how: HowMuch): Uint8Array => encoder.encode(JSON.stringify(how));

/** `given` stands for all networks and before what is remembered, as a command line says it. */
export const createKeptModes = (profile: KeyValues, slot: number, given?: HowMuch['mode']): KeptModes => {
  const keyOf = (chainId: Hex32): string => `mode/${slot}/${chainId}`;
  const seen = new Map<Hex32, HowMuch>();
  const read = async (key: string): Promise<HowMuch | undefined> => {
    const bytes = await profile.get(key);
    return bytes === undefined ? undefined : readHowMuch(bytes);
  };
  return {
    get: async (chainId) => {
      const kept = (await read(keyOf(chainId))) ?? (await read(forNewNetworks)) ?? { mode: 'full' };
      const how = given === undefined ? kept : { ...kept, mode: given };
      seen.set(chainId, how);
      return how;
    },
    put: async (chainId, how) => {
      seen.set(chainId, how);
      await profile.put(keyOf(chainId), writeHowMuch(how));
      if (how.start !== undefined) await profile.put(forNewNetworks, writeHowMuch({ mode: 'full', start: how.start }));
    },
    remove: async (chainId) => {
      seen.delete(chainId);
      await profile.delete(keyOf(chainId));
    },
    startOf: (chainId) => seen.get(chainId)?.start ?? 'auto',
  };
};
