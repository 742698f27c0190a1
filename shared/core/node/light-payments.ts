// Payments of a light node's own person: taken in by form, signature and the sender's proved account, sent to every full
// peer, and sent again until a proof shows that a block has them or no block may have them any more. An included one is kept
// until it is settled, because its block may leave the chain. Bounds: `ownPaymentsMax`, `followAtOnce` questions at once.

import { decodeTransaction, type Hex32 } from '../model/index.ts';
import { accountKey, checkTransactionForm, readAccount } from '../state/index.ts';
import { encodeMessage, type ProofSubject } from '../wire/index.ts';
import { accountAgeMaxBlocks, askProof, type EndedAsk, notFoundFault, type ProofResult } from './ask-proof.ts';
import type { CommandReply } from './input.ts';
import { type OwnPayment, ownPaymentsMax } from './light-books.ts';
import { type NodeParts, type Outbox, say } from './parts.ts';
import { submitTransaction } from './take-transaction.ts';

const sendAgainMs = 30_000;
const followAtOnce = 4;
/** A proof of the account from below this many blocks is too near the tip to say that a payment has lost its nonce. */
const surePastBlocks = 2;

const neverIncluded = { included: undefined, isBack: false };

const send = ({ peers }: NodeParts, payment: OwnPayment, now: number, out: Outbox): void => {
  const message = encodeMessage({ type: 'transactions', transactions: [payment.bytes] });
  for (const peer of peers.keys()) out.effects.push({ type: 'send', peer, bytes: message });
  payment.nextSendAt = now + sendAgainMs;
};

const takeIn = (parts: NodeParts, bytes: Uint8Array, now: number, out: Outbox): CommandReply => {
  const { own } = parts.light;
  if (own.size >= ownPaymentsMax) return { ok: false, error: { type: 'mempool-full', gasPriceMin: 0n } };
  const reply = submitTransaction(parts, bytes, out);
  const { id } = reply.ok ? reply.value : {};
  const decoded = decodeTransaction(bytes);
  if (id === undefined || !decoded.ok) return reply;
  const { validUntil } = decoded.value;
  const payment: OwnPayment = { bytes, validUntil, nextSendAt: now, askedOn: parts.chain.head().id, ...neverIncluded };
  own.set(id, payment);
  send(parts, payment, now, out);
  return reply;
};

/** The reply, or `undefined` where it follows when the sender's account is known. */
export const submitLight = (
  parts: NodeParts,
  number: number,
  bytes: Uint8Array,
  now: number,
  out: Outbox,
): CommandReply | undefined => {
  const decoded = decodeTransaction(bytes);
  if (!decoded.ok || !checkTransactionForm(decoded.value, parts.chain).ok) return submitTransaction(parts, bytes, out);
  const key = accountKey(decoded.value.sender);
  const proven = parts.light.accounts.get(key);
  const isKnown = proven !== undefined && proven.height >= parts.chain.head().height - accountAgeMaxBlocks;
  if (isKnown) return takeIn(parts, bytes, now, out);
  const isAsked = askProof(parts, { kind: 'record', key }, { type: 'submit', number, bytes }, now);
  return isAsked ? undefined : { ok: false, error: notFoundFault('too-many') };
};

const drop = (parts: NodeParts, id: Hex32, reason: string, out: Outbox): void => {
  parts.light.own.delete(id);
  parts.mempool.remove(id);
  say(out, { type: 'transaction', id, status: 'dropped', reason });
};

/** No block of ours has it: it goes when none may have it any more. */
const notIncluded = (parts: NodeParts, id: Hex32, payment: OwnPayment, out: Outbox): void => {
  const { height } = parts.chain.head();
  if (payment.validUntil <= height) {
    drop(parts, id, 'expired', out);
    return;
  }
  const transaction = parts.mempool.get(id)?.transaction;
  const proven = transaction === undefined ? undefined : parts.light.accounts.get(accountKey(transaction.sender));
  if (transaction === undefined || proven === undefined || proven.height > height - surePastBlocks) return;
  const next = readAccount(parts.accounts, transaction.sender)?.nonce ?? 0;
  if (next > transaction.nonce) drop(parts, id, 'nonce-too-low', out);
};

const followed = (parts: NodeParts, id: Hex32, result: ProofResult, out: Outbox): void => {
  const payment = parts.light.own.get(id);
  if (payment === undefined || payment.included !== undefined) return;
  if (result.ok) {
    payment.included = { height: result.fact.height, block: result.fact.block };
    parts.mempool.remove(id);
    parts.mempoolVersion++;
    say(out, { type: 'transaction', id, status: 'included' });
  } else if (result.fault.reason === 'none') notIncluded(parts, id, payment, out);
};

/** Its block has left the chain: it waits again as soon as the sender's account is known on the other one. */
const askToRestore = (parts: NodeParts, id: Hex32, payment: OwnPayment, now: number): void => {
  const head = parts.chain.head().id;
  const decoded = decodeTransaction(payment.bytes);
  if (payment.askedOn === head || !decoded.ok) return;
  const subject = { kind: 'record', key: accountKey(decoded.value.sender) } as const;
  if (askProof(parts, subject, { type: 'restore', id }, now)) payment.askedOn = head;
};

const restore = (parts: NodeParts, id: Hex32, now: number, out: Outbox): void => {
  const payment = parts.light.own.get(id);
  if (payment?.isBack !== true) return;
  const back = submitTransaction(parts, payment.bytes, out);
  payment.isBack = false;
  payment.askedOn = undefined;
  payment.nextSendAt = now;
  // A nonce that is taken is its own where the new chain has it too: the next question tells.
  if (!back.ok && back.error.type !== 'nonce-too-low') drop(parts, id, back.error.type, out);
};

const follow = (parts: NodeParts, id: Hex32, payment: OwnPayment, now: number, out: Outbox): void => {
  const { chain, light, asks, mempool } = parts;
  const head = chain.head();
  const { included } = payment;
  if (included !== undefined && chain.idAt(included.height) === included.block) {
    if (head.height - included.height > chain.spec.settleDepth) light.own.delete(id);
    return;
  }
  if (included !== undefined) Object.assign(payment, { included: undefined, isBack: true });
  if (payment.isBack) {
    askToRestore(parts, id, payment, now);
    return;
  }
  if (mempool.get(id) === undefined) {
    light.own.delete(id); // replaced by another of ours
    return;
  }
  if (now >= payment.nextSendAt) send(parts, payment, now, out);
  if (payment.askedOn === head.id) return;
  const following = [...asks.open].filter(({ purpose }) => purpose.type === 'follow');
  const isAsked = following.some(({ purpose }) => purpose.type === 'follow' && purpose.id === id);
  if (isAsked || following.length >= followAtOnce) return;
  if (askProof(parts, { kind: 'transaction', id }, { type: 'follow', id }, now)) payment.askedOn = head.id;
};

/** Looked at after every input. */
export const followPayments = (parts: NodeParts, now: number, out: Outbox): void => {
  for (const [id, payment] of parts.light.own) follow(parts, id, payment, now, out);
};

export const paymentsWakeAt = ({ light }: NodeParts): readonly number[] =>
  [...light.own.values()]
    .filter(({ included, isBack }) => included === undefined && !isBack)
    .map(({ nextSendAt }) => nextSendAt);

/** The command of a person: the reply follows. */
export const askForReply = (
  parts: NodeParts,
  subject: ProofSubject,
  number: number,
  now: number,
): CommandReply | undefined => {
  if (parts.chain.mode !== 'light') return { ok: false, error: notFoundFault('not-light') };
  const isAsked = askProof(parts, subject, { type: 'reply', number }, now);
  return isAsked ? undefined : { ok: false, error: notFoundFault('too-many') };
};

/** What an answered question, or one that nobody could answer, leads to. */
export const endAsk = (parts: NodeParts, { purpose, result }: EndedAsk, now: number, out: Outbox): void => {
  const reply = (number: number, value: CommandReply): void => {
    out.effects.push({ type: 'reply', number, reply: value });
  };
  const fault = (): CommandReply | undefined => (result.ok ? undefined : { ok: false, error: result.fault });
  switch (purpose.type) {
    case 'reply':
      reply(purpose.number, fault() ?? { ok: true, value: result.ok ? { proof: result.bytes } : {} });
      return;
    case 'submit':
      reply(purpose.number, fault() ?? takeIn(parts, purpose.bytes, now, out));
      return;
    case 'restore':
      if (result.ok) restore(parts, purpose.id, now, out);
      return;
    case 'follow':
      followed(parts, purpose.id, result, out);
  }
};
