/**
 * Long chains of cheap headers from eight peers at once, each claiming to be the heaviest: none of it stays, in memory or
 * on the disk, and the honest chain is followed. 5,000 headers a peer by day, 100,000 by night.
 */
import { describe, expect, test } from 'vitest';
import type { Effect } from '../../shared/core/node/index.ts';
import { encodeBlock, type SealedHeader } from '../../shared/core/model/index.ts';
import { decodeMessage, type Message, wireLimits } from '../../shared/core/wire/index.ts';
import {
  createForge,
  driveByHand,
  followingWork,
  type ForgedBlock,
  type HandDrivenNode,
  loadSignatureCheck,
  testBlockTimeMs,
  testSpec,
  walletOf,
} from '../../shared/testing/index.ts';
import { seededRandom } from '../../shared/testing/simulation/index.ts';
import { createLowWorkChain, type LowWorkChain } from './low-work-chain.ts';

const check = await loadSignatureCheck();
const headersEach = process.env['TABCHAIN_NIGHTLY'] === '1' ? 100_000 : 5_000;
const attackers = 8;
/** Late enough for 100,000 headers two block times apart. */
const begin = 1_700_000_000_000 + 400_000_000;
/** Between question and answer. */
const roundTripMs = 50;
const claimEveryMs = 2000;
const passMsMax = 60_000;
/** Whoever answers no question for bodies costs one deadline, all at the same time; the rest is the way of the answers. */
const heldUpMsMax = 10_000;
/** Some thousand hashes each: together more than a hundred thousand headers of one or two. */
const honestBlocks = 120;

const forge = createForge(testSpec({ consensus: followingWork }));

/** Fast at first, so that each block comes to weigh some thousand hashes, then at the pace that keeps it so. */
const honestChain = (count: number): readonly ForgedBlock[] => {
  const blocks: ForgedBlock[] = [];
  for (let below = forge.genesis; blocks.length < count; below = blocks.at(-1) ?? below) {
    const pace = blocks.length < 40 ? testBlockTimeMs / 4 : testBlockTimeMs;
    blocks.push(forge.build(below, { time: below.header.time + pace }));
  }
  return blocks;
};

const weightOf = (blocks: readonly ForgedBlock[]): bigint =>
  blocks.reduce((sum, { header }) => sum + forge.engine.weight(header), 0n);

type Answer = (message: Message) => Message | undefined;

const servingHeaders =
  (after: LowWorkChain['after']): Answer =>
  (message) =>
    message.type === 'get-headers'
      ? { type: 'headers', request: message.request, headers: after(message.locator) }
      : undefined;

const honestPeer = (blocks: readonly ForgedBlock[]): Answer => {
  const after = (locator: readonly string[]): readonly SealedHeader[] => {
    const known = blocks.findLastIndex(({ id }) => locator.includes(id));
    return blocks.slice(known + 1, known + 1 + wireLimits.headersMax).map(({ block }) => block);
  };
  return (message) => {
    if (message.type !== 'get-blocks') return servingHeaders(after)(message);
    const found = blocks.filter(({ id }) => message.ids.includes(id));
    return {
      ...{ type: 'blocks', request: message.request },
      blocks: found.map(({ block }) => encodeBlock(block, block.transactions)),
    };
  };
};

interface Crowd {
  readonly hand: HandDrivenNode;
  readonly join: (peer: string, claim: Message, answer: Answer) => Promise<void>;
  /** Lets time pass until it is so; everybody claims again every other second, as nodes do whose head moves. Returns how long (ms). */
  readonly pass: (isDone: () => boolean) => Promise<number>;
  readonly penalties: string[];
}

const gather = async (minimumWeight: bigint): Promise<Crowd> => {
  const hand = await driveByHand(forge, check, { minimumWeight });
  const peers = new Map<string, { readonly claim: Message; readonly answer: Answer }>();
  const questions: { readonly peer: string; readonly message: Message }[] = [];
  const penalties: string[] = [];
  let now = begin;
  let wakeAt = now;
  const perform = (effects: readonly Effect[]): void => {
    for (const effect of effects) {
      if (effect.type === 'penalise') penalties.push(`${effect.peer} ${effect.reason}`);
      if (effect.type === 'wake-at') wakeAt = effect.time ?? Number.POSITIVE_INFINITY;
      const message = effect.type === 'send' ? decodeMessage(effect.bytes) : undefined;
      if (effect.type === 'send' && message?.ok === true) questions.push({ peer: effect.peer, message: message.value });
    }
  };
  const claimAll = async (): Promise<void> => {
    for (const [peer, { claim }] of peers) perform(await hand.tell(peer, claim, now));
  };
  const answerNext = async ({ peer, message }: (typeof questions)[number]): Promise<void> => {
    const reply = peers.get(peer)?.answer(message);
    if (reply === undefined) return;
    now += roundTripMs;
    perform(await hand.tell(peer, reply, now));
  };
  return {
    hand,
    penalties,
    join: async (peer, claim, answer) => {
      peers.set(peer, { claim, answer });
      perform(await hand.peerUp(peer, now));
      perform(await hand.tell(peer, claim, now));
    },
    pass: async (isDone) => {
      const start = now;
      for (let nextClaims = now + claimEveryMs; !isDone();) {
        if (now > start + passMsMax) throw new Error('it does not come to that');
        const question = questions.shift();
        if (question !== undefined) await answerNext(question);
        else {
          now = Math.max(now + 1, Math.min(wakeAt, nextClaims));
          perform(await hand.give({ type: 'tick' }, now));
        }
        if (now < nextClaims) continue;
        nextClaims = now + claimEveryMs;
        await claimAll();
      }
      return now - start;
    },
  };
};

const bytesKept = ({ hand }: Crowd): Promise<number> => hand.store.size();

const joinAttackers = async (crowd: Crowd): Promise<readonly LowWorkChain[]> => {
  const chains = Array.from({ length: attackers }, (_, index) => {
    return createLowWorkChain(forge, walletOf(200 + index).publicKey, seededRandom(index), headersEach);
  });
  for (const [index, { after }] of chains.entries()) {
    const claim: Message = { type: 'status', head: 'ee'.repeat(32), height: 2 * headersEach, weight: 2n ** 200n };
    await crowd.join(`attacker ${index}`, claim, servingHeaders(after));
  }
  return chains;
};

const joinHonest = (crowd: Crowd, blocks: readonly ForgedBlock[]): Promise<void> => {
  const tip = blocks.at(-1) ?? forge.genesis;
  const claim: Message = { type: 'status', head: tip.id, height: tip.height, weight: weightOf(blocks) };
  return crowd.join('honest', claim, honestPeer(blocks));
};

const haveAllServed = (chains: readonly LowWorkChain[]) => (): boolean =>
  chains.every(({ served }) => served() >= headersEach);

describe(`${headersEach} cheap headers from each of ${attackers} peers`, () => {
  const honest = honestChain(honestBlocks);
  const ours = honest.slice(0, honestBlocks - 10);

  test('leave nothing in a node that has the chain, and it follows on', async () => {
    const crowd = await gather(0n);
    const { chain } = crowd.hand.node;
    await joinHonest(crowd, ours);
    await crowd.pass(() => chain.head().height === ours.length);
    const before = { headers: chain.tree.count(), bytes: await bytesKept(crowd) };
    const chains = await joinAttackers(crowd);
    await crowd.pass(haveAllServed(chains));
    expect({ headers: chain.tree.count(), bytes: await bytesKept(crowd) }).toEqual(before);
    await joinHonest(crowd, honest);
    await crowd.pass(() => chain.head().id === honest.at(-1)?.id);
    expect(chain.tree.count()).toBe(honest.length + 1);
    expect(crowd.penalties).toEqual([]);
  });

  test('leave nothing in a newcomer that knows what the chain weighs at least', async () => {
    const crowd = await gather(weightOf(ours));
    const { chain } = crowd.hand.node;
    const chains = await joinAttackers(crowd);
    await crowd.pass(haveAllServed(chains));
    expect({ headers: chain.tree.count(), bytes: await bytesKept(crowd) }).toEqual({ headers: 1, bytes: 0 });
    await joinHonest(crowd, honest);
    await crowd.pass(() => chain.head().id === honest.at(-1)?.id);
    expect(chain.tree.count()).toBe(honest.length + 1);
    expect(crowd.penalties).toEqual([]);
  });

  test('do not hold up an honest chain that is shown at the same time', async () => {
    const crowd = await gather(weightOf(ours));
    const { chain } = crowd.hand.node;
    const chains = await joinAttackers(crowd);
    await joinHonest(crowd, honest);
    const tookMs = await crowd.pass(() => chain.head().id === honest.at(-1)?.id);
    console.log(`presync: the honest chain among ${attackers} false ones in ${tookMs} ms (<= ${heldUpMsMax})`);
    expect(tookMs).toBeLessThanOrEqual(heldUpMsMax);
    expect(chain.tree.count()).toBe(honest.length + 1);
    expect(chains.reduce((sum, { served }) => sum + served(), 0)).toBeGreaterThan(attackers);
  });
});
