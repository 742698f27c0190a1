// The node: `handle(input, now) → effects`, synchronous and deterministic. It owns its parts and nothing else; the driver
// (run-node.ts) performs the effects. Equal inputs in equal order give equal effects in every kind of node.

import { type Chain, type Checkpoint, sealedOf } from '../chain/index.ts';
import type { SignatureCheck } from '../crypto/index.ts';
import { createMempool } from '../mempool/index.ts';
import type { Hex32, SealedHeader } from '../model/index.ts';
import { createSync } from '../sync/index.ts';
import { encodeMessage } from '../wire/index.ts';
import { asksWakeAt, planAsks } from './ask-proof.ts';
import { broadcastStatus, moveHead, onLoaded, trimCaches } from './head.ts';
import { blockDecoder } from './decoded-message.ts';
import { isFetchingState, keepStateStart } from './fetch-state.ts';
import { importHeld, noteOwnSeals } from './import-block.ts';
import { importGiven } from './import-given.ts';
import type { CommandReply, Effect, Input } from './input.ts';
import { createLightBooks, provenView } from './light-books.ts';
import { askForReply, endAsk, followPayments, paymentsWakeAt, submitLight } from './light-payments.ts';
import { lookAhead, type LookedAhead, needsMachine } from './look-ahead.ts';
import type { NodeParts, Outbox, VerifiedSignatures } from './parts.ts';
import { draftWakeAt, keepDraft, onProved, onSealed, onSigned, startProducing, stopProducing } from './produce.ts';
import type { SnapshotPointer } from './records.ts';
import { createProofAsks } from './proof-asks.ts';
import { createSealBooks } from './seal-books.ts';
import { askForMempools, onNetwork } from './serve-peer.ts';
import { dropOldState, onUndoMerged } from './serve-state.ts';
import { createStateServing } from './state-serving.ts';
import { createStateStart, type StartMode } from './state-start.ts';
import type { NodeSnapshot } from './snapshot.ts';
import { headersAt, type HeaderSource } from './stored-headers.ts';
import { submitTransaction } from './take-transaction.ts';

export interface NodeOptions {
  /** the chain as restored from the store, or fresh from its genesis */
  readonly chain: Chain;
  readonly signatureCheck: SignatureCheck;
  /** shared with the chain, so that a transaction of the mempool is not verified again in a block */
  readonly verified: VerifiedSignatures;
  readonly snapshot: SnapshotPointer | undefined;
  /** auto unless given */
  readonly start?: StartMode;
  /** a settled block of the network's chain; passed over where the chain has that height already */
  readonly checkpoint?: Checkpoint | undefined;
  /** see SyncOptions; that of the checkpoint where there is one */
  readonly minimumWeight?: bigint;
}

export interface TabchainNode {
  readonly handle: (input: Input, now: number) => readonly Effect[];
  readonly snapshot: () => NodeSnapshot;
  /** What an input that waits for its turn brings to be verified meanwhile; changes nothing. */
  readonly lookAhead: (input: Input) => LookedAhead;
  /** The same input, decoded, and whether the contract machine has to be loaded before its turn. */
  readonly needsMachine: (input: Input) => { readonly input: Input; readonly needed: boolean };
  /** These signed bytes have a right signature: it was checked on another thread. */
  readonly rememberVerified: (signedHashes: readonly Hex32[]) => void;
  /** read access for queries between inputs */
  readonly chain: Chain;
  readonly mempool: NodeParts['mempool'];
  readonly signatureCheck: SignatureCheck;
  /** the accounts at the head; of a light node those that were proved to it */
  readonly accounts: NodeParts['accounts'];
  /** Headers of the head's chain, old ones from the store; `undefined` where there is none or it cannot be read. */
  readonly headersAt: (
    store: HeaderSource['store'],
    heights: readonly number[],
  ) => Promise<readonly (SealedHeader | undefined)[]>;
  /** of a light node: where a payment of its own person was shown to be, until it is settled */
  readonly ownPayment: (id: Hex32) => { readonly height: number; readonly block: Hex32 } | undefined;
}

type CommandInput = Extract<Input, { type: 'command' }>;

/** `undefined`: the reply follows when a peer has answered. */
const perform = (parts: NodeParts, input: CommandInput, now: number, out: Outbox): CommandReply | undefined => {
  const { command, block, number } = input;
  const isLight = parts.chain.mode === 'light';
  switch (command.type) {
    case 'import-blocks':
      return importGiven(parts, command.blocks, { now, block: block ?? blockDecoder(parts.spec.blockBytesMax) }, out);
    case 'ask-proof':
      return askForReply(parts, command.subject, number, now);
    case 'submit-transaction':
      if (isLight) return submitLight(parts, number, command.bytes, now, out);
      return submitTransaction(parts, command.bytes, out);
    case 'start-producing':
      return startProducing(parts, command);
    case 'stop-producing':
      return stopProducing(parts, out);
  }
};

const dispatch = (parts: NodeParts, input: Input, now: number, out: Outbox): void => {
  switch (input.type) {
    case 'network':
      onNetwork(parts, input, now, out);
      return;
    case 'command': {
      const reply = perform(parts, input, now, out);
      if (reply !== undefined) out.effects.push({ type: 'reply', number: input.number, reply });
      return;
    }
    case 'sealed':
      onSealed(parts, input.sealDigest, input.nonce, now, out);
      return;
    case 'signed':
      onSigned(parts, input, now, out);
      return;
    case 'proved':
      onProved(parts, input, now);
      return;
    case 'own-seals':
      noteOwnSeals(parts, input.headers, out);
      return;
    case 'loaded':
      onLoaded(parts, input.entries, out);
      return;
    case 'undo-merged':
      onUndoMerged(parts, input.block, input.merged, now, out);
      return;
    case 'tick':
      moveHead(parts, out);
  }
};

/** What has to be looked at after every input, whatever it was. */
const settle = (parts: NodeParts, now: number, out: Outbox): void => {
  importHeld(parts, now, out);
  const bodiesWait = keepStateStart(parts, now, out);
  const questions = parts.sync.plan(parts.chain, now, !bodiesWait).map(({ peer, message }): Effect => ({
    type: 'send',
    peer,
    bytes: encodeMessage(message),
  }));
  if (parts.chain.mode === 'light') {
    followPayments(parts, now, out);
    for (const ended of planAsks(parts, now, out)) endAsk(parts, ended, now, out);
  }
  // Before the commit of what this input brought: a question announces nothing, and the answer is on its way meanwhile.
  out.effects.unshift(...questions);
  askForMempools(parts, out);
  broadcastStatus(parts, now, out);
  keepDraft(parts, now, out);
  trimCaches(parts, out);
  dropOldState(parts, now);
  out.effects.push({ type: 'wake-at', time: wakeTime(parts, now) });
};

const wakeTime = (parts: NodeParts, now: number): number | undefined => {
  const times = [
    parts.sync.wakeAt(now),
    parts.stateStart.fetch.wakeAt(now),
    draftWakeAt(parts),
    parts.statusAt,
    ...parts.held.map(({ until }) => until),
    ...asksWakeAt(parts, now),
    ...paymentsWakeAt(parts),
  ].filter((time) => time !== undefined);
  return times.length === 0 ? undefined : Math.max(Math.min(...times), now + 1);
};

const snapshotOf = (parts: NodeParts): NodeSnapshot => {
  const { chain, sync, mempool, production, spec } = parts;
  const head = chain.head();
  return {
    chainId: chain.chainId,
    mode: chain.mode,
    height: head.height,
    head: head.id,
    headTime: sealedOf(head).header.time,
    settledHeight: Math.max(0, head.height - spec.settleDepth),
    sync: { state: isFetchingState(parts) ? 'snapshot' : sync.state(chain), target: sync.target(chain) },
    peers: [...parts.peers].map(([peer, { path, kind }]) => ({
      peer,
      path,
      kind,
      height: sync.claimOf(peer)?.height ?? 0,
    })),
    mempool: { count: mempool.count(), bytes: mempool.bytes() },
    production: {
      running: production.running,
      producer: production.producer,
      intensityPermille: production.intensityPermille,
      produced: production.produced,
      ownSlotAt: production.running ? production.ownSlotAt : undefined,
    },
    verifiedSince: chain.mode === 'light' ? head.height + 1 : chain.executedFrom(),
  };
};

export const createNode = (options: NodeOptions): TabchainNode => {
  const light = createLightBooks();
  const { chain, checkpoint } = options;
  const isNews = checkpoint !== undefined && chain.idAt(checkpoint.height) === undefined;
  const trusted = isNews ? checkpoint : undefined;
  if (trusted !== undefined) chain.insistOn(trusted);
  const parts: NodeParts = {
    spec: options.chain.spec,
    chain: options.chain,
    light,
    accounts: options.chain.mode === 'light' ? provenView(light) : options.chain.state,
    asks: createProofAsks(),
    mempool: createMempool(),
    stateStart: createStateStart(options.start ?? 'auto'),
    stateServing: createStateServing(),
    sync: createSync({ minimumWeight: trusted?.weight ?? options.minimumWeight ?? 0n }),
    signatureCheck: options.signatureCheck,
    verified: options.verified,
    peers: new Map(),
    production: {
      running: false,
      producer: undefined,
      intensityPermille: 1000,
      draft: undefined,
      draftOn: undefined,
      retryAt: undefined,
      signing: undefined,
      signedUpTo: -1,
      ownSlotAt: undefined,
      proofs: new Map(),
      ours: new Set(),
      produced: 0,
    },
    held: [],
    seals: createSealBooks(),
    mempoolVersion: 0,
    loading: false,
    snapshot: options.snapshot,
    changedBytes: 0,
    lastStatusAt: 0,
    statusAt: undefined,
    statusDue: false,
    deepForks: new Set(),
  };
  return {
    chain: parts.chain,
    accounts: parts.accounts,
    mempool: parts.mempool,
    signatureCheck: parts.signatureCheck,
    handle: (input, now) => {
      const out: Outbox = { effects: [] };
      dispatch(parts, input, now, out);
      settle(parts, now, out);
      return out.effects;
    },
    snapshot: () => snapshotOf(parts),
    headersAt: (store, heights) => headersAt({ chain: parts.chain, store }, heights),
    ownPayment: (id) => light.own.get(id)?.included,
    lookAhead: (input) => lookAhead(parts, input),
    needsMachine: (input) => needsMachine(parts, input),
    rememberVerified: (signedHashes) => {
      for (const signedHash of signedHashes) parts.verified.add(signedHash);
    },
  };
};
