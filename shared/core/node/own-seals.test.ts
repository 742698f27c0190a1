// A node that has started anew still knows what it has sealed: a second copy of its key is told as soon as its header for the
// same slot comes, whether the chain that had the node's own is still in its store or not.

import { expect, test } from 'vitest';
import {
  authoritySpec,
  createDrivenNetwork,
  createForge,
  createLosingValues,
  createMemoryDisk,
  type DrivenNode,
  loadSignatureCheck,
  openMemoryStore,
  transferOf,
  walletOf,
} from '../../testing/index.ts';
import { toHex } from '../bytes/index.ts';
import { signMessage } from '../crypto/index.ts';
import { decodeSealedHeader, sealSigningBytes } from '../model/index.ts';
import { createOwnSeals } from '../../signing/index.ts';
import type { Signer } from './index.ts';

const check = await loadSignatureCheck();
const forge = createForge(authoritySpec());
const wallet = walletOf(1);

/** Of a profile that outlives the node: what it keeps is on the disk. */
const signerOn = (values: Parameters<typeof createOwnSeals>[0]): Signer => {
  const seals = createOwnSeals(values);
  return {
    sign: ({ chainId, sealDigest }) =>
      Promise.resolve({ ok: true, signature: signMessage(wallet.seed, sealSigningBytes(chainId, toHex(sealDigest))) }),
    prove: () => Promise.resolve(undefined),
    keepSeal: seals.keep,
    keptSeals: seals.kept,
  };
};

const decodedId = (header: Uint8Array): string | undefined => {
  const sealed = decodeSealedHeader(header);
  return sealed.ok ? sealed.value.id : undefined;
};

const profile = () => createLosingValues({ flush: () => Promise.resolve() });

const produce = (node: DrivenNode) =>
  node.submit({ type: 'start-producing', producer: wallet.publicKey, intensityPermille: 1000 });

const toldIn = ({ events }: DrivenNode) => events.filter(({ type }) => type === 'equivocation');

test.each(['is still there', 'is gone'])('a second copy of the key is noticed when the own chain %s', async (chain) => {
  const network = createDrivenNetwork(forge, check);
  const own = signerOn(profile());
  const disk = createMemoryDisk();
  const node = await network.open('a', { store: openMemoryStore(disk), signer: own });
  const twin = await network.open('twin', { signer: signerOn(profile()) });
  const { bytes } = transferOf(walletOf(2), walletOf(3).address, 1n, { chainId: forge.chainId });
  await twin.submit({ type: 'submit-transaction', bytes });
  await Promise.all([node, twin].map(produce));
  // Both have sealed one slot, with and without the payment; then the copy goes on alone.
  await network.run(() => node.node.chain.head().height === 1 && twin.node.chain.head().height === 1);
  await node.stop();
  await network.run(() => twin.node.chain.head().height === 2);

  const store = chain === 'is gone' ? openMemoryStore() : openMemoryStore(disk);
  const again = await network.open('b', { store, signer: own });
  expect(toldIn(again)).toEqual([]);
  network.link('twin', 'b');
  await network.run(() => again.node.chain.head().height >= 2);
  const [first, second] = [node, twin].map((one) => one.node.chain.idAt(1)).sort();
  expect(first).not.toBe(second);
  const ids = toldIn(again).flatMap((event) => (event.type === 'equivocation' ? [event.first, event.second] : []));
  expect(ids.map((header) => decodedId(header))).toEqual([first, second]);
});

test('a profile that cannot be read or holds nothing that can be read makes no difference', async () => {
  const network = createDrivenNetwork(forge, check);
  const keptSeals = () => Promise.resolve([new Uint8Array(5), Uint8Array.of()]);
  const node = await network.open('a', { signer: { ...signerOn(profile()), keptSeals } });
  await produce(node);
  await network.run(() => node.node.chain.head().height === 1);
  expect(node.failure()).toBeUndefined();
});

test('the newest 32 are kept, and those of another chain apart', async () => {
  const seals = createOwnSeals(profile());
  for (let i = 0; i < 40; i++) await seals.keep('aa'.repeat(32), Uint8Array.of(i));
  expect((await seals.kept('aa'.repeat(32))).map(([first]) => first)).toEqual(
    Array.from({ length: 32 }, (_, i) => i + 8),
  );
  expect(await seals.kept('bb'.repeat(32))).toEqual([]);
  const damaged = createOwnSeals({ update: (_, change) => Promise.resolve(change(Uint8Array.of(200))) });
  expect(await damaged.kept('aa'.repeat(32))).toEqual([]);
});
