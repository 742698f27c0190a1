// The one peer of a node under test: it knows the blocks that it was taught, follows the best of them as the protocol
// says, and answers for headers and bodies at once. It hands out fewer bodies at a time than it is asked for, so that a
// first sync takes many commits. Owns what it was taught.

import { encodeMessage, decodeMessage, type Message, wireLimits } from '../../shared/core/wire/index.ts';
import type { Hex32 } from '../../shared/core/model/index.ts';
import type { BlockForge } from '../../shared/testing/index.ts';
import type { SeededRandom } from '../../shared/testing/simulation/index.ts';
import { isHigher, type ToldBlock } from './block-stream.ts';

export interface ScriptedPeer {
  readonly learn: (blocks: readonly ToldBlock[]) => void;
  readonly tip: () => ToldBlock;
  readonly block: (id: Hex32) => ToldBlock | undefined;
  readonly status: () => Uint8Array;
  /** What it says to this message. Throws where the node complains of what an honest peer sent. */
  readonly answer: (message: Uint8Array) => Uint8Array | undefined;
}

/** The bodies of one answer at most, so many commits has a first sync for the rest. */
const bodiesMax = 4;

const pathTo = (tip: ToldBlock): readonly ToldBlock[] => {
  const path: ToldBlock[] = [];
  for (let at: ToldBlock | undefined = tip; at !== undefined; at = at.parent) path.push(at);
  return path.reverse();
};

export const createScriptedPeer = ({ genesis, engine }: BlockForge, random: SeededRandom): ScriptedPeer => {
  const blocks = new Map<Hex32, ToldBlock>([[genesis.id, genesis]]);
  let path: readonly ToldBlock[] = [genesis];
  const tip = (): ToldBlock => path.at(-1) ?? genesis;

  const replyTo = (message: Message): Message | undefined => {
    switch (message.type) {
      case 'get-headers': {
        const known = message.locator
          .map((id) => blocks.get(id))
          .find((block) => block && path[block.height] === block);
        const from = (known?.height ?? 0) + 1;
        const headers = path.slice(from, from + wireLimits.headersMax).map(({ block }) => block);
        return { type: 'headers', request: message.request, headers };
      }
      case 'get-blocks': {
        const asked = message.ids.map((id) => blocks.get(id)).filter((block) => block !== undefined);
        const sent = asked.slice(0, random.between(1, bodiesMax)).map(({ bytes }) => bytes);
        return { type: 'blocks', request: message.request, blocks: sent };
      }
      case 'refusal':
        throw new Error(`the node refused ${message.id.slice(0, 12)} of an honest peer: ${message.reason}`);
      default:
        return undefined;
    }
  };
  return {
    tip,
    block: (id) => blocks.get(id),
    learn: (more) => {
      let best = tip();
      for (const block of more) {
        blocks.set(block.id, block);
        if (isHigher(block, best)) best = block;
      }
      if (best !== tip()) path = pathTo(best);
    },
    status: () => {
      const { id, height, header } = tip();
      // Every block of the stream weighs the same, the genesis block nothing.
      return encodeMessage({ type: 'status', head: id, height, weight: BigInt(height) * engine.weight(header) });
    },
    answer: (bytes) => {
      const message = decodeMessage(bytes);
      if (!message.ok) throw new Error(`the node sent what is no message: ${message.error.type}`);
      const reply = replyTo(message.value);
      return reply === undefined ? undefined : encodeMessage(reply);
    },
  };
};
