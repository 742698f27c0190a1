// How much of a network this tab slot keeps, remembered beside the networks: `mode/<slot>/<chain id>` is JSON {mode, start}. A
// record that cannot be read counts as absent. Bounded by the networks that are known: it goes with its network.

import type { Hex32 } from '../core/model/index.ts';
import type { HowMuch, KeyValues } from './backend.ts';

export interface KeptModes {
  readonly get: (chainId: Hex32) => Promise<HowMuch>;
  readonly put: (chainId: Hex32, how: HowMuch) => Promise<void>;
  readonly remove: (chainId: Hex32) => Promise<void>;
}

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
  return {
    get: async (chainId) => {
      const bytes = await profile.get(keyOf(chainId));
      const kept = (bytes === undefined ? undefined : readHowMuch(bytes)) ?? { mode: 'full' };
      return given === undefined ? kept : { ...kept, mode: given };
    },
    put: (chainId, how) => profile.put(keyOf(chainId), writeHowMuch(how)),
    remove: (chainId) => profile.delete(keyOf(chainId)),
  };
};
