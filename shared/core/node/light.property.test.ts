// Whatever a peer sends as a proof, a light node believes the truth or nothing; and whatever it is sent, it goes on. A changed
// header would be another block if its seal held by luck: one in 4,096.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createForge, driveByHand, fixedWork, testSpec, transferOf, walletOf } from '../../testing/index.ts';
import { proveAccount, proveTransaction } from '../proof/index.ts';
import { accountKey } from '../state/index.ts';
import { decodeMessage } from '../wire/index.ts';
import type { Effect } from './index.ts';

const nightly = process.env['TABCHAIN_NIGHTLY'] === '1';
const forge = createForge(testSpec({ consensus: fixedWork(3), settleDepth: 3 }));
const { chainId, genesis } = forge;
const [payer, payee, stranger] = [walletOf(1), walletOf(2), walletOf(77)];
const paid = forge.build(genesis, {
  transactions: [transferOf(payer, payee.address, 20_000n, { chainId, nonce: 0, validUntil: 1000 })],
});
const blocks = [paid, ...forge.extend(paid, 4)];
const other = [...blocks.slice(0, 3), ...forge.extend(blocks[2] ?? genesis, 2, { producer: payee.publicKey })];
const now = forge.spec.genesisTime + 10_000_000;

const nodeOn = async (chain: typeof blocks) => {
  const hand = await driveByHand(forge, () => true);
  await hand.peerUp('p', now);
  for (const { bytes } of chain) await hand.tell('p', { type: 'block', block: bytes }, now);
  return hand.node;
};
const [here, there] = [await nodeOn(blocks), await nodeOn(other)];
const body = here.chain.bodyOf(paid.id);
const transactionId = paid.block.transactions[0]?.id ?? '';
const honest = [
  ...[payer, payee, stranger].map(({ publicKey }) => proveAccount(here.chain, publicKey)),
  ...[payer, payee].map(({ publicKey }) => proveAccount(there.chain, publicKey)),
  (body === undefined ? undefined : proveTransaction(here.chain, body, transactionId)) ?? new Uint8Array(0),
];

/** A proof of something, changed in some places or cut. */
const sent = fc
  .record({
    which: fc.nat({ max: honest.length - 1 }),
    flips: fc.array(fc.tuple(fc.nat({ max: 5000 }), fc.integer({ min: 1, max: 255 })), { maxLength: 2 }),
    cut: fc.option(fc.nat({ max: 5000 })),
  })
  .map(({ which, flips, cut }) => {
    const bytes = (honest[which] ?? new Uint8Array(0)).slice();
    for (const [at, change] of flips) bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ change;
    return cut === null ? bytes : bytes.slice(0, cut);
  });

const questionIn = (effects: readonly Effect[]): number | undefined => {
  for (const effect of effects) {
    const message = effect.type === 'send' ? decodeMessage(effect.bytes) : undefined;
    if (message?.ok === true && message.value.type === 'get-proof') return message.value.request;
  }
  return undefined;
};

test('a light node believes what is so after a block of its chain, or nothing', async () => {
  const property = fc.asyncProperty(fc.constantFrom(payer, payee, stranger), sent, async ({ publicKey }, proof) => {
    const light = await driveByHand(forge, () => true, { mode: 'light' });
    await light.peerUp('p', now);
    for (const { block } of blocks) await light.tell('p', { type: 'announce', header: block }, now);
    const { id, height, weight } = here.chain.head();
    await light.tell('p', { type: 'status', head: id, height, weight }, now);
    const subject = { kind: 'record', key: accountKey(publicKey) } as const;
    const asked = await light.give({ type: 'command', number: 1, command: { type: 'ask-proof', subject } }, now);
    const request = questionIn(asked);
    expect(request).toBeDefined();
    const effects = await light.tell('p', { type: 'proof', request: request ?? 0, proof }, now);
    const reply = effects.find((effect) => effect.type === 'reply');
    const head = light.node.chain.head().id;
    const truth = [here, there].find(({ chain }) => chain.head().id === head);
    if (truth === undefined) return; // a lucky seal
    const believed = reply?.type === 'reply' && reply.reply.ok ? truth.chain.state.get(subject.key) : undefined;
    expect(light.node.accounts.get(subject.key)).toEqual(believed);
  });
  await fc.assert(property, { numRuns: nightly ? 2000 : 100 });
});
