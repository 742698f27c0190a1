/** No subset of signers that are gone stops the others: the next block is at most as many slots off as are gone, and one. */
import { describe, expect, test } from 'vitest';
import { createForge, type ForgedBlock, testSpec, walletOf } from '../../testing/index.ts';
import { seededRandom } from '../../testing/simulation/index.ts';
import type { Hex32 } from '../model/index.ts';
import { createPoaEngine } from './index.ts';

const seeds = process.env['TABCHAIN_NIGHTLY'] === '1' ? 500 : 25;
const slotMs = 3000;
const wallets = Array.from({ length: 9 }, (_, index) => walletOf(50 + index).publicKey);

interface Alive {
  readonly key: Hex32;
  readonly skewMs: number;
}

interface Head {
  readonly slot: number;
  readonly madeAt: number;
}

/** The first block that one of these makes after `head`, each by its own clock; heads are heard of at once. */
const nextBlock = (
  engine: ReturnType<typeof createPoaEngine>,
  genesis: ForgedBlock,
  head: Head,
  alive: readonly Alive[],
) => {
  const { validators } = genesis;
  const consensus = { kind: 'poa', slot: head.slot, validatorsHash: '', nextValidatorsHash: '' } as const;
  const ancestry = { parent: { ...genesis.header, consensus }, grandparentTime: undefined, validators };
  let best: Head | undefined;
  for (const { key, skewMs } of alive) {
    const candidate = { producer: key, signedUpTo: -1, proofOf: () => undefined };
    const own = head.madeAt + skewMs;
    const first = engine.prepare(ancestry, own, candidate);
    const ready = first.type === 'wait' ? engine.prepare(ancestry, first.until, candidate) : first;
    if (ready.type !== 'ready' || ready.consensus.kind !== 'poa') throw new Error('a signer that never comes');
    const madeAt = Math.max(head.madeAt, ready.time - skewMs);
    if (best === undefined || madeAt < best.madeAt) best = { slot: ready.consensus.slot, madeAt };
  }
  if (best === undefined) throw new Error('nobody is alive');
  return best;
};

describe.each([1, 2, 3, 4, 5, 6, 7, 8, 9])('of %i signers', (count) => {
  test(`every subset with one alive goes on, ${seeds} seeds with clocks off by a quarter of a slot`, () => {
    const signers = wallets.slice(0, count);
    const consensus = { kind: 'poa', slotMs, admin: signers[0] ?? '', signers, activationDelay: 10 } as const;
    const { genesis, spec } = createForge(testSpec({ consensus }));
    const engine = createPoaEngine(consensus, spec.genesisTime, () => true);
    let longest = 0;
    for (let subset = 1; subset < 2 ** count; subset++) {
      const living = signers.filter((_, index) => (subset >> index) % 2 === 1);
      const gone = count - living.length;
      for (let seed = 1; seed <= Math.ceil(seeds / 2 ** Math.max(0, count - 4)); seed++) {
        const random = seededRandom(seed * 1000 + subset);
        const alive = living.map((key) => ({ key, skewMs: random.between(-slotMs / 4, slotMs / 4) }));
        let head: Head = { slot: 0, madeAt: spec.genesisTime };
        for (let blocks = 0; blocks < 2 * living.length; blocks++) {
          const next = nextBlock(engine, genesis, head, alive);
          longest = Math.max(longest, next.slot - head.slot - gone);
          expect(next.slot - head.slot).toBeLessThanOrEqual(gone + 1);
          // By everybody's clock: skews add half a slot at most.
          expect(next.madeAt - head.madeAt).toBeLessThanOrEqual((gone + 1.5) * slotMs);
          head = next;
        }
      }
    }
    expect(longest).toBe(1);
  });
});
