// What a refusal does to the blocks around it: a wrong body never harms the honest block, an invalid block takes its
// descendants with it and nobody else.

import { describe, expect, test } from 'vitest';
import {
  blockOf,
  createForge,
  flipBit,
  type ForgedBlock,
  loadSignatureCheck,
  longAfter,
  offerBlock,
  offerBytes,
  openTestChain,
  testSpec,
  transferOf,
  walletOf,
  withOtherSignature,
} from '../../testing/index.ts';
import { type Transaction, zeroHex32 } from '../model/index.ts';
import type { Chain } from './index.ts';

const check = await loadSignatureCheck();

const forge = createForge(testSpec());
const { chainId } = forge;
const alice = walletOf(1);
const pay = (nonce: number, amount = 5n): Transaction =>
  transferOf(alice, walletOf(2).address, amount, { chainId, nonce });

const headersOnly = (chain: Chain, blocks: readonly ForgedBlock[]): void => {
  for (const { block } of blocks) expect(chain.acceptHeader(block, longAfter)).toMatchObject({ ok: true });
};

describe('a body that is not its own', () => {
  const honest = forge.build(forge.genesis, { transactions: [pay(0), pay(1)] });
  const [one, two] = [pay(0), pay(1)];
  const mutations: readonly (readonly [string, readonly Transaction[]])[] = [
    ['none', []],
    ['one less', [one]],
    ['another order', [two, one]],
    ['another signature', [withOtherSignature(one, flipBit(one.signature, 0)), two]],
    ['one twice', [one, two, two]],
    ['another amount', [pay(0, 6n), two]],
  ];

  test.each(mutations)('leaves the honest block to be accepted: %s', (_name, body) => {
    const chain = openTestChain(forge, check);
    expect(offerBlock(chain, blockOf(honest.block, body))).toMatchObject({ type: 'refused', at: 'body' });
    expect(chain.tree.get(honest.id)?.status).toBe('header');
    expect(offerBlock(chain, honest.block)).toEqual({ type: 'head' });
  });

  test('every bit of the encoded body that is turned leaves the honest block to be accepted', () => {
    const chain = openTestChain(forge, check);
    for (let bit = honest.block.bytes.length * 8; bit < honest.bytes.length * 8; bit += 7) {
      expect(offerBytes(chain, flipBit(honest.bytes, bit)).type).toBe('refused');
      expect(chain.tree.get(honest.id)?.status).not.toBe('invalid');
    }
    expect(offerBlock(chain, honest.block)).toEqual({ type: 'head' });
  });
});

/** trunk – bad – child – grandchild, and beside bad: trunk – good. */
const family = (bad: 'body' | 'execution') => {
  const trunk = forge.build(forge.genesis);
  const wrong = bad === 'body' ? { transactions: [withOtherSignature(pay(0), new Uint8Array(64))] } : {};
  const rotten = forge.build(trunk, { ...wrong, ...(bad === 'execution' ? { lie: { stateRoot: zeroHex32 } } : {}) });
  const child = forge.build(rotten);
  const grandchild = forge.build(child);
  const good = forge.build(trunk, { producer: alice.publicKey });
  return { trunk, rotten, child, grandchild, good };
};

describe.each(['body', 'execution'] as const)('a block whose %s is wrong', (bad) => {
  const { trunk, rotten, child, grandchild, good } = family(bad);

  test('condemns what stands on it and nothing else', () => {
    const chain = openTestChain(forge, check);
    headersOnly(chain, [trunk, rotten, child, grandchild, good]);
    for (const { block } of [trunk, rotten]) offerBlock(chain, block);
    const statuses = [trunk, rotten, child, grandchild, good].map(({ id }) => chain.tree.get(id)?.status);
    expect(statuses).toEqual(['applied', 'invalid', 'invalid', 'invalid', 'header']);
    expect(chain.bestHeader().id).toBe(good.id);
    expect(chain.head().id).toBe(trunk.id);
    expect(offerBlock(chain, good.block)).toEqual({ type: 'head' });
  });

  test('is refused when it comes again, and so are its children, old and new', () => {
    const chain = openTestChain(forge, check);
    for (const { block } of [trunk, rotten]) offerBlock(chain, block);
    expect(offerBlock(chain, rotten.block)).toMatchObject({ at: 'header', fault: { type: 'header-known-invalid' } });
    expect(offerBlock(chain, child.block)).toMatchObject({ at: 'header', fault: { type: 'header-parent-invalid' } });
    expect(chain.tree.get(child.id)).toBeUndefined();
  });

  test('does not rise again when its body was under way', () => {
    const chain = openTestChain(forge, check);
    headersOnly(chain, [trunk, rotten, child, grandchild]);
    for (const { block } of [trunk, rotten]) offerBlock(chain, block);
    for (const late of [rotten, child, grandchild]) {
      const node = chain.tree.get(late.id);
      if (node === undefined) throw new Error('the node is gone');
      expect(chain.acceptBody(node, late.block)).toMatchObject({ error: { type: 'header-known-invalid' } });
      expect(node.status).toBe('invalid');
    }
    expect(chain.advance()).toMatchObject({ change: undefined, condemned: [] });
  });
});
