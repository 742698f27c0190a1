// Newcomers to chains that signatures seal, whose signers or stakes have changed on the way: a light node and one that starts
// from a settled state follow the headers with who rules next, pay, see blocks of those who came later, and the one with
// a state seals its own.

import { describe, expect, test } from 'vitest';
import {
  authoritySpec,
  createDrivenNetwork,
  createForge,
  driveByHand,
  type DrivenNode,
  type ForgedBlock,
  loadSignatureCheck,
  signTransaction,
  stakeSpec,
  type TestWallet,
  transferOf,
  walletOf,
} from '../../testing/index.ts';
import { toHex } from '../bytes/index.ts';
import { signMessage, vrfProve } from '../crypto/index.ts';
import { type ChainSpec, type Payload, sealSigningBytes } from '../model/index.ts';
import { readAccount } from '../state/index.ts';
import type { Signer } from './index.ts';

const check = await loadSignatureCheck();
const limits = { reorgLimit: 8 } as const;
const [first, second, third, late] = [1, 2, 3, 4].map(walletOf) as [TestWallet, TestWallet, TestWallet, TestWallet];
const height = 26;
/** The highest multiple of 4 that is settled. */
const pivot = 20;

/** The fourth comes in at block 6, the third begins to leave at block 23: before and after what a newcomer starts from. */
const changes: Readonly<Record<'poa' | 'pos', Readonly<Record<number, readonly [TestWallet, Payload]>>>> = {
  poa: {
    6: [first, { kind: 'signers', add: [late.publicKey], remove: [] }],
    23: [first, { kind: 'signers', add: [], remove: [third.publicKey] }],
  },
  pos: { 6: [late, { kind: 'stake', amount: 2000n }], 23: [third, { kind: 'unstake', amount: 1000n }] },
};

const signerOf = ({ seed, publicKey }: TestWallet): Signer => ({
  sign: ({ chainId, sealDigest }) =>
    Promise.resolve({ ok: true, signature: signMessage(seed, sealSigningBytes(chainId, toHex(sealDigest))) }),
  prove: (producer, inputs) =>
    Promise.resolve(producer === publicKey ? inputs.map((input) => vrfProve(seed, input)) : undefined),
  keepSeal: () => Promise.resolve(),
  keptSeals: () => Promise.resolve([]),
});

const nonceOf = (state: ForgedBlock['state'], { publicKey }: TestWallet): number =>
  readAccount(state, publicKey)?.nonce ?? 0;

const written = (chainId: string, { state }: ForgedBlock, wallet: TestWallet, payload: Payload) => {
  const terms = { chainId, nonce: nonceOf(state, wallet), gasLimit: 100_000, gasPrice: 1n, validUntil: 1000 };
  return signTransaction(wallet, { sender: wallet.publicKey, payload, ...terms });
};

const stage = async (kind: 'poa' | 'pos', spec: ChainSpec) => {
  const forge = createForge(spec);
  const chain: ForgedBlock[] = [];
  for (let at = 1; at <= height; at++) {
    const parent = chain.at(-1) ?? forge.genesis;
    const change = changes[kind][at];
    const transactions = change === undefined ? [] : [written(forge.chainId, parent, ...change)];
    // Who came late seals as well.
    const wallet = at > pivot && at % 2 === 0 ? late : walletOf(1 + (at % 2));
    chain.push(forge.build(parent, { wallet, transactions }));
  }
  const network = createDrivenNetwork(forge, check);
  const hand = await driveByHand(forge, check);
  await hand.peerUp('p', network.now());
  for (const { block, bytes } of chain) {
    const { validators } = block;
    const carried = validators === undefined ? {} : { validators };
    await hand.tell('p', { type: 'block', block: bytes, ...carried }, network.now());
  }
  const full = await network.open('full', { store: hand.store, signer: signerOf(first) });
  const light = await network.open('light', { mode: 'light' });
  const fresh = await network.open('fresh', { start: 'state', signer: signerOf(second) });
  for (const id of ['light', 'fresh']) network.link('full', id);
  return { forge, chain, network, full, light, fresh, tip: chain.at(-1) ?? forge.genesis };
};

const produce = (node: DrivenNode, { publicKey }: TestWallet) =>
  node.submit({ type: 'start-producing', producer: publicKey, intensityPermille: 1000 });

const specs = { poa: authoritySpec({}, limits), pos: stakeSpec({}, limits) };

describe.each(['poa', 'pos'] as const)('newcomers to a chain of the kind %s', (kind) => {
  test('follow it whoever rules, pay, and the one with a state seals', async () => {
    const { forge, chain, network, full, light, fresh, tip } = await stage(kind, specs[kind]);
    expect(chain.filter(({ header }) => header.producer === late.publicKey).length).toBeGreaterThan(0);
    expect(new Set(chain.map(({ validators }) => validators?.hash)).size).toBeGreaterThan(1);
    const all = [full, light, fresh];
    const isAt = (id: string) => () => all.every(({ node }) => node.chain.head().id === id);
    await network.run(isAt(tip.id));
    expect(light.node.chain.bestHeader().validators?.hash).toBe(tip.validators?.hash);
    expect(light.sent).not.toContain('get-blocks');
    expect(fresh.node.chain.tree.base().height).toBe(pivot);
    expect(fresh.node.snapshot().verifiedSince).toBe(pivot + 1);

    // Both pay, and the one that signs takes it in.
    await produce(full, first);
    const payee = walletOf(700);
    const payments = [second, third].map((wallet) => {
      const nonce = nonceOf(tip.state, wallet);
      return transferOf(wallet, payee.address, 20_000n, { chainId: forge.chainId, nonce, validUntil: 1000 });
    });
    const replies = [light, fresh].map((node, index) =>
      node.submit({ type: 'submit-transaction', bytes: payments[index]?.bytes ?? new Uint8Array(0) }),
    );
    const isIncluded = ({ events }: DrivenNode, id: string | undefined): boolean =>
      events.some((event) => event.type === 'transaction' && event.id === id && event.status === 'included');
    await network.run(() => [light, fresh].every((node, index) => isIncluded(node, payments[index]?.id)));
    for (const reply of replies) expect(await reply).toMatchObject({ ok: true });
    expect(readAccount(fresh.node.chain.state, payee.publicKey)?.balance).toBe(40_000n);

    // It seals in its own slots, and the light one follows.
    await produce(fresh, second);
    const sealedBy = ({ node }: DrivenNode): string | undefined => node.chain.at(node.chain.head().height)?.id;
    await network.run(() => fresh.node.snapshot().production.produced > 0 && isAt(sealedBy(full) ?? '')());
    for (const { penalties, events } of all) {
      expect(penalties).toEqual([]);
      expect(events.filter(({ type }) => type === 'alarm')).toEqual([]);
    }
  });
});
