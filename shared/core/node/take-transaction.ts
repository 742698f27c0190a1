// A transaction from a peer or from this node's own person: form, stateless rules, signature, then the mempool. What is
// taken in is passed on once.

import type { DecodeFault, Result } from '../bytes/index.ts';
import { decodeTransaction, type Hex32, type Transaction, zeroHex32 } from '../model/index.ts';
import { checkTransactionForm, signatureIsValid } from '../state/index.ts';
import { encodeMessage } from '../wire/index.ts';
import type { MessageSource } from './import-block.ts';
import { type CommandFault, type CommandReply, faultName } from './input.ts';
import { type NodeParts, type Outbox, say } from './parts.ts';
import type { GossipVerdict, PeerId } from './ports.ts';

type Taken =
  | { readonly ok: true; readonly transaction: Transaction }
  | { readonly ok: false; readonly fault: CommandFault; readonly id: Hex32 };

/** Faults that no honest peer can send, whatever state it sees. */
const neverHonest: ReadonlySet<CommandFault['type']> = new Set([
  'transaction-form',
  'wrong-chain',
  'kind-not-active',
  'transaction-too-large',
  'amount-zero',
  'amount-overflow',
  'recipient-not-account',
  'record-empty',
  'file-cid-malformed',
  'file-name-invalid',
  'file-size-out-of-range',
  'file-media-type-invalid',
  'gas-below-intrinsic',
  'gas-over-block',
  'signature-invalid',
  'signers-nothing',
  'signer-twice',
  'evidence-form',
  'evidence-not-double',
  'evidence-chain',
]);

const take = (parts: NodeParts, decoded: Result<Transaction, DecodeFault>, out: Outbox): Taken => {
  const { chain, mempool, verified } = parts;
  if (!decoded.ok) return { ok: false, fault: { type: 'transaction-form', what: decoded.error.type }, id: zeroHex32 };
  const transaction = decoded.value;
  const { id } = transaction;
  if (mempool.get(id) !== undefined) return { ok: false, fault: { type: 'already-known' }, id };
  const form = checkTransactionForm(transaction, chain);
  if (!form.ok) return { ok: false, fault: form.error, id };
  if (!verified.has(transaction.signedHash)) {
    const isValid = signatureIsValid(transaction, parts.signatureCheck);
    if (!isValid) return { ok: false, fault: { type: 'signature-invalid' }, id };
    verified.add(transaction.signedHash);
  }
  const added = mempool.add(form.value, parts.accounts, chain.head().height);
  if (!added.ok) return { ok: false, fault: added.error, id };
  for (const dropped of added.value.dropped) say(out, { type: 'transaction', status: 'dropped', ...dropped });
  say(out, { type: 'transaction', id, status: 'pending' });
  parts.mempoolVersion++;
  return { ok: true, transaction };
};

const forward = (
  parts: NodeParts,
  bytes: Uint8Array,
  from: PeerId | undefined,
  cameByGossip: boolean,
  out: Outbox,
): void => {
  const pushedTo = [...parts.peers].filter(([peer, { path }]) => path === 'relayed' && peer !== from);
  if (cameByGossip && pushedTo.length === 0) return; // gossip passes it on by itself
  const message = encodeMessage({ type: 'transactions', transactions: [bytes] });
  if (!cameByGossip) out.effects.push({ type: 'publish', topic: 'transaction', bytes: message });
  for (const [peer] of pushedTo) out.effects.push({ type: 'send', peer, bytes: message });
};

/** Transactions that a peer pushed, by gossip or over its node stream. */
export const takeTransactions = (
  parts: NodeParts,
  transactions: readonly Uint8Array[],
  { peer, transaction }: MessageSource,
  cameByGossip: boolean,
  out: Outbox,
): GossipVerdict => {
  let verdict: GossipVerdict = 'ignore';
  for (const bytes of transactions) {
    const taken = take(parts, transaction(bytes), out);
    if (taken.ok) {
      forward(parts, bytes, peer, cameByGossip, out);
      if (verdict === 'ignore') verdict = 'accept';
      continue;
    }
    if (!neverHonest.has(taken.fault.type)) continue;
    verdict = 'reject';
    const reason = faultName(taken.fault);
    say(out, { type: 'log', level: 'warn', what: 'a transaction was refused', peer, fault: reason });
    out.effects.push({ type: 'penalise', peer, points: 50, reason });
    out.effects.push({ type: 'send', peer, bytes: encodeMessage({ type: 'refusal', id: taken.id, reason }) });
  }
  return verdict;
};

/** A transaction of this node's own person. */
export const submitTransaction = (parts: NodeParts, bytes: Uint8Array, out: Outbox): CommandReply => {
  const taken = take(parts, decodeTransaction(bytes), out);
  if (!taken.ok) return { ok: false, error: taken.fault };
  forward(parts, bytes, undefined, false, out);
  return { ok: true, value: { id: taken.transaction.id } };
};
