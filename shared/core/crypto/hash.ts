// SHA-256, always through here. Every use has a domain, so that a value hashed for one purpose is never valid for
// another: H(domain, parts…) = SHA-256(length of domain as one byte ‖ domain in ASCII ‖ parts…). Exceptions are the
// inner nodes of trees (64 bytes) and the proof-of-work id (40): both begin with a hash, and one that begins like a
// domain costs 2^112 tries or more (docs/protocol/bytes.md).
// Implementation: @chainsafe/as-sha256 (WASM, four lanes where SIMD exists).

import { digest, digest2Bytes32Into, hashInto } from '@chainsafe/as-sha256';
import { concatBytes } from '../bytes/index.ts';

export const hashLength = 32;

export type HashDomain =
  | 'spec'
  | 'header'
  | 'transaction'
  | 'signed-transaction'
  | 'transaction-signature'
  | 'header-signature'
  | 'receipt'
  | 'validators'
  | 'evidence'
  | 'slot-input'
  | 'epoch-seed'
  | 'epoch-mix'
  | 'contract-address'
  | 'contract-code'
  | 'contract-storage'
  | 'state-key'
  | 'state-value'
  | 'state-leaf'
  | 'history'
  | 'tree-leaf'
  | 'tree-empty'
  | 'network-tag'
  | 'join-link'
  | 'message';

const encoder = new TextEncoder();
const prefixes = new Map<HashDomain, Uint8Array>();

const prefixOf = (domain: HashDomain): Uint8Array => {
  const known = prefixes.get(domain);
  if (known !== undefined) return known;
  const name = encoder.encode(`tabchain/${domain}`);
  const prefix = concatBytes(Uint8Array.of(name.length), name);
  prefixes.set(domain, prefix);
  return prefix;
};

/** The bytes whose hash `hash(domain, …parts)` is; signatures are made over them too. */
export const inDomain = (domain: HashDomain, ...parts: readonly Uint8Array[]): Uint8Array =>
  concatBytes(prefixOf(domain), ...parts);

/** SHA-256 of bytes as they are: only for forms that carry their own separation (see above). */
export const sha256 = (bytes: Uint8Array): Uint8Array => {
  const made = digest(bytes);
  // Under Node it is a view of a buffer that other code shares: transferring or cloning it would take all of it.
  return made.buffer.byteLength === hashLength ? made : made.slice();
};

/** Where `hash` puts its input together, because a buffer of its own for each hash takes longer than the hashing. */
const preimage = new Uint8Array(1024);

/** 32 bytes. */
export const hash = (domain: HashDomain, ...parts: readonly Uint8Array[]): Uint8Array => {
  const prefix = prefixOf(domain);
  let length = prefix.length;
  for (const part of parts) length += part.length;
  if (length > preimage.length) return sha256(inDomain(domain, ...parts));
  preimage.set(prefix);
  let at = prefix.length;
  for (const part of parts) {
    preimage.set(part, at);
    at += part.length;
  }
  return sha256(preimage.subarray(0, length));
};

/** The inner node of a tree over two 32-byte nodes. */
export const hashPair = (left: Uint8Array, right: Uint8Array): Uint8Array => {
  const node = new Uint8Array(hashLength);
  digest2Bytes32Into(left, right, node);
  return node;
};

/** Inner nodes of many pairs at once: `pairs` is n × 64 bytes, the result n × 32 bytes. */
export const hashPairs = (pairs: Uint8Array): Uint8Array => {
  const nodes = new Uint8Array(pairs.length / 2);
  if (pairs.length > 0) hashInto(pairs, nodes);
  return nodes;
};
