// Whatever tree of blocks there is and in whatever order they arrive: the head is the best valid tip, and its state is
// that of its branch executed alone.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createForge,
  followingWork,
  type ForgedBlock,
  loadSignatureCheck,
  longAfter,
  openTestChain,
  testBlockTimeMs,
  testSpec,
  transferOf,
  walletOf,
} from '../../testing/index.ts';
import { rememberedCheck } from '../../testing/simulation/index.ts';
import { zeroHex32 } from '../model/index.ts';
import { readAccount } from '../state/index.ts';
import type { Chain } from './index.ts';

// The same few signatures come again and again.
const check = rememberedCheck(await loadSignatureCheck());

const forge = createForge(testSpec({ consensus: followingWork }));
const alice = walletOf(1);

interface Step {
  /** how far back from the newest block the parent is */
  readonly back: number;
  readonly delayMs: number;
  readonly amount: number;
  readonly isBad: boolean;
}

const step: fc.Arbitrary<Step> = fc.record({
  back: fc.nat({ max: 5 }),
  delayMs: fc.integer({ min: 1, max: 4 * testBlockTimeMs }),
  amount: fc.nat({ max: 3 }),
  isBad: fc.integer({ min: 0, max: 9 }).map((draw) => draw === 0),
});

interface Grown {
  readonly block: ForgedBlock;
  readonly weight: bigint;
  readonly isValid: boolean;
}

const grow = (steps: readonly Step[]): readonly Grown[] => {
  const grown: Grown[] = [{ block: forge.genesis, weight: 0n, isValid: true }];
  for (const { back, delayMs, amount, isBad } of steps) {
    const parent = grown[Math.max(0, grown.length - 1 - back)] ?? grown[0];
    if (parent === undefined) throw new Error('an empty tree');
    const nonce = readAccount(parent.block.state, alice.publicKey)?.nonce ?? 0;
    const pay = transferOf(alice, walletOf(20 + amount).address, BigInt(amount), { chainId: forge.chainId, nonce });
    const block = forge.build(parent.block, {
      time: parent.block.header.time + delayMs,
      transactions: amount === 0 ? [] : [pay],
      ...(isBad ? { lie: { stateRoot: zeroHex32 } } : {}),
    });
    const weight = parent.weight + forge.engine.weight(block.header);
    if (!grown.some((other) => other.block.id === block.id))
      grown.push({ block, weight, isValid: parent.isValid && !isBad });
  }
  return grown;
};

/** The model of fork choice: nothing but a sorted list. */
const bestOf = (grown: readonly Grown[]): ForgedBlock => {
  const valid = grown.filter(({ isValid }) => isValid);
  const [best] = valid.sort((a, b) =>
    a.weight === b.weight ? (a.block.id < b.block.id ? -1 : 1) : a.weight > b.weight ? -1 : 1,
  );
  if (best === undefined) throw new Error('not even a genesis block');
  return best.block;
};

/** Offers blocks as they come; those whose parent is not there yet come again later. */
const deliver = (chain: Chain, arriving: readonly ForgedBlock[], headersFirst: boolean): void => {
  const offer = ({ block }: ForgedBlock): boolean => {
    const node = chain.acceptHeader(block, longAfter);
    if (!node.ok) return node.error.type !== 'header-parent-unknown';
    chain.acceptBody(node.value, block);
    chain.advance();
    return true;
  };
  if (headersFirst) {
    const upwards = [...arriving].sort((a, b) => a.height - b.height);
    for (const { block } of upwards) chain.acceptHeader(block, longAfter);
  }
  let waiting = arriving;
  while (waiting.length > 0) {
    const left = waiting.filter((block) => !offer(block));
    if (left.length === waiting.length) return; // they stand on blocks that were refused
    waiting = left;
  }
};

const stateOf = (chain: Chain) => [chain.state.root(), chain.state.size(), new Map(chain.state.entries())];

describe('for any tree of blocks', () => {
  test('the order of arrival does not matter', () => {
    const orders = fc.array(fc.nat(), { minLength: 14, maxLength: 14 });
    const steps = fc.array(step, { minLength: 1, maxLength: 14 });
    fc.assert(
      fc.property(steps, orders, fc.boolean(), (growth, places, headersFirst) => {
        const grown = grow(growth);
        const placed = grown.slice(1).map(({ block }, i) => ({ block, place: places[i] ?? 0 }));
        const order = placed.sort((x, y) => x.place - y.place).map(({ block }) => block);
        const chain = openTestChain(forge, check);
        deliver(chain, order, headersFirst);
        const best = bestOf(grown);
        expect(chain.head().id).toBe(best.id);
        expect(chain.bestHeader().id).toBe(best.id);
        expect(stateOf(chain)).toEqual([best.state.root(), best.state.size(), new Map(best.state.entries())]);
        for (let at: ForgedBlock | undefined = best; at !== undefined; at = at.parent) {
          expect(chain.at(at.height)?.id).toBe(at.id);
        }
        for (const { block, isValid } of grown) {
          const status = chain.tree.get(block.id)?.status;
          if (isValid) expect(status === 'applied' || status === 'body').toBe(true);
          else expect(status).not.toBe('applied');
        }
      }),
      { numRuns: 60 },
    );
  });
});
