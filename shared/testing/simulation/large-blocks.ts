// Now and then a crowd writes at once: each of its accounts a record of nearly 1 KiB, all through one node, so that the
// next blocks are large. Owns the crowd's nonces; nobody waits for an answer, and at the end all must be on the chain.

import type { ChainSpec, Hex32 } from '../../core/model/index.ts';
import type { CommandReply } from '../../core/node/index.ts';
import { recordOf, type TestWallet } from '../test-wallet.ts';
import type { SimulatedNode } from './simulated-node.ts';
import type { World } from './simulated-network.ts';

export interface LargeBlockSettings {
  /** transactions of about 1.1 kB each that come together */
  readonly crowd: number;
  readonly everyMs: number;
}

export interface LargeBlocksScene {
  readonly world: World;
  readonly chainId: Hex32;
  readonly spec: ChainSpec;
  readonly wallets: readonly TestWallet[];
  readonly nodes: () => readonly SimulatedNode[];
  readonly violated: (what: string) => void;
}

export interface LargeBlocks {
  /** by account: the nonce that its next transaction would have */
  readonly nonces: () => ReadonlyMap<Hex32, number>;
}

const recordBytes = 1_000;
const gasPrice = 10n;
/** The gas that such a record takes at the prices of `spec`, with room. */
const gasLimitOf = ({ gasPerSignature, gasPerByte }: ChainSpec): number =>
  gasPerSignature + 2 * gasPerByte * recordBytes;

export const scheduleLargeBlocks = (
  scene: LargeBlocksScene,
  { everyMs }: LargeBlockSettings,
  untilMs: number,
): LargeBlocks => {
  const { world, chainId, spec, wallets, nodes, violated } = scene;
  const random = world.random.fork();
  const endsAt = world.time.now() + untilMs;
  let turns = 0;
  const write = (): void => {
    const node = random.pick(nodes());
    const { id } = node.character;
    const answer = (reply: CommandReply): void => {
      if (!reply.ok) violated(`${id}: refuses a record of the crowd: ${reply.error.type}`);
    };
    world.log.note(`crowd ${id} ${wallets.length}`);
    for (const wallet of wallets) {
      const terms = { chainId, nonce: turns, gasPrice, gasLimit: gasLimitOf(spec) };
      node.submit(
        { type: 'submit-transaction', bytes: recordOf(wallet, random.bytes(recordBytes), terms).bytes },
        answer,
      );
    }
    turns++;
  };
  const again = (): void => {
    world.time.after(everyMs, () => {
      if (world.time.now() >= endsAt) return;
      write();
      again();
    });
  };
  again();
  return { nonces: () => new Map(wallets.map(({ publicKey }) => [publicKey, turns])) };
};
