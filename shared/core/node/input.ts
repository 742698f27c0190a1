// What goes into a node and what comes out. `handle` is a function from the one to the other; everything that happens in
// a network of nodes is a sequence of these values, which is what makes it repeatable in the simulator.

import type { MempoolFault } from '../mempool/index.ts';
import type { Hex32, SealedHeader } from '../model/index.ts';
import type { StateChange, TransactionFault } from '../state/index.ts';
import type { ProofSubject } from '../wire/index.ts';
import type { DecodedMessage } from './decoded-message.ts';
import type {
  Durability,
  GossipTopic,
  GossipVerdict,
  NetworkEvent,
  PeerId,
  SearchTask,
  SignedAnswer,
  SignTask,
  StoreTable,
  StoreWrite,
} from './ports.ts';

export type Command =
  | { readonly type: 'submit-transaction'; readonly bytes: Uint8Array }
  /** encoded blocks of a person's file, ascending; answered when they are committed */
  | { readonly type: 'import-blocks'; readonly blocks: readonly Uint8Array[] }
  /** of a light node: answered with a proof that holds and is about our own header chain */
  | { readonly type: 'ask-proof'; readonly subject: ProofSubject }
  | { readonly type: 'start-producing'; readonly producer: Hex32; readonly intensityPermille: number }
  | { readonly type: 'stop-producing' };

export type CommandFault =
  | TransactionFault
  | MempoolFault
  | { readonly type: 'transaction-form'; readonly what: string }
  | { readonly type: 'producing-not-possible'; readonly reason: string }
  /** none: those that were asked say that there is none · no-peer: there was nobody to ask */
  | { readonly type: 'proof-not-found'; readonly reason: 'none' | 'no-peer' | 'no-answer' | 'too-many' | 'not-light' }
  /** `index` in the list that was given */
  | { readonly type: 'block-refused'; readonly index: number; readonly fault: string };

export type CommandReply =
  | { readonly ok: true; readonly value: { readonly id?: Hex32; readonly proof?: Uint8Array } }
  | { readonly ok: false; readonly error: CommandFault };

export type LoadKey = readonly [table: StoreTable, key: string];

export type Input =
  /** `decoded` where the driver has looked at it before its turn */
  | { readonly type: 'network'; readonly event: NetworkEvent; readonly decoded?: DecodedMessage }
  | {
      readonly type: 'command';
      readonly number: number;
      readonly command: Command;
      /** decodes a block of the command, once; where the driver has looked at it before its turn */
      readonly block?: DecodedMessage['block'];
    }
  /** a nonce for the task with this digest */
  | { readonly type: 'sealed'; readonly sealDigest: Uint8Array; readonly nonce: Uint8Array }
  /** the signature for the header with this digest, or why the host gives none */
  | { readonly type: 'signed'; readonly sealDigest: Uint8Array; readonly answer: SignedAnswer }
  /** VRF proofs for these inputs, in their order; `undefined` where the host has none to give */
  | {
      readonly type: 'proved';
      readonly inputs: readonly Hex32[];
      readonly proofs: readonly Uint8Array[] | undefined;
    }
  /** headers that were sealed here before this start, as the host has kept them */
  | { readonly type: 'own-seals'; readonly headers: readonly Uint8Array[] }
  | { readonly type: 'loaded'; readonly entries: readonly (readonly [LoadKey, Uint8Array | undefined])[] }
  /** what the blocks above `block` changed, the lowest change of each record; `undefined` where records are lost */
  | {
      readonly type: 'undo-merged';
      readonly block: Hex32;
      readonly merged: Map<string, StateChange> | undefined;
    }
  /** the alarm asked for by `wake-at`, or simply time for a look around */
  | { readonly type: 'tick' };

export type NodeEvent =
  | { readonly type: 'head'; readonly height: number; readonly id: Hex32 }
  /** A new block came from this peer, or was made here; `fault`: it was refused when it was executed. */
  | {
      readonly type: 'block';
      readonly id: Hex32;
      readonly height: number;
      readonly peer?: PeerId;
      readonly fault?: string;
    }
  | {
      readonly type: 'transaction';
      readonly id: Hex32;
      readonly status: 'pending' | 'included' | 'dropped';
      readonly reason?: string;
    }
  | {
      readonly type: 'log';
      readonly level: 'info' | 'warn' | 'error';
      readonly what: string;
      readonly peer?: PeerId;
      readonly fault?: string;
    }
  /** `name`: what it comes to for a person, where screens have words of their own for that; `what` has the facts */
  | { readonly type: 'alarm'; readonly what: string; readonly name?: 'apart-heavier' | 'apart-lighter' }
  /** one key has sealed two headers in one slot: both, lower id first; told once for each */
  | { readonly type: 'equivocation'; readonly first: Uint8Array; readonly second: Uint8Array };

/** Blocks that joined and left the head's chain, for indexes and histories; performed after the commit. */
export interface ChainMove {
  readonly reverted: readonly Hex32[];
  readonly applied: readonly Hex32[];
}

/** Headers of which the driver reads those that have left memory: the answer to a request. */
export interface ArchivedHeaders {
  /** records of the archive, upwards, with the ids of the headers in each */
  readonly records: readonly { readonly key: string; readonly ids: readonly Hex32[] }[];
  /** how many headers at the start of the first record, and at the end of the last, are not a part of the answer */
  readonly skip: number;
  readonly leave: number;
  /** those that follow */
  readonly rest: readonly SealedHeader[];
}

export type Effect =
  | { readonly type: 'send'; readonly peer: PeerId; readonly bytes: Uint8Array }
  | { readonly type: 'publish'; readonly topic: GossipTopic; readonly bytes: Uint8Array }
  | { readonly type: 'judge'; readonly messageId: string; readonly verdict: GossipVerdict }
  | { readonly type: 'penalise'; readonly peer: PeerId; readonly points: number; readonly reason: string }
  | {
      readonly type: 'commit';
      readonly writes: readonly StoreWrite[];
      readonly durability: Durability;
      readonly move?: ChainMove;
    }
  /** the driver reads these bodies from the store and sends them as the answer to a request */
  | { readonly type: 'serve-bodies'; readonly peer: PeerId; readonly request: number; readonly ids: readonly Hex32[] }
  | ({ readonly type: 'serve-headers'; readonly peer: PeerId; readonly request: number } & ArchivedHeaders)
  /** the driver has the proof made that this transaction is in a block, and sends it as the answer to a request */
  | { readonly type: 'serve-proof'; readonly peer: PeerId; readonly request: number; readonly id: Hex32 }
  /** the driver merges what these blocks, upwards from the one on `block`, have changed, and hands it back */
  | { readonly type: 'merge-undo'; readonly block: Hex32; readonly ids: readonly Hex32[] }
  | { readonly type: 'load'; readonly keys: readonly LoadKey[] }
  | { readonly type: 'seal'; readonly task: SearchTask; readonly intensityPermille: number }
  | { readonly type: 'sign'; readonly task: SignTask }
  /** a header that was sealed here, for the host to keep */
  | { readonly type: 'keep-seal'; readonly chainId: Hex32; readonly header: Uint8Array }
  | { readonly type: 'prove'; readonly producer: Hex32; readonly inputs: readonly Hex32[] }
  | { readonly type: 'stop-sealing' }
  | { readonly type: 'wake-at'; readonly time: number | undefined }
  | { readonly type: 'reply'; readonly number: number; readonly reply: CommandReply }
  | { readonly type: 'event'; readonly event: NodeEvent };

/** The reason of a fault in one word, for logs, refusals and the API's `data.fault`. */
export const faultName = (fault: { readonly type: string; readonly fault?: unknown }): string => {
  const inner = fault.fault;
  const isFault = typeof inner === 'object' && inner !== null && 'type' in inner && typeof inner.type === 'string';
  return isFault ? `${fault.type}: ${String(inner.type)}` : fault.type;
};
