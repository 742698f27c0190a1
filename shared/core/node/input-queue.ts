// Inputs that wait for their turn, in the order in which they came. Who can make it grow: peers. Gossip is dropped when
// `inputsMax` wait, because peers will tell again; messages of one peer are dropped when `peerBytesMax` of it wait,
// which no peer reaches that keeps to what was asked of it. Commands, seals and peers' comings and goings always get in.

import type { Input } from './input.ts';
import type { PeerId } from './ports.ts';

export interface Waiting {
  input: Input;
  /** it was looked at before its turn (verify-ahead.ts) */
  looked: boolean;
  /** its signatures are being checked on other threads; ends when they are */
  verifying: Promise<void> | undefined;
  /** its turn has come */
  handled: boolean;
}

export interface InputQueue {
  /** False: it was dropped. */
  readonly push: (input: Input) => boolean;
  readonly putFirst: (input: Input) => void;
  readonly shift: () => Waiting | undefined;
  /** the first `count` of those that wait, in their order */
  readonly first: (count: number) => readonly Waiting[];
}

const inputsMax = 4096;
/** An answer of 1 MiB to each of the questions that may be open to one peer, many times over. */
const peerBytesMax = 24 * (1024 * 1024 + 256);

/** What an input takes beside its bytes: many small messages are no less of a load. */
const inputOverheadBytes = 256;

const messageOf = (input: Input): { readonly peer: PeerId; readonly length: number } | undefined => {
  if (input.type !== 'network' || input.event.type !== 'message') return undefined;
  return { peer: input.event.peer, length: input.event.bytes.length + inputOverheadBytes };
};

const isGossip = (input: Input): boolean => input.type === 'network' && input.event.type === 'gossip';

const waitingOf = (input: Input): Waiting => ({ input, looked: false, verifying: undefined, handled: false });

export const createInputQueue = (): InputQueue => {
  const waiting: Waiting[] = [];
  const bytesOfPeer = new Map<PeerId, number>();
  const count = (input: Input, sign: 1 | -1): void => {
    const message = messageOf(input);
    if (message === undefined) return;
    const bytes = (bytesOfPeer.get(message.peer) ?? 0) + sign * message.length;
    if (bytes === 0) bytesOfPeer.delete(message.peer);
    else bytesOfPeer.set(message.peer, bytes);
  };
  const fits = (input: Input): boolean => {
    if (isGossip(input)) return waiting.length < inputsMax;
    const message = messageOf(input);
    return message === undefined || (bytesOfPeer.get(message.peer) ?? 0) + message.length <= peerBytesMax;
  };
  return {
    push: (input) => {
      if (!fits(input)) return false;
      count(input, 1);
      waiting.push(waitingOf(input));
      return true;
    },
    putFirst: (input) => {
      count(input, 1);
      waiting.unshift(waitingOf(input));
    },
    shift: () => {
      const next = waiting.shift();
      if (next === undefined) return undefined;
      next.handled = true;
      count(next.input, -1);
      return next;
    },
    first: (wanted) => waiting.slice(0, wanted),
  };
};
