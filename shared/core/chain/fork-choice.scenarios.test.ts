/**
 * Scenarios of fork choice whose names are those of ethereum/consensus-specs (tests/vectors/forkchoice), on a chain of slots
 * without finality: settled is what lies below the reorganisation limit, and a vote is a block.
 */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  createForge,
  type ForgedBlock,
  type ForgeOrder,
  loadSignatureCheck,
  offerBlock,
  openTestChain,
  testSpec,
  walletOf,
} from '../../testing/index.ts';
import type { SignatureCheck } from '../crypto/index.ts';
import type { Chain } from './index.ts';

const path = new URL('../../../tests/vectors/forkchoice/scenario_names.json', import.meta.url);
const known = readFileSync(path, 'utf8');

const slotMs = 1000;
const count = 4;
const keys = Array.from({ length: count }, (_, index) => walletOf(40 + index).publicKey);
const consensus = { kind: 'poa', slotMs, admin: keys[0] ?? '', signers: keys, activationDelay: 10 } as const;
const forge = createForge(testSpec({ consensus, reorgLimit: 4 }));
const begin = (slot: number): number => forge.spec.genesisTime + slot * slotMs;

/** The block of a slot, by its signer. */
const on = (parent: ForgedBlock, slot: number, order: ForgeOrder = {}): ForgedBlock =>
  forge.build(parent, { wallet: walletOf(40 + (slot % count)), time: begin(slot), ...order });
const chainOn = (parent: ForgedBlock, ...slots: readonly number[]): readonly ForgedBlock[] => {
  const blocks: ForgedBlock[] = [];
  for (const slot of slots) blocks.push(on(blocks.at(-1) ?? parent, slot));
  return blocks;
};
const broken: ForgeOrder = { lie: { stateRoot: '12'.repeat(32) } };

let check: SignatureCheck;
beforeAll(async () => {
  check = await loadSignatureCheck();
});

const { genesis } = forge;
const opened = (...blocks: readonly ForgedBlock[]): Chain => {
  const chain = openTestChain(forge, check);
  for (const { block } of blocks) offerBlock(chain, block);
  return chain;
};
const headAfter = (...blocks: readonly ForgedBlock[]): string => opened(...blocks).head().id;
const idOf = (blocks: readonly ForgedBlock[]): string | undefined => blocks.at(-1)?.id;

const scenarios: Readonly<Record<string, () => void>> = {
  test_genesis: () => {
    expect(headAfter()).toBe(genesis.id);
  },
  test_chain_no_attestations: () => {
    const blocks = chainOn(genesis, 1, 2, 3);
    expect(headAfter(...blocks)).toBe(idOf(blocks));
  },
  test_split_tie_breaker_no_attestations: () => {
    const [early, late] = [on(genesis, 1), on(genesis, 2)];
    expect(headAfter(early, late)).toBe(early.id);
    expect(headAfter(late, early)).toBe(early.id);
  },
  test_filtered_block_tree: () => {
    const bad = on(genesis, 1, broken);
    const good = on(genesis, 4);
    expect(headAfter(bad, ...chainOn(bad, 2, 3), good)).toBe(good.id);
  },
  test_discard_equivocations_on_attester_slashing: () => {
    const [one, other] = [on(genesis, 1), on(genesis, 1, { lie: { gasUsed: 1 } })];
    expect(headAfter(other, one)).toBe(one.id);
    expect(headAfter(one, other)).toBe(one.id);
  },
  test_basic: () => {
    expect(offerBlock(opened(), on(genesis, 1).block, begin(1))).toEqual({ type: 'head' });
  },
  test_on_block_future_block: () => {
    const early = offerBlock(opened(), on(genesis, 2).block, begin(1));
    expect(early).toMatchObject({ at: 'header', fault: { type: 'header-from-future' } });
  },
  test_on_block_bad_parent_root: () => {
    const [, second] = chainOn(genesis, 1, 2);
    if (second === undefined) throw new Error('two blocks');
    expect(offerBlock(opened(), second.block)).toMatchObject({ fault: { type: 'header-parent-unknown' } });
  },
  test_on_block_before_finalized: () => {
    const chain = opened(...chainOn(genesis, 2, 3, 4, 5, 6, 7));
    expect(offerBlock(chain, on(genesis, 1).block)).toMatchObject({ fault: { type: 'header-below-reorg-limit' } });
  },
  test_on_block_finalized_skip_slots: () => {
    const blocks = chainOn(genesis, 9, 30, 31, 50, 51, 52, 70);
    expect(headAfter(...blocks)).toBe(idOf(blocks));
  },
  test_on_block_finalized_skip_slots_not_in_skip_chain: () => {
    const blocks = chainOn(genesis, 9, 30, 31, 50, 51, 52, 70);
    const chain = opened(...blocks);
    expect(offerBlock(chain, on(genesis, 10).block)).toMatchObject({ type: 'refused' });
    expect(chain.head().id).toBe(idOf(blocks));
  },
  test_proposer_boost_root_same_slot_untimely_block: () => {
    const first = on(genesis, 3);
    expect(headAfter(first, on(genesis, 4))).toBe(first.id);
  },
  test_proposer_boost_is_first_block: () => {
    const blocks = chainOn(genesis, 1, 2);
    expect(headAfter(...blocks, on(genesis, 3))).toBe(idOf(blocks));
  },
  test_ex_ante_vanilla: () => {
    const honest = on(genesis, 2);
    expect(headAfter(honest, on(genesis, 3))).toBe(honest.id);
  },
  test_ex_ante_sandwich_without_attestations: () => {
    const held = chainOn(genesis, 1, 3);
    expect(headAfter(on(genesis, 2), ...held)).toBe(idOf(held));
  },
  test_ex_ante_sandwich_with_honest_attestation: () => {
    const honest = chainOn(genesis, 2, 4, 5);
    expect(headAfter(...honest, ...chainOn(genesis, 1, 3))).toBe(idOf(honest));
  },
  test_withholding_attack: () => {
    const honest = chainOn(genesis, 2, 3, 4);
    expect(headAfter(...honest, ...chainOn(genesis, 1, 5))).toBe(idOf(honest));
  },
  test_withholding_attack_unviable_honest_chain: () => {
    const bad = on(genesis, 2, broken);
    const held = chainOn(genesis, 1, 5);
    expect(headAfter(bad, ...chainOn(bad, 3, 4), ...held)).toBe(idOf(held));
  },
  test_simple_attempted_reorg_without_enough_ffg_votes: () => {
    const ours = chainOn(genesis, 1, 2, 3);
    expect(headAfter(...ours, ...chainOn(genesis, 4, 5))).toBe(idOf(ours));
  },
  test_include_votes_another_empty_chain_with_enough_ffg_votes_current_epoch: () => {
    const other = chainOn(genesis, 4, 5, 6);
    expect(headAfter(...chainOn(genesis, 1, 2), ...other)).toBe(idOf(other));
  },
  test_include_votes_another_empty_chain_without_enough_ffg_votes_current_epoch: () => {
    const ours = chainOn(genesis, 1, 2);
    expect(headAfter(...ours, ...chainOn(genesis, 4, 5))).toBe(idOf(ours));
  },
  test_delayed_justification_current_epoch: () => {
    const chain = opened();
    const blocks = chainOn(genesis, 1, 2);
    for (const { block } of blocks) chain.acceptHeader(block, begin(9));
    expect(chain.head().id).toBe(genesis.id);
    for (const { block } of blocks) offerBlock(chain, block);
    expect(chain.head().id).toBe(idOf(blocks));
  },
};

describe('scenarios', () => {
  test.each(Object.entries(scenarios))('%s', (name, holds) => {
    expect(known).toContain(`"${name}"`);
    holds();
  });

  test('are at least twenty', () => {
    expect(Object.keys(scenarios).length).toBeGreaterThanOrEqual(20);
  });
});
