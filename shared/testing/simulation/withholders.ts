// Attackers that break no rule and keep back what others need, which nobody can prove: the bodies of blocks whose headers
// they spread, everything that is newer than the branch on which they stay, and other people's transactions and blocks.

import { type ChainSpec, decodeBlock } from '../../core/model/index.ts';
import type { Network, NetworkEvent } from '../../core/node/index.ts';
import { decodeMessage, encodeMessage, type Message } from '../../core/wire/index.ts';
import { hearingOnly, sendingOnly } from './bent-network.ts';
import type { VirtualTime } from './virtual-time.ts';

interface NetworkScene {
  readonly network: Network;
}

interface BlockScene extends NetworkScene {
  readonly core: { readonly chain: { readonly spec: Pick<ChainSpec, 'blockBytesMax'> } };
}

interface ClockScene extends NetworkScene {
  readonly world: { readonly time: Pick<VirtualTime, 'now'> };
}

/**
 * Tells of every block it finds and gives the body of none, so that what it mines is the best chain of headers for a
 * while and can be executed by nobody.
 */
export const withholdBodies = ({ core, network }: BlockScene): Network => {
  const headerOf = (block: Uint8Array): Uint8Array | undefined => {
    const decoded = decodeBlock(block, core.chain.spec.blockBytesMax);
    return decoded.ok ? encodeMessage({ type: 'announce', header: decoded.value }) : undefined;
  };
  return sendingOnly(network, (bytes) => {
    const message = decodeMessage(bytes);
    if (!message.ok) return bytes;
    if (message.value.type === 'block') return headerOf(message.value.block);
    return message.value.type === 'blocks' ? undefined : bytes;
  });
};

const kindOf = (event: NetworkEvent): Message['type'] | undefined => {
  if (event.type !== 'message' && event.type !== 'gossip') return undefined;
  const message = decodeMessage(event.bytes);
  return message.ok ? message.value.type : undefined;
};

/** How long it follows before it goes its own way. */
const followsForMs = 30_000;
const tellsOfBlocks: ReadonlySet<Message['type'] | undefined> = new Set([
  ...(['block', 'blocks', 'announce', 'headers', 'status'] as const),
]);

/** Hears of no block any more, mines on where it stood, and tells everybody of its branch. */
export const stayBehind = ({ network, world }: ClockScene): Network => {
  const leavesAt = world.time.now() + followsForMs;
  return hearingOnly(network, (event) => world.time.now() < leavesAt || !tellsOfBlocks.has(kindOf(event)));
};

/** Takes in no transaction, so that its blocks are empty, and passes on nothing that is not its own. */
export const censor = ({ network }: NetworkScene): Network => {
  const deaf = hearingOnly(network, (event) => kindOf(event) !== 'transactions');
  return {
    ...deaf,
    judge: (messageId, verdict) => {
      deaf.judge(messageId, verdict === 'accept' ? 'ignore' : verdict);
    },
  };
};
