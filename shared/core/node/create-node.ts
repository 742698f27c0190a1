// The node: `handle(input, now) → effects`, synchronous and deterministic. It owns its parts and nothing else; the driver
// (run-node.ts) performs the effects. Equal inputs in equal order give equal effects in every kind of node.

import { type Chain, sealedOf } from '../chain/index.ts';
import type { SignatureCheck } from '../crypto/index.ts';
import { createMempool } from '../mempool/index.ts';
import type { Hex32 } from '../model/index.ts';
import { createSync } from '../sync/index.ts';
import { encodeMessage } from '../wire/index.ts';
import { broadcastStatus, moveHead, onLoaded, statusEveryMs, trimCaches } from './head.ts';
import { blockDecoder } from './decoded-message.ts';
import { importHeld } from './import-block.ts';
import { importGiven } from './import-given.ts';
import type { CommandReply, Effect, Input } from './input.ts';
import { lookAhead, type LookedAhead } from './look-ahead.ts';
import type { NodeParts, Outbox, VerifiedSignatures } from './parts.ts';
import { draftWakeAt, keepDraft, onSealed, startProducing, stopProducing } from './produce.ts';
import type { SnapshotPointer } from './records.ts';
import { askForMempools, onNetwork } from './serve-peer.ts';
import type { NodeSnapshot } from './snapshot.ts';
import { submitTransaction } from './take-transaction.ts';

export interface NodeOptions {
  /** the chain as restored from the store, or fresh from its genesis */
  readonly chain: Chain;
  readonly signatureCheck: SignatureCheck;
  /** shared with the chain, so that a transaction of the mempool is not verified again in a block */
  readonly verified: VerifiedSignatures;
  readonly snapshot: SnapshotPointer | undefined;
  readonly verifiedSince: number;
}

export interface TabchainNode {
  readonly handle: (input: Input, now: number) => readonly Effect[];
  readonly snapshot: () => NodeSnapshot;
  /** What an input that waits for its turn brings to be verified meanwhile; changes nothing. */
  readonly lookAhead: (input: Input) => LookedAhead;
  /** These signed bytes have a right signature: it was checked on another thread. */
  readonly rememberVerified: (signedHashes: readonly Hex32[]) => void;
  /** read access for queries between inputs */
  readonly chain: Chain;
  readonly mempool: NodeParts['mempool'];
}

type CommandInput = Extract<Input, { type: 'command' }>;

const perform = (parts: NodeParts, { command, block }: CommandInput, now: number, out: Outbox): CommandReply => {
  switch (command.type) {
    case 'import-blocks':
      return importGiven(parts, command.blocks, { now, block: block ?? blockDecoder(parts.spec.blockBytesMax) }, out);
    case 'submit-transaction':
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
    case 'command':
      out.effects.push({ type: 'reply', number: input.number, reply: perform(parts, input, now, out) });
      return;
    case 'sealed':
      onSealed(parts, input.sealDigest, input.nonce, now, out);
      return;
    case 'loaded':
      onLoaded(parts, input.entries, out);
      return;
    case 'tick':
      moveHead(parts, out);
  }
};

/** What has to be looked at after every input, whatever it was. */
const settle = (parts: NodeParts, now: number, out: Outbox): void => {
  importHeld(parts, now, out);
  const questions = parts.sync.plan(parts.chain, now).map(({ peer, message }): Effect => ({
    type: 'send',
    peer,
    bytes: encodeMessage(message),
  }));
  // Before the commit of what this input brought: a question announces nothing, and the answer is on its way meanwhile.
  out.effects.unshift(...questions);
  askForMempools(parts, out);
  broadcastStatus(parts, now, out);
  keepDraft(parts, now, out);
  trimCaches(parts, out);
  out.effects.push({ type: 'wake-at', time: wakeTime(parts, now) });
};

const wakeTime = (parts: NodeParts, now: number): number | undefined => {
  const times = [
    parts.sync.wakeAt(now),
    draftWakeAt(parts),
    parts.statusDue ? parts.lastStatusAt + statusEveryMs : undefined,
    ...parts.held.map(({ until }) => until),
  ].filter((time) => time !== undefined);
  return times.length === 0 ? undefined : Math.max(Math.min(...times), now + 1);
};

const snapshotOf = (parts: NodeParts, verifiedSince: number): NodeSnapshot => {
  const { chain, sync, mempool, production, spec } = parts;
  const head = chain.head();
  return {
    chainId: chain.chainId,
    height: head.height,
    head: head.id,
    headTime: sealedOf(head).header.time,
    settledHeight: Math.max(0, head.height - spec.settleDepth),
    sync: { state: sync.state(chain), target: sync.target(chain) },
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
    },
    verifiedSince,
  };
};

export const createNode = (options: NodeOptions): TabchainNode => {
  const parts: NodeParts = {
    spec: options.chain.spec,
    chain: options.chain,
    mempool: createMempool(),
    sync: createSync(),
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
      ours: new Set(),
      produced: 0,
    },
    held: [],
    mempoolVersion: 0,
    loading: false,
    snapshot: options.snapshot,
    changedBytes: 0,
    lastStatusAt: 0,
    statusDue: false,
    deepForks: new Set(),
  };
  return {
    chain: parts.chain,
    mempool: parts.mempool,
    handle: (input, now) => {
      const out: Outbox = { effects: [] };
      dispatch(parts, input, now, out);
      settle(parts, now, out);
      return out.effects;
    },
    snapshot: () => snapshotOf(parts, options.verifiedSince),
    lookAhead: (input) => lookAhead(parts, input),
    rememberVerified: (signedHashes) => {
      for (const signedHash of signedHashes) parts.verified.add(signedHash);
    },
  };
};
