// Our SHA-256 against Node's at every length at which the implementation changes its way, and the domain prefix.

import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { toHex } from '../bytes/index.ts';
import { hash, type HashDomain, hashLength, hashPair, hashPairs, inDomain, sha256 } from './hash.ts';

const reference = (...parts: readonly (string | Uint8Array)[]): string => {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part);
  return sum.digest('hex');
};

/** Bytes that differ everywhere, so that a block hashed twice or left out shows. */
const sample = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (i * 167 + (i >> 8) * 13) & 0xff);

const domains = {
  spec: 13,
  header: 15,
  transaction: 20,
  'signed-transaction': 27,
  'transaction-signature': 30,
  'header-signature': 25,
  receipt: 16,
  validators: 19,
  evidence: 17,
  'slot-input': 19,
  'epoch-seed': 19,
  'epoch-mix': 18,
  'contract-address': 25,
  'contract-code': 22,
  'contract-storage': 25,
  'state-key': 18,
  'state-leaf': 19,
  'state-value': 20,
  history: 16,
  'tree-leaf': 18,
  'tree-empty': 19,
  'network-tag': 20,
  'join-link': 18,
  message: 16,
} as const satisfies Record<HashDomain, number>;

describe('sha256', () => {
  it('agrees with Node at every length up to 1,100 and at lengths of whole blocks', () => {
    for (let length = 0; length <= 1100; length++)
      expect(toHex(sha256(sample(length)))).toBe(reference(sample(length)));
    for (const length of [4095, 4096, 4097, 65_536, 1_000_000]) {
      expect(toHex(sha256(sample(length)))).toBe(reference(sample(length)));
    }
  });

  it('hands out bytes of its own, not a view of memory that others use', () => {
    for (const bytes of [sha256(sample(3)), hash('spec'), hashPair(sample(32), sample(32))]) {
      expect(bytes).toHaveLength(hashLength);
      expect(bytes.buffer.byteLength).toBe(hashLength);
    }
  });
});

describe('domains', () => {
  it('stand before the parts, behind their own length', () => {
    for (const [domain, length] of Object.entries(domains) as [HashDomain, number][]) {
      const prefix = String.fromCharCode(length) + `tabchain/${domain}`;
      expect(prefix).toHaveLength(1 + length);
      expect(toHex(hash(domain, sample(5), sample(7)))).toBe(reference(prefix, sample(5), sample(7)));
      expect(Buffer.from(inDomain(domain, sample(3))).toString('latin1')).toBe(
        prefix + String.fromCharCode(...sample(3)),
      );
    }
  });

  it('are such that none is the beginning of another', () => {
    const prefixes = Object.keys(domains).map((domain) => toHex(inDomain(domain as HashDomain)));
    for (const [i, prefix] of prefixes.entries()) {
      for (const [j, other] of prefixes.entries()) expect(i !== j && other.startsWith(prefix)).toBe(false);
    }
  });
});

describe('inner nodes', () => {
  it('are the hash of both nodes, one by one and in batches', () => {
    for (let count = 0; count <= 11; count++) {
      const nodes = hashPairs(sample(64 * count));
      const single = Array.from({ length: count }, (_, i) => {
        const pair = sample(64 * count).subarray(64 * i, 64 * i + 64);
        const node = hashPair(pair.subarray(0, 32), pair.subarray(32));
        expect(toHex(node)).toBe(reference(pair));
        return toHex(node);
      });
      expect(toHex(nodes)).toBe(single.join(''));
    }
  });
});
