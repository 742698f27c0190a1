// Welcoming newcomers of the open network with coins, where this node's person has asked for it: an ordinary payment from an
// account of the wallet, once for each peer and each account. The record `welcome/<chain id>` holds what is given and who has
// it, and is written before each payment, so that a crash gives nobody twice.
// Bounds: `newcomersMax` newcomers a network, so the whole gift is amount × newcomersMax whatever strangers do; 40 an hour by
// one way, 256 ways; 30 a minute for all. It cannot tell one person under many ids from
// many persons: these bounds are what such a person can get.

import { accountAddress, formatAddress, type Hex32 } from '../core/model/index.ts';
import type { WelcomeOffer } from './api.ts';
import { errorCodes } from './api.ts';
import { isApiError } from './api-error.ts';
import type { KeyValues, WelcomeAnswerLike, WelcomeQuestionLike } from './backend.ts';
import { oneAtATime } from './one-at-a-time.ts';

/** What is kept of one network's welcome. */
export interface WelcomeRecord {
  /** the account that pays, 64 hexadecimal digits */
  readonly from: Hex32;
  readonly amount: bigint;
  readonly newcomersMax: number;
  readonly given: readonly (readonly [peer: string, account: Hex32])[];
}

export interface WelcomeDeskParts {
  readonly profile: KeyValues;
  readonly now: () => number;
  /** the open network; `undefined` while there is none */
  readonly chainId: () => Hex32 | undefined;
  readonly pay: (payment: {
    readonly from: string;
    readonly to: string;
    readonly amount: string;
  }) => Promise<{ readonly id: string }>;
  readonly log: (what: string) => void;
}

export interface WelcomeDesk {
  readonly offer: () => Promise<WelcomeOffer | undefined>;
  /** An amount of 0 ends it; who has got something stays known. */
  readonly set: (from: Hex32, amount: bigint, newcomersMax: number) => Promise<void>;
  readonly asked: (question: WelcomeQuestionLike) => Promise<WelcomeAnswerLike>;
  readonly remove: (chainId: Hex32) => Promise<void>;
}

const wayMax = 40;
const wayMs = 3_600_000;
const waysMax = 256;
const allMax = 30;
const allMs = 60_000;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export const writeWelcome = ({ amount, ...rest }: WelcomeRecord): Uint8Array =>
  encoder.encode(JSON.stringify({ ...rest, amount: amount.toString() }));

const isGiven = (entry: unknown): entry is WelcomeRecord['given'][number] =>
  Array.isArray(entry) && entry.length === 2 && entry.every((one) => typeof one === 'string');

export const readWelcome = (bytes: Uint8Array): WelcomeRecord | undefined => {
  try {
    const json: unknown = JSON.parse(decoder.decode(bytes));
    if (typeof json !== 'object' || json === null || !('given' in json) || !Array.isArray(json.given)) return undefined;
    if (!('from' in json) || !('amount' in json) || !('newcomersMax' in json)) return undefined;
    const { from, amount, newcomersMax, given } = json;
    if (typeof from !== 'string' || !/^[0-9a-f]{64}$/.test(from)) return undefined;
    if (typeof amount !== 'string' || !/^[0-9]{1,20}$/.test(amount)) return undefined;
    if (typeof newcomersMax !== 'number' || !Number.isSafeInteger(newcomersMax)) return undefined;
    return { from, amount: BigInt(amount), newcomersMax, given: given.filter(isGiven) };
  } catch {
    return undefined; // JSON.parse has no other way to say that the record is damaged
  }
};

/** When payments were made, as far as they still count; `false` where there were as many as may be. */
const isFree = (times: number[], max: number, ms: number, now: number): boolean => {
  while (times[0] !== undefined && times[0] <= now - ms) times.shift();
  return times.length < max;
};

const createLimits = (now: () => number) => {
  const all: number[] = [];
  const ways = new Map<string, number[]>();
  return (source: string): boolean => {
    const way = ways.get(source) ?? [];
    ways.delete(source);
    ways.set(source, way);
    const [oldest] = ways.keys();
    if (ways.size > waysMax && oldest !== undefined) ways.delete(oldest);
    if (!isFree(way, wayMax, wayMs, now()) || !isFree(all, allMax, allMs, now())) return false;
    way.push(now());
    all.push(now());
    return true;
  };
};

const keyOf = (chainId: Hex32): string => `welcome/${chainId}`;

/** Why a payment failed, as a name for the screen. */
const pauseOf = (thrown: unknown): string => {
  if (!isApiError(thrown)) throw thrown;
  if (thrown.code === errorCodes.walletLocked) return 'wallet-locked';
  return thrown.data?.reason === 'no-wallet' ? 'no-wallet' : 'no-coins';
};

export const createWelcomeDesk = (parts: WelcomeDeskParts): WelcomeDesk => {
  const { profile, chainId } = parts;
  const inTurn = oneAtATime();
  const isWithinLimits = createLimits(parts.now);
  let pausedBy: string | undefined;
  const load = async (): Promise<WelcomeRecord | undefined> => {
    const id = chainId();
    const bytes = id === undefined ? undefined : await profile.get(keyOf(id));
    return bytes === undefined ? undefined : readWelcome(bytes);
  };
  const save = async (record: WelcomeRecord): Promise<void> => {
    const id = chainId();
    if (id !== undefined) await profile.put(keyOf(id), writeWelcome(record));
  };
  const payTo = async (record: WelcomeRecord, { peer, account }: WelcomeQuestionLike): Promise<WelcomeAnswerLike> => {
    await save({ ...record, given: [...record.given, [peer, account]] });
    const address = (key: Hex32): string => formatAddress(accountAddress(key));
    try {
      const payment = { from: address(record.from), to: address(account), amount: record.amount.toString() };
      const { id } = await parts.pay(payment);
      pausedBy = undefined;
      parts.log(`welcomed a newcomer with ${record.amount} base units`);
      return { paid: true, id: id.slice(2), amount: record.amount };
    } catch (thrown) {
      await save(record);
      pausedBy = pauseOf(thrown);
      return { paid: false, reason: 'later' };
    }
  };
  const answer = async (question: WelcomeQuestionLike): Promise<WelcomeAnswerLike> => {
    const record = await load();
    if (record === undefined || record.amount === 0n) return { paid: false, reason: 'off' };
    const { given, newcomersMax, from } = record;
    const has = given.some(([peer, account]) => peer === question.peer || account === question.account);
    if (has || question.account === from) return { paid: false, reason: 'already' };
    if (given.length >= newcomersMax) return { paid: false, reason: 'given-out' };
    return isWithinLimits(question.source) ? payTo(record, question) : { paid: false, reason: 'later' };
  };
  return {
    offer: async () => {
      const record = await load();
      if (record === undefined || record.amount === 0n) return undefined;
      const { newcomersMax, given } = record;
      const paused = given.length >= newcomersMax ? 'given-out' : pausedBy;
      return {
        ...{ amount: record.amount.toString(), newcomersMax, given: given.length },
        ...(paused === undefined ? {} : { pausedBy: paused }),
      };
    },
    set: (from, amount, newcomersMax) =>
      inTurn(async () => {
        pausedBy = undefined;
        await save({ from, amount, newcomersMax, given: (await load())?.given ?? [] });
      }),
    asked: (question) => inTurn(() => answer(question)),
    remove: (id) => profile.delete(keyOf(id)),
  };
};
