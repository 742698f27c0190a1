// Questions of a light node: what an account has, whether a transaction is in a block. Each goes to full peers in turn; what
// comes back is believed only when the proof holds by itself, its block is on our own header chain, and an account's is not
// old. So a peer can stay silent or show an older truth of a few blocks, and nothing else. A proof that does not hold costs its
// sender everything.
// Bounds: `asksMax` questions at once, each of at most `triesMax` tries and `askMsMax`.

import { encodeAccount } from '../model/index.ts';
import { checkProofBytes, decodeProof, type ProvenFact } from '../proof/index.ts';
import { accountKey } from '../state/index.ts';
import { nextRequest } from '../sync/index.ts';
import { encodeMessage, type Message, type ProofSubject } from '../wire/index.ts';
import { moveHead } from './head.ts';
import { type Source, takeHeader } from './import-block.ts';
import type { CommandFault } from './input.ts';
import { keepProven } from './light-books.ts';
import { type NodeParts, type Outbox, say } from './parts.ts';
import type { PeerId } from './ports.ts';
import type { AskOutcome, AskPurpose, ProofAsk } from './proof-asks.ts';

/** Not asked again. */
const isFinal = (outcome: AskOutcome | undefined): boolean => outcome === 'none' || outcome === 'wrong';

export type ProofResult =
  | { readonly ok: true; readonly bytes: Uint8Array; readonly fact: ProvenFact }
  | { readonly ok: false; readonly fault: Extract<CommandFault, { readonly type: 'proof-not-found' }> };

/** What has been asked and is over; the caller acts on its purpose. */
export interface EndedAsk {
  readonly purpose: AskPurpose;
  readonly result: ProofResult;
}

const asksMax = 64;
const triesMax = 3;
const askMsMax = 10_000;
const firstDeadlineMs = 2000;
/** after an answer that our headers do not reach yet */
const againMs = 300;
/** An account's proof is about a peer's head: at most so many blocks below our best header is it believed. */
export const accountAgeMaxBlocks = 10;

/** False: too many questions wait already. */
export const askProof = (parts: NodeParts, subject: ProofSubject, purpose: AskPurpose, now: number): boolean => {
  const { open } = parts.asks;
  if (open.size >= asksMax) return false;
  const endsAt = now + askMsMax;
  open.add({ subject, purpose, endsAt, asked: new Map(), tries: 0, notBefore: now, current: undefined });
  return true;
};

type NotFound = Extract<CommandFault, { readonly type: 'proof-not-found' }>;

export const notFoundFault = (reason: NotFound['reason']): NotFound => ({ type: 'proof-not-found', reason });

const notFound = (reason: NotFound['reason']): ProofResult => ({ ok: false, fault: notFoundFault(reason) });

/** Nobody who has asked more than one peer is told that there is none because one of them was silent. */
const whyNot = ({ asked }: ProofAsk): ProofResult => {
  const outcomes = [...asked.values()];
  if (outcomes.length === 0) return notFound('no-peer');
  if (outcomes.every((outcome) => outcome === 'none')) return notFound('none');
  return notFound('no-answer');
};

/** A full peer that stands where we stand; the one with the highest claim that was asked least. */
const peerFor = ({ chain, sync, peers }: NodeParts, { asked }: ProofAsk): PeerId | undefined => {
  const best = chain.bestHeader().height;
  const rank = (peer: PeerId): number => (asked.has(peer) ? 1 : 0);
  const usable = [...peers.keys()].filter((peer) => {
    const claimed = sync.claimOf(peer)?.height;
    if (claimed === undefined || (claimed === 0 && best > 0) || isFinal(asked.get(peer))) return false;
    return Math.abs(claimed - best) <= accountAgeMaxBlocks;
  });
  usable.sort((a, b) => rank(a) - rank(b) || (sync.claimOf(b)?.height ?? 0) - (sync.claimOf(a)?.height ?? 0));
  return usable[0];
};

const send = (parts: NodeParts, ask: ProofAsk, peer: PeerId, now: number, out: Outbox): void => {
  const { asks } = parts;
  const request = nextRequest(asks);
  const deadline = Math.min(ask.endsAt, now + firstDeadlineMs * 2 ** ask.tries);
  ask.tries++;
  ask.current = { peer, request, deadline };
  ask.asked.set(peer, 'silent');
  out.effects.push({ type: 'send', peer, bytes: encodeMessage({ type: 'get-proof', request, subject: ask.subject }) });
};

/** One step of one question; the result when it is over. */
const step = (parts: NodeParts, ask: ProofAsk, now: number, out: Outbox): ProofResult | undefined => {
  if (ask.current !== undefined) {
    const isGone = !parts.peers.has(ask.current.peer);
    if (ask.current.deadline > now && !isGone) return undefined;
    ask.current = undefined;
  }
  if (now >= ask.endsAt || ask.tries >= triesMax) return whyNot(ask);
  if (now < ask.notBefore) return undefined;
  const peer = peerFor(parts, ask);
  if (peer !== undefined) send(parts, ask, peer, now, out);
  else if (ask.asked.size > 0 && [...ask.asked.values()].every(isFinal)) return whyNot(ask);
  return undefined;
};

/** Sends what is to be sent now; returns the questions that nobody could answer. */
export const planAsks = (parts: NodeParts, now: number, out: Outbox): readonly EndedAsk[] => {
  const ended: EndedAsk[] = [];
  for (const ask of parts.asks.open) {
    const result = step(parts, ask, now, out);
    if (result === undefined) continue;
    parts.asks.open.delete(ask);
    ended.push({ purpose: ask.purpose, result });
  }
  return ended;
};

export const asksWakeAt = ({ asks }: NodeParts, now: number): readonly number[] =>
  [...asks.open].map(({ current, endsAt, notBefore }) => current?.deadline ?? (notBefore > now ? notBefore : endsAt));

const isAbout = (fact: ProvenFact, subject: ProofSubject): boolean =>
  subject.kind === 'transaction'
    ? fact.kind === 'transaction' && fact.transaction.id === subject.id
    : fact.kind === 'account' && accountKey(fact.account) === subject.key;

/** The fact of a proof that holds and answers the question; whoever sends another one lies. */
const factFor = (parts: NodeParts, bytes: Uint8Array, subject: ProofSubject): ProvenFact | string => {
  const checked = checkProofBytes(bytes, parts.signatureCheck);
  if (!checked.ok) return checked.error.type;
  if (checked.value.chainId !== parts.chain.chainId) return 'proof-of-another-chain';
  return isAbout(checked.value, subject) ? checked.value : 'proof-of-something-else';
};

/** The peer may know blocks that have not come to us: the proof has their headers, which are judged like any others. */
const learnHeaders = (parts: NodeParts, bytes: Uint8Array, source: Source, out: Outbox): void => {
  const proof = decodeProof(bytes);
  if (!proof.ok) return;
  let isNews = false;
  for (const sealed of proof.value.headers) {
    if (parts.chain.heightOf(sealed.id) !== undefined) continue;
    if ('fault' in takeHeader(parts, sealed, undefined, source, out)) break;
    isNews = true;
  }
  if (isNews) moveHead(parts, out);
};

const isBelievable = ({ chain }: NodeParts, fact: ProvenFact): boolean => {
  if (chain.idAt(fact.height) !== fact.block) return false;
  return fact.kind === 'transaction' || fact.height >= chain.head().height - accountAgeMaxBlocks;
};

const noteOutcome = (ask: ProofAsk, peer: PeerId, outcome: AskOutcome, now: number): void => {
  ask.asked.set(peer, outcome);
  ask.current = undefined;
  if (outcome === 'stale') ask.notBefore = now + againMs;
};

/** An answer to one of our questions; the question is over when it is believed. */
export const onProof = (
  parts: NodeParts,
  { request, proof }: Extract<Message, { readonly type: 'proof' }>,
  source: Source,
  out: Outbox,
): EndedAsk | undefined => {
  const { peer, now } = source;
  const ask = [...parts.asks.open].find(({ current }) => current?.peer === peer && current.request === request);
  if (ask === undefined) return undefined; // late
  if (proof.length === 0) {
    noteOutcome(ask, peer, 'none', now);
    return undefined;
  }
  const fact = factFor(parts, proof, ask.subject);
  if (typeof fact === 'string') {
    noteOutcome(ask, peer, 'wrong', now);
    say(out, { type: 'log', level: 'warn', what: 'a peer sent a proof that does not hold', peer, fault: fact });
    out.effects.push({ type: 'penalise', peer, points: 100, reason: fact });
    return undefined;
  }
  learnHeaders(parts, proof, source, out);
  if (!isBelievable(parts, fact)) {
    noteOutcome(ask, peer, 'stale', now);
    return undefined;
  }
  parts.asks.open.delete(ask);
  if (fact.kind === 'account') {
    const record = fact.record === undefined ? undefined : encodeAccount(fact.record);
    keepProven(parts.light, accountKey(fact.account), { record, height: fact.height, block: fact.block });
  }
  return { purpose: ask.purpose, result: { ok: true, bytes: proof, fact } };
};
