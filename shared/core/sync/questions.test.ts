/** Which questions are asked, and how often, when answers do not lead anywhere or come in an odd order. */
import { expect, test } from 'vitest';
import { createForge, testSpec } from '../../testing/index.ts';
import { type Chain, createChain } from '../chain/index.ts';
import { createSync, type Sync, type SyncRequest } from './index.ts';

const spec = testSpec();
const forge = createForge(spec);
const now = spec.genesisTime + 1_000_000;

const newChain = () =>
  createChain({
    ...{ spec, engine: forge.engine, genesis: forge.genesisOf() },
    ...{ signatureCheck: () => true, isVerified: () => true },
  });

test('who keeps naming blocks that it cannot show gets one question a second', () => {
  const chain = newChain();
  const sync = createSync();
  sync.addPeer('flooder');
  let questions = 0;
  for (let at = now; at < now + 10_000; at += 20) {
    sync.hint('flooder');
    for (const { message } of sync.plan(chain, at)) {
      if (message.type !== 'get-headers') continue;
      questions++;
      expect(sync.onHeaders('flooder', message.request)).toBe(true);
      sync.learned(chain, 'flooder', { count: 0, last: undefined, isNews: false }, at);
    }
  }
  expect(questions).toBe(10);
});

test('the question that waits is asked when its time has come', () => {
  const chain = newChain();
  const sync = createSync();
  sync.addPeer('peer');
  const ask = (at: number) => {
    sync.hint('peer');
    return sync.plan(chain, at).map(({ message }) => message);
  };
  const [first] = ask(now);
  if (first?.type !== 'get-headers') throw new Error('no question');
  sync.onHeaders('peer', first.request);
  sync.learned(chain, 'peer', { count: 0, last: undefined, isNews: false }, now);
  expect(ask(now)).toEqual([]);
  const wake = sync.wakeAt(now);
  expect(wake).toBeGreaterThan(now);
  expect(sync.plan(chain, wake ?? now).map(({ message }) => message.type)).toEqual(['get-headers']);
});

test('bodies missing below a tip that came whole are still asked for', () => {
  const chain = newChain();
  const sync = createSync();
  const blocks = forge.extend(forge.genesis, 5);
  const tip = blocks.at(-1);
  if (tip === undefined) throw new Error('no tip');
  for (const { block } of blocks) expect(chain.acceptHeader(block, now).ok).toBe(true);
  sync.addPeer('without');
  sync.claim('without', { head: tip.id, height: 5, weight: 1n });
  const [asked] = sync.plan(chain, now);
  if (asked?.message.type !== 'get-blocks') throw new Error('no question');
  // The one that was asked has none of them; meanwhile the tip comes by gossip.
  sync.onBlocks('without', asked.message.request, []);
  const node = chain.tree.get(tip.id);
  if (node === undefined) throw new Error('the tip has no header');
  expect(chain.acceptBody(node, tip.block).ok).toBe(true);
  chain.advance();
  sync.addPeer('with');
  sync.claim('with', { head: tip.id, height: 5, weight: 1n });
  const questions = sync.plan(chain, now).map(({ peer, message }) => ({ peer, message }));
  expect(questions).toMatchObject([
    { peer: 'with', message: { type: 'get-blocks', ids: blocks.slice(0, -1).map(({ id }) => id) } },
  ]);
});

/** When bodies were asked of one of two peers, the other being without any. */
const timesAsked = (sync: Sync, chain: Chain, peer: string, count: number): readonly number[] => {
  const times: number[] = [];
  for (let at = now; times.length < count; at = sync.wakeAt(at) ?? at + 1) {
    const asked = sync.plan(chain, at).filter((request) => request.peer === peer);
    if (asked.length > 0) times.push(at);
  }
  return times;
};

test('who stalls is cut off after 2, 4, 8 s and so on up to 64 s, and left alone for as long each time', () => {
  const chain = newChain();
  const sync = createSync();
  const blocks = forge.extend(forge.genesis, 5);
  for (const { block } of blocks) expect(chain.acceptHeader(block, now).ok).toBe(true);
  sync.addPeer('staller');
  sync.claim('staller', { head: blocks.at(-1)?.id ?? '', height: 5, weight: 1n });
  const times = timesAsked(sync, chain, 'staller', 8);
  const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
  // The deadline, and then the rest.
  expect(gaps).toEqual([2000, 4000, 8000, 16_000, 32_000, 64_000, 64_000].map((deadlineMs) => 2 * deadlineMs));
});

test('what a staller owes is asked of an idle peer as soon as four later questions are answered, once', () => {
  const chain = newChain();
  const sync = createSync();
  const blocks = forge.extend(forge.genesis, 128);
  for (const { block } of blocks) expect(chain.acceptHeader(block, now).ok).toBe(true);
  const claim = { head: blocks.at(-1)?.id ?? '', height: 128, weight: 1n };
  const peers = ['staller', ...Array.from({ length: 7 }, (_, index) => `peer ${index}`)];
  for (const peer of peers) {
    sync.addPeer(peer);
    sync.claim(peer, claim);
  }
  const [owed, ...others] = sync.plan(chain, now);
  if (owed?.message.type !== 'get-blocks') throw new Error('no question');
  const again: SyncRequest[] = [];
  for (const { peer, message } of others) {
    if (message.type !== 'get-blocks') throw new Error('no question');
    for (const { id, block } of blocks) {
      const node = message.ids.includes(id) ? chain.tree.get(id) : undefined;
      if (node !== undefined) chain.acceptBody(node, block);
    }
    expect(sync.onBlocks(peer, message.request, message.ids)).toEqual(new Set(message.ids));
    again.push(...sync.plan(chain, now + again.length));
    if (peer === 'peer 2') expect(again).toEqual([]);
  }
  expect(again).toMatchObject([{ peer: 'peer 0', message: { type: 'get-blocks', ids: owed.message.ids } }]);
});
