// Nodes that do not keep the protocol. Each is a real node whose hand on its own network is bent, so that it knows the
// chain as well as the others: it sends garbage, serves bodies that are not those of their headers, floods with headers,
// lives in the future, claims a weight that it cannot show, or makes blocks that promise what execution does not give.
// Those that only keep back what others need are in withholders.ts.

import { encodeBlock, decodeBlock, type Hex32, sealHeader, zeroHex32 } from '../../core/model/index.ts';
import { type BlockNode, rangeOf, sealedOf } from '../../core/chain/index.ts';
import { decodeMessage, encodeMessage, type Message } from '../../core/wire/index.ts';
import { toHex } from '../../core/bytes/index.ts';
import { recordOf, walletOf } from '../test-wallet.ts';
import { type Bend, type BendSettings, every, type Scene, sendingOnly, tellAll } from './bent-network.ts';
import { type Forger, forgeSealed, forgeUnsealed, type Ground, groundOn } from './forged-header.ts';
import type { NodeCharacter } from './simulated-node.ts';
import { censor, stayBehind, withholdBodies } from './withholders.ts';

export type Attack =
  | 'garbage'
  | 'bad bodies'
  | 'header flood'
  | 'future blocks'
  | 'false promises'
  | 'weight liar'
  | 'withheld bodies'
  | 'stale chain'
  | 'censor'
  | 'sync liar';

export interface AttackerSettings extends BendSettings {
  readonly attack: Attack;
  /** hash power of a miner of middling strength */
  readonly meanPower: number;
  /** all attackers mine, not only those whose attack is in their blocks */
  readonly mines: boolean;
}

const groundOf = (node: BlockNode): Ground => {
  const grandparentTime = node.parent === undefined ? undefined : sealedOf(node.parent).header.time;
  return { sealed: sealedOf(node), grandparentTime, range: rangeOf(node) };
};

const sendGarbage: Bend = (scene) => {
  const { network, random, neighbours } = scene;
  every(scene, 1_000, () => {
    network.send(random.pick(neighbours()), random.bytes(random.below(300)));
    network.publish(random.happens(500) ? 'block' : 'transaction', random.bytes(1 + random.below(300)));
  });
  return network;
};

/** One transaction less, or one that was never in it. */
const otherBody = ({ core, chainId }: Scene, bytes: Uint8Array): Uint8Array => {
  const block = decodeBlock(bytes, core.chain.spec.blockBytesMax);
  if (!block.ok) return bytes;
  const { transactions } = block.value;
  const extra = recordOf(walletOf(1), Uint8Array.of(1), { chainId });
  return encodeBlock(block.value, transactions.length > 0 ? transactions.slice(1) : [extra]);
};

const serveBadBodies: Bend = (scene) => {
  const bend = (bytes: Uint8Array): Uint8Array => {
    const message = decodeMessage(bytes);
    if (!message.ok) return bytes;
    const { value } = message;
    if (value.type === 'block') return encodeMessage({ type: 'block', block: otherBody(scene, value.block) });
    if (value.type !== 'blocks') return bytes;
    return encodeMessage({ ...value, blocks: value.blocks.map((block) => otherBody(scene, block)) });
  };
  return sendingOnly(scene.network, bend);
};

/** How long the flood names parents that nobody has, before it turns to seals that do not hold. */
const strangersForMs = 20_000;

const floodHeaders: Bend = (scene) => {
  const { world, core, random, forger, network } = scene;
  const began = world.time.now();
  every(scene, 100, () => {
    const forged = forgeUnsealed(forger, groundOf(core.chain.head()), world.time.now());
    const isStranger = world.time.now() < began + strangersForMs;
    const parent = isStranger ? toHex(random.bytes(32)) : forged.header.parent;
    tellAll(scene, { type: 'announce', header: sealHeader({ ...forged.header, parent }, forged.seal) });
  });
  return network;
};

/** More than any chain of a simulation weighs. */
const claimedWeight = 2n ** 255n;

const lieAboutWeight: Bend = (scene) => {
  const { core, network, random } = scene;
  const lie = (): Message => {
    const { height } = core.chain.head();
    return { type: 'status', head: toHex(random.bytes(32)), height: height + 1_000, weight: claimedWeight };
  };
  every(scene, 500, () => {
    tellAll(scene, lie());
  });
  return network;
};

/** The same promise of a better chain, and whoever asks for it gets answers in time with nothing in them. */
const answerNothing: Bend = (scene) =>
  sendingOnly(lieAboutWeight(scene), (bytes) => {
    const message = decodeMessage(bytes);
    if (!message.ok) return bytes;
    const { value } = message;
    if (value.type === 'headers') return encodeMessage({ ...value, headers: [] });
    return value.type === 'blocks' ? encodeMessage({ ...value, blocks: [] }) : bytes;
  });

const promiseEveryMs = 200;
/** The second block follows when the first has reached everybody. */
const secondAfterMs = 2_000;

/**
 * A rival of the newest block, of equal weight and higher id, is executed (and refused) by those who hear of it first,
 * and left aside by those who have the honest one. A second block on top of it then reaches both kinds.
 */
const breakPromises: Bend = (scene) => {
  const { core, forger, network, world } = scene;
  let last: Hex32 = zeroHex32;
  const publish = (forged: Parameters<typeof encodeBlock>[0]): void => {
    network.publish('block', encodeMessage({ type: 'block', block: encodeBlock(forged, []) }));
  };
  every(scene, promiseEveryMs, () => {
    const head = core.chain.head();
    if (head.id === last || head.parent === undefined) return;
    last = head.id;
    const ground = groundOf(head.parent);
    const first = forgeSealed(forger, ground, sealedOf(head).header.time, head.id);
    if (first === undefined) return;
    publish(first);
    const second = forgeSealed(forger, groundOn(ground, first), world.time.now(), zeroHex32);
    if (second === undefined) return;
    world.time.after(secondAfterMs, () => {
      publish(second);
    });
  });
  return network;
};

const bends: { readonly [A in Attack]: Bend } = {
  garbage: sendGarbage,
  'bad bodies': serveBadBodies,
  'header flood': floodHeaders,
  'future blocks': ({ network }) => network,
  'false promises': breakPromises,
  'weight liar': lieAboutWeight,
  'withheld bodies': withholdBodies,
  'stale chain': stayBehind,
  censor,
  'sync liar': answerNothing,
};

/** Far beyond what any node believes. */
const futureMs = 600_000;

/** Their attack is in the blocks that they find. */
const minesByNature: ReadonlySet<Attack> = new Set([
  ...(['bad bodies', 'future blocks', 'withheld bodies', 'stale chain', 'censor'] as const),
]);

/** Turns a node's character into an attacker's. */
export const attackerOf = (honest: NodeCharacter, settings: AttackerSettings): NodeCharacter => {
  const { attack, world, chainId, meanPower } = settings;
  const random = world.random.fork();
  const mines = settings.mines || minesByNature.has(attack);
  return {
    ...honest,
    isHonest: false,
    hashesPerSecond: mines ? meanPower : 0,
    skewMs: attack === 'future blocks' ? futureMs : honest.skewMs,
    bend: (network, core) => {
      const forger: Forger = { engine: core.chain.engine, chainId, producer: honest.wallet.publicKey, random };
      return bends[attack]({ ...settings, network, core, random, forger });
    },
  };
};
