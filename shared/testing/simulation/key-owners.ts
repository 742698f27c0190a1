// What the owners of keys do while a split lasts, under proof of authority. Either the admin changes the signers on both
// sides, each its own way with the same number, or a signer's words are used on the other side too. Who has an account
// reports what it sees sealed twice, as a tab does. Owns those reports, and who ruled on each side when they met.

import { toHex } from '../../core/bytes/index.ts';
import { type BlockNode, sealedOf } from '../../core/chain/index.ts';
import { signMessage } from '../../core/crypto/index.ts';
import type { Hex32, Payload } from '../../core/model/index.ts';
import type { CommandReply, NodeEvent, PeerId } from '../../core/node/index.ts';
import { validatorsOf } from '../../core/state/index.ts';
import { createEquivocationDesk, type EquivocationDesk, type EvidenceNode } from '../../provider/index.ts';
import { signTransaction, type TestWallet } from '../test-wallet.ts';
import type { World } from './simulated-network.ts';
import type { SimulatedNode } from './simulated-node.ts';

export type KeyOwners = 'signers changed' | 'signer cloned';

/** Of a plan, what says who has which key. */
export interface KeyPlan {
  readonly keyOwners?: KeyOwners;
  readonly miners: number;
}

/** What a node is, whose number is beyond those of the signers. */
type Guest = { readonly is: 'candidate' } | { readonly is: 'clone'; readonly of: number };

/** Signers have the lower numbers; sides of a split are even and odd ones, so there is a guest on each. */
export const guestAt = ({ keyOwners, miners }: KeyPlan, index: number): Guest | undefined => {
  if (keyOwners === 'signers changed' && (index === miners || index === miners + 1)) return { is: 'candidate' };
  // On the larger side, so that this one leads: of an original on the other.
  const place = miners % 2 === 0 ? miners : miners + 1;
  return keyOwners === 'signer cloned' && index === place ? { is: 'clone', of: 1 } : undefined;
};

export interface KeyOwnersReport {
  /** who ruled the next block on each side when they met, and in the end */
  readonly whenMet: readonly (readonly Hex32[])[];
  readonly atTheEnd: readonly Hex32[];
  /** of the chain, from the first that was sealed after the halves met to the one with the first evidence, both counted */
  readonly evidenceAfterBlocks: number | undefined;
}

export interface KeyOwnersScene {
  readonly world: World;
  readonly plan: KeyPlan;
  readonly chainId: Hex32;
  /** by node number */
  readonly walletOf: (index: number) => TestWallet;
  readonly violated: (what: string) => void;
}

export interface KeyOwnersWatch {
  /** The halves hear each other no more. */
  readonly onSplit: (sides: readonly (readonly SimulatedNode[])[]) => void;
  readonly onMeet: (sides: readonly (readonly SimulatedNode[])[]) => void;
  readonly onEvent: (node: SimulatedNode, event: NodeEvent) => void;
  readonly onMove: (node: SimulatedNode) => void;
  readonly report: (node: SimulatedNode) => KeyOwnersReport;
}

const rulersOf = (node: SimulatedNode | undefined): readonly Hex32[] => {
  const chain = node?.core()?.chain;
  const validators = chain && validatorsOf(chain.state, chain.spec, chain.head().height + 1);
  return validators?.kind === 'signers' ? validators.signers : [];
};

const evidenceNodeOf = (node: SimulatedNode, chainId: Hex32): EvidenceNode | undefined => {
  const core = node.core();
  if (core === undefined) return undefined;
  const { chain, mempool } = core;
  return {
    place: { chainId, spec: chain.spec, state: chain.state, height: chain.head().height },
    mempool,
    nextNonce: (sender) => mempool.nextNonce(sender, chain.state),
    submit: (bytes) =>
      new Promise<CommandReply>((resolve) => {
        node.submit({ type: 'submit-transaction', bytes }, resolve);
      }),
  };
};

/** From the tip down to the first block that was sealed after `since`. */
const blocksSince = (node: SimulatedNode, since: number): readonly BlockNode[] => {
  const blocks: BlockNode[] = [];
  for (let at = node.core()?.chain.head(); at !== undefined && sealedOf(at).header.time >= since; at = at.parent) {
    blocks.push(at);
  }
  return blocks;
};

const evidenceAfter = (node: SimulatedNode, metAt: number): number | undefined => {
  const chain = node.core()?.chain;
  const upwards = [...blocksSince(node, metAt)].reverse();
  const index = upwards.findIndex(({ id }) =>
    chain?.bodyOf(id)?.transactions.some(({ payload }) => payload.kind === 'evidence'),
  );
  return index < 0 ? undefined : index + 1;
};

export const watchKeyOwners = ({ world, plan, chainId, walletOf, violated }: KeyOwnersScene): KeyOwnersWatch => {
  const desks = new Map<PeerId, EquivocationDesk>();
  let whenMet: readonly (readonly Hex32[])[] = [];
  let metAt = Infinity;

  const deskOf = ({ character }: SimulatedNode): EquivocationDesk => {
    const { id, wallet } = character;
    const senders = () => Promise.resolve([wallet.publicKey]);
    const sign = (_sender: Hex32, message: Uint8Array) => Promise.resolve(signMessage(wallet.seed, message));
    const desk = desks.get(id) ?? createEquivocationDesk({ senders, sign }, (what) => world.log.note(`${id}: ${what}`));
    desks.set(id, desk);
    return desk;
  };
  const change = (node: SimulatedNode | undefined, payload: Payload): void => {
    const terms = { chainId, nonce: 0, gasLimit: 100_000, gasPrice: 1n, validUntil: 2_000 };
    const admin = walletOf(0);
    const { bytes } = signTransaction(admin, { sender: admin.publicKey, payload, ...terms });
    node?.submit({ type: 'submit-transaction', bytes }, (reply) => {
      if (!reply.ok) violated(`a change of the signers was refused: ${reply.error.type}`);
    });
  };

  return {
    onSplit: (sides) => {
      const nodes = sides.flat();
      if (plan.keyOwners === 'signer cloned') {
        for (const node of nodes) node.startProducing();
        return;
      }
      // Each side does without one of the other's signers, and lets one of its own in.
      for (const [turn, side] of sides.entries()) {
        const own = side.find(({ character }) => guestAt(plan, Number(character.id.slice(1)))?.is === 'candidate');
        const remove = [walletOf(turn === 0 ? 1 : 2).publicKey];
        change(side[0], { kind: 'signers', add: own === undefined ? [] : [own.character.wallet.publicKey], remove });
      }
    },
    onMeet: (sides) => {
      metAt = world.time.now();
      whenMet = sides.map(([first]) => rulersOf(first));
    },
    onEvent: (node, event) => {
      if (event.type !== 'equivocation') return;
      const { first, second } = event;
      world.log.note(`${node.character.id} has seen a slot sealed twice ${toHex(first.slice(-8))}`);
      void deskOf(node).seen(evidenceNodeOf(node, chainId), { first, second });
    },
    onMove: (node) => {
      const place = evidenceNodeOf(node, chainId);
      if (place !== undefined && desks.has(node.character.id)) void deskOf(node).look(place);
    },
    report: (node) => ({ whenMet, atTheEnd: rulersOf(node), evidenceAfterBlocks: evidenceAfter(node, metAt) }),
  };
};
