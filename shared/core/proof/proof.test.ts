/** Proofs of balances and transactions: what holds is told, and nothing that was changed afterwards passes. */
import { beforeAll, describe, expect, test } from 'vitest';
import {
  createForge,
  type ForgedBlock,
  loadSignatureCheck,
  offerBlock,
  openTestChain,
  recordOf,
  testAllocation,
  testSpec,
  transferOf,
  walletOf,
} from '../../testing/index.ts';
import { concatBytes } from '../bytes/index.ts';
import type { Chain } from '../chain/index.ts';
import { checkProofBytes, type ProvenFact, proveAccount, proveTransaction } from './index.ts';
import { decodeProof, encodeProof } from './proof-codec.ts';

const spec = testSpec();
const forge = createForge(spec);
const { chainId } = forge;
const [rich, poor, nobody] = [walletOf(1), walletOf(9), walletOf(98)];
const payment = transferOf(rich, poor.address, 5n, { chainId, nonce: 0 });
const record = recordOf(rich, new TextEncoder().encode('seen'), { chainId, nonce: 1 });

let chain: Chain;
let paid: ForgedBlock;

beforeAll(async () => {
  chain = openTestChain(forge, await loadSignatureCheck());
  const first = forge.extend(forge.genesis, 3);
  paid = forge.build(first.at(-1) ?? forge.genesis, { transactions: [payment, record] });
  for (const block of [...first, paid, ...forge.extend(paid, 10)]) offerBlock(chain, block.block);
});

const factOf = (bytes: Uint8Array | undefined): ProvenFact => {
  if (bytes === undefined) throw new Error('no proof was made');
  const checked = checkProofBytes(bytes, () => false);
  if (!checked.ok) throw new Error(`refused: ${JSON.stringify(checked.error)}`);
  return checked.value;
};

/** Without what a header says of itself alone, which another seal can say otherwise. */
const claimOf = (fact: ProvenFact) => ({ ...fact, block: undefined, time: undefined, work: undefined });

const faultOf = (bytes: Uint8Array): string | undefined => {
  const checked = checkProofBytes(bytes, () => false);
  return checked.ok ? undefined : checked.error.type;
};

describe('an account proof', () => {
  test('tells balance and nonce at the head, and the work of the headers that it brings', () => {
    const fact = factOf(proveAccount(chain, rich.publicKey));
    const balance =
      testAllocation - 5n - spec.accountDeposit - BigInt(payment.bytes.length + record.bytes.length) * 20n - 56_000n;
    expect(fact).toMatchObject({
      kind: 'account',
      chainId,
      height: 14,
      block: chain.head().id,
      account: rich.publicKey,
    });
    expect(fact.kind === 'account' ? fact.record : undefined).toEqual({ balance, nonce: 2 });
    expect(fact.work).toBe(forge.engine.weight(paid.header) * BigInt(spec.settleDepth + 1));
  });

  test('tells of an account that is not there that it is not', () => {
    expect(factOf(proveAccount(chain, nobody.publicKey))).toMatchObject({ kind: 'account', record: undefined });
  });

  test('of the genesis block needs no seal and names the chain', () => {
    const fresh = openTestChain(forge, () => true);
    expect(factOf(proveAccount(fresh, rich.publicKey))).toMatchObject({ chainId, height: 0, work: 0n });
  });
});

describe('a transaction proof', () => {
  test('tells which block has it, and how many headers stand above', () => {
    const fact = factOf(proveTransaction(chain, paid.block, record.id));
    expect(fact).toMatchObject({ kind: 'transaction', height: 4, block: paid.id, confirmations: spec.settleDepth });
    expect(fact.kind === 'transaction' ? fact.transaction.id : '').toBe(record.id);
  });

  test('is not made for a block that does not have it', () => {
    expect(proveTransaction(chain, forge.genesis.block, payment.id)).toBeUndefined();
  });
});

describe('what was changed afterwards', () => {
  test('any bit of a proof, flipped: it is refused, or a seal was hit by chance and the fact is the same', () => {
    for (const bytes of [proveAccount(chain, poor.publicKey), proveTransaction(chain, paid.block, payment.id)]) {
      if (bytes === undefined) throw new Error('no proof was made');
      const honest = factOf(bytes);
      for (let at = 0; at < bytes.length; at++) {
        const changed = bytes.slice();
        changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
        const checked = checkProofBytes(changed, () => false);
        if (checked.ok) expect(claimOf(checked.value)).toEqual(claimOf(honest));
      }
    }
  });

  test('another balance, another account, another transaction of the block: each with its fault', () => {
    const proof = decodeProof(proveAccount(chain, poor.publicKey));
    const other = decodeProof(proveAccount(chain, rich.publicKey));
    if (!proof.ok || !other.ok || proof.value.claim.kind !== 'account' || other.value.claim.kind !== 'account') {
      throw new Error('the proofs do not decode');
    }
    const { headers, claim } = proof.value;
    const lies = [
      { ...claim, record: other.value.claim.record },
      { ...claim, record: undefined },
      { ...claim, account: rich.publicKey },
      { ...claim, path: other.value.claim.path },
    ];
    for (const lie of lies) expect(faultOf(encodeProof({ headers, claim: lie }))).toBe('proof-claim');
  });

  test('headers left out, doubled, or of a block without a seal', () => {
    const proof = decodeProof(proveAccount(chain, poor.publicKey));
    if (!proof.ok) throw new Error('the proof does not decode');
    const { headers, claim } = proof.value;
    const [first, second, ...rest] = headers;
    if (first === undefined || second === undefined) throw new Error('too few headers');
    expect(faultOf(encodeProof({ headers: [first, ...rest], claim }))).toBe('proof-headers-apart');
    expect(faultOf(encodeProof({ headers: [first, first, second, ...rest], claim }))).toBe('proof-headers-apart');
    const unsealed = forge.build(paid, { unsealed: true });
    expect(faultOf(encodeProof({ headers: [unsealed.block], claim }))).toBe('proof-seal');
  });

  test('bytes too many, too few, none', () => {
    const bytes = proveAccount(chain, poor.publicKey);
    expect(faultOf(concatBytes(bytes, Uint8Array.of(0)))).toBe('proof-form');
    expect(faultOf(bytes.subarray(1))).toBe('proof-form');
    expect(faultOf(bytes.subarray(0, -1))).toBe('proof-form');
    expect(faultOf(new Uint8Array())).toBe('proof-form');
  });
});
