// A newcomer's side of the welcome: while this tab has got nothing on the open network it asks its peers, one after the other,
// until one pays. What it got is kept in `welcomed/<slot>/<chain id>`, so a reload asks nobody. Coins go to the wallet where it is
// backed up, else to the key of this tab, which hands them over (mining-key.ts).
// Bounds: one question at a time; a peer is asked again after a minute, or ten seconds if it said "later", then after twice as long
// each time, up to a quarter of an hour.

import type { Hex32 } from '../core/model/index.ts';
import type { WelcomeGift } from './api.ts';
import type { HostControls, KeyValues } from './backend.ts';
import { showHex } from './show-transaction.ts';

export interface WelcomeVisitParts {
  readonly profile: KeyValues;
  readonly slot: number;
  readonly host: Pick<HostControls, 'snapshot' | 'askWelcome'>;
  readonly now: () => number;
  /** the open network; `undefined` while there is none */
  readonly chainId: () => Hex32 | undefined;
  /** whom to pay */
  readonly account: () => Promise<Hex32>;
  /** whether this node is the one that welcomes others */
  readonly isHost: () => Promise<boolean>;
  readonly onGift: (gift: WelcomeGift) => void;
}

export interface WelcomeVisit {
  readonly gift: () => Promise<WelcomeGift | undefined>;
  /** Peers have come, or time has gone by. */
  readonly look: () => Promise<void>;
  readonly remove: (chainId: Hex32) => Promise<void>;
}

const againMs = 60_000;
const laterMs = 10_000;
const waitMsMax = 900_000;
/** what `look` remembers of peers that had nothing to give */
const askedMax = 256;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export const writeGift = (gift: WelcomeGift): Uint8Array => encoder.encode(JSON.stringify(gift));

export const readGift = (bytes: Uint8Array): WelcomeGift | undefined => {
  try {
    const json: unknown = JSON.parse(decoder.decode(bytes));
    if (typeof json !== 'object' || json === null || !('amount' in json) || !('from' in json)) return undefined;
    if (!('id' in json) || !('time' in json)) return undefined;
    const { amount, from, id, time } = json;
    if (typeof amount !== 'string' || !/^[0-9]{1,20}$/.test(amount) || typeof from !== 'string') return undefined;
    if (typeof id !== 'string' || !/^0x[0-9a-f]{64}$/.test(id) || typeof time !== 'number') return undefined;
    return { amount, from, id: showHex(id.slice(2)), time };
  } catch {
    return undefined; // JSON.parse has no other way to say that the record is damaged
  }
};

export const createWelcomeVisit = (parts: WelcomeVisitParts): WelcomeVisit => {
  const { profile, slot, host, now, chainId } = parts;
  /** by network and peer: not before this time, and how often it had nothing to give */
  const asked = new Map<string, { readonly notBefore: number; readonly times: number }>();
  let looking = false;
  const keyOf = (id: Hex32): string => `welcomed/${slot}/${id}`;
  const giftOn = async (id: Hex32): Promise<WelcomeGift | undefined> => {
    const bytes = await profile.get(keyOf(id));
    return bytes === undefined ? undefined : readGift(bytes);
  };
  const notBefore = (key: string): number => asked.get(key)?.notBefore ?? 0;
  const wait = (key: string, ms: number, times: number): void => {
    asked.delete(key);
    asked.set(key, { notBefore: now() + Math.min(ms * 2 ** times, waitMsMax), times: times + 1 });
    const [oldest] = asked.keys();
    if (asked.size > askedMax && oldest !== undefined) asked.delete(oldest);
  };
  const ask = async (id: Hex32, peer: string, account: Hex32): Promise<boolean> => {
    const key = `${id} ${peer}`;
    if (notBefore(key) > now()) return false;
    const times = asked.get(key)?.times ?? 0;
    wait(key, againMs, times);
    const reply = await host.askWelcome(peer, account);
    if (!reply.ok || reply.value === undefined) return false;
    const answer = reply.value;
    if (!answer.paid) {
      if (answer.reason === 'later') wait(key, laterMs, times);
      return false;
    }
    const gift = { amount: answer.amount.toString(), from: peer, id: showHex(answer.id), time: now() };
    await profile.put(keyOf(id), writeGift(gift));
    parts.onGift(gift);
    return true;
  };
  const look = async (): Promise<void> => {
    const id = chainId();
    const peers = host.snapshot()?.peers ?? [];
    const isDue = peers.some(({ peerId }) => notBefore(`${id ?? ''} ${peerId}`) <= now());
    if (id === undefined || !isDue || (await giftOn(id)) !== undefined || (await parts.isHost())) return;
    const account = await parts.account();
    for (const { peerId } of peers) if (chainId() !== id || (await ask(id, peerId, account))) return;
  };
  return {
    gift: async () => {
      const id = chainId();
      return id === undefined ? undefined : giftOn(id);
    },
    look: async () => {
      if (looking) return;
      looking = true;
      await look().finally(() => {
        looking = false;
      });
    },
    remove: (id) => profile.delete(keyOf(id)),
  };
};
