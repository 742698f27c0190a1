// Proofs for light peers. An account's is made of the state at the head, at once; a transaction's needs the index and old
// headers, which the driver has somebody for. A light node has neither. Bounded by a bucket of tokens a peer: who asks for
// more is not answered, and may ask others.

import type { Hex32 } from '../model/index.ts';
import { proveAccount } from '../proof/index.ts';
import { encodeMessage, type Message, wireLimits } from '../wire/index.ts';
import type { NodeParts, Outbox } from './parts.ts';
import type { Effect } from './input.ts';
import type { Network, PeerId } from './ports.ts';
import { takeToken } from './proof-tokens.ts';

const noProof: Uint8Array = new Uint8Array(0);

export const sendProof = (network: Pick<Network, 'send'>, peer: PeerId, request: number, proof = noProof): void => {
  const fits = proof.length + 64 <= wireLimits.messageBytesMax;
  network.send(peer, encodeMessage({ type: 'proof', request, proof: fits ? proof : noProof }));
};

/** The account of a state key; other records have no proofs of their own yet. */
const accountOf = (key: string): Hex32 | undefined => /^a([0-9a-f]{64})$/.exec(key)?.[1];

export const serveProof = (
  parts: NodeParts,
  peer: PeerId,
  { request, subject }: Extract<Message, { readonly type: 'get-proof' }>,
  now: number,
  out: Outbox,
): void => {
  const book = parts.peers.get(peer);
  if (book === undefined || !takeToken(book.proofTokens, now)) return;
  const effects = { send: (to: PeerId, bytes: Uint8Array) => void out.effects.push({ type: 'send', peer: to, bytes }) };
  if (parts.chain.mode === 'light') {
    sendProof(effects, peer, request);
    return;
  }
  if (subject.kind === 'transaction') {
    const effect: Effect = { type: 'serve-proof', peer, request, id: subject.id };
    out.effects.push(effect);
    return;
  }
  const account = accountOf(subject.key);
  sendProof(effects, peer, request, account === undefined ? undefined : proveAccount(parts.chain, account));
};
