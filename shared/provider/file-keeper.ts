// How this node keeps files: the person's limit and whether it helps, remembered in the profile for its slot; and the wish to
// have the files part running where something is kept or the policy says so, although nobody asks for a file.
// Owns one timer. Bounds: helps at most every 20 s, with the newest 64 files of the network.

import type { AskFiles, FileFacts } from '../core/node/index.ts';
import type { KeyValues } from './backend.ts';
import { createThrottle } from './throttle.ts';

const helpEveryMs = 20_000;
const limitBytesDefault = 536_870_912;

export interface KeptPolicy {
  readonly help: boolean;
  readonly limitBytes: number;
}

export interface FileKeeper {
  readonly policy: () => Promise<KeptPolicy>;
  readonly setPolicy: (policy: KeptPolicy) => Promise<void>;
  /** Something is kept on this network from now on, or nothing. */
  readonly keeps: (chainId: string, anything: boolean) => Promise<void>;
  /** Another network is open; `undefined` for none. */
  readonly opened: (chainId: string | undefined) => void;
  /** The chain has moved, or a policy has changed. */
  readonly look: () => void;
  readonly stop: () => void;
}

export interface FileKeeperOptions {
  readonly profile: KeyValues;
  readonly slot: number;
  readonly ask: AskFiles | undefined;
  /** of the open network, newest first */
  readonly newest: () => Promise<readonly FileFacts[]>;
}

export const decodeKeptPolicy = (bytes: Uint8Array): KeptPolicy | undefined => {
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof json !== 'object' || json === null || !('help' in json) || !('limitBytes' in json)) return undefined;
    const { help, limitBytes } = json;
    const isLimit = typeof limitBytes === 'number' && Number.isSafeInteger(limitBytes) && limitBytes >= 0;
    return typeof help === 'boolean' && isLimit ? { help, limitBytes } : undefined;
  } catch {
    return undefined; // a damaged record counts as absent
  }
};

export const encodeKeptPolicy = (policy: KeptPolicy): Uint8Array => new TextEncoder().encode(JSON.stringify(policy));

export const createFileKeeper = ({ profile, slot, ask, newest }: FileKeeperOptions): FileKeeper => {
  const policyKey = `files/${slot}`;
  const keptKey = (chainId: string): string => `files-kept/${slot}/${chainId}`;
  let known: KeptPolicy | undefined;
  let chain: string | undefined;

  const policy = async (): Promise<KeptPolicy> => {
    const record = known === undefined ? await profile.get(policyKey) : undefined;
    known ??= (record && decodeKeptPolicy(record)) ?? { help: false, limitBytes: limitBytesDefault };
    return known;
  };
  const run = async (): Promise<void> => {
    const { help, limitBytes } = await policy();
    const chainId = chain;
    if (ask === undefined || chainId === undefined) return;
    if (help) await ask({ type: 'help', files: await newest(), limitBytes });
    else if ((await profile.get(keptKey(chainId))) !== undefined) await ask({ type: 'open', limitBytes });
  };
  const runSoon = (): void => {
    // A profile that cannot be read is told by whoever reads it for a person.
    run().catch(() => undefined);
  };
  const throttle = createThrottle(helpEveryMs, runSoon);
  return {
    policy,
    setPolicy: async (next) => {
      known = next;
      await profile.put(policyKey, encodeKeptPolicy(next));
      runSoon(); // a person waits for it
    },
    keeps: async (chainId, anything) =>
      anything ? profile.put(keptKey(chainId), Uint8Array.of(1)) : profile.delete(keptKey(chainId)),
    opened: (chainId) => {
      chain = chainId;
      if (chainId !== undefined) throttle.wish();
    },
    look: () => {
      if (known?.help === true && chain !== undefined) throttle.wish();
    },
    stop: throttle.stop,
  };
};
