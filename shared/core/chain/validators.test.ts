/** Who rules next, as headers promise it and blocks give it: lies are found where they can be, and never before. */
import { beforeAll, describe, expect, test } from 'vitest';
import {
  createForge,
  driveByHand,
  inWords,
  loadSignatureCheck,
  longAfter,
  offerBlock,
  openTestChain,
  testSpec,
  walletOf,
} from '../../testing/index.ts';
import { toHex } from '../bytes/index.ts';
import { type SignatureCheck, signMessage } from '../crypto/index.ts';
import { type Block, encodeValidators, sealSigningBytes, type Validators, validatorsHashOf } from '../model/index.ts';

const signers = [21, 22, 23].map(walletOf);
const keys = signers.map(({ publicKey }) => publicKey);
const slotMs = 1000;
const consensus = { kind: 'poa', slotMs, admin: keys[0] ?? '', signers: keys, activationDelay: 10 } as const;
const forge = createForge(testSpec({ consensus }));
const { genesisTime } = forge.spec;
const at = (slot: number) => ({ wallet: walletOf(21 + (slot % 3)), time: genesisTime + slot * slotMs });
const first = forge.build(forge.genesis, at(1));
const mine: Validators = { kind: 'signers', signers: [keys[1] ?? ''] };
const honest = encodeValidators({ kind: 'signers', signers: keys });

/** The first signer names itself alone for all that follows. */
const usurped = (): Block => {
  const field = first.header.consensus;
  if (field.kind !== 'poa') throw new Error('another kind');
  const lie = { consensus: { ...field, nextValidatorsHash: validatorsHashOf(mine) } };
  return forge.build(forge.genesis, { ...at(1), lie }).block;
};

let check: SignatureCheck;
beforeAll(async () => {
  check = await loadSignatureCheck();
});

describe('a header that promises others than those who ruled', () => {
  test('and does not say whom cannot be judged', () => {
    const chain = openTestChain(forge, check);
    expect(offerBlock(chain, usurped())).toMatchObject({ at: 'header', fault: { type: 'header-validators-missing' } });
  });

  test('and says somebody else, or nothing that can be read, is refused as a message', () => {
    const chain = openTestChain(forge, check);
    for (const validators of [honest, new Uint8Array(5)]) {
      const offered = offerBlock(chain, { ...usurped(), validators });
      expect(offered).toMatchObject({ at: 'header', fault: { type: 'header-next-validators' } });
    }
    expect(offerBlock(chain, first.block)).toEqual({ type: 'head' });
  });

  test('is found out when its block is executed, and is left with all above it', () => {
    const chain = openTestChain(forge, check);
    const lie = { ...usurped(), validators: encodeValidators(mine) };
    expect(offerBlock(chain, lie)).toMatchObject({ at: 'execution', fault: { type: 'block-validators' } });
    expect(chain.head().height).toBe(0);
    expect(offerBlock(chain, first.block)).toEqual({ type: 'head' });
    expect(chain.acceptHeader(lie, longAfter)).toMatchObject({ error: { type: 'header-known-invalid' } });
  });
});

describe('two headers of one key in one slot', () => {
  const second = forge.build(first, at(2));
  const rivals = [1, 2, 3].map((gasUsed) => forge.build(first, { ...at(2), lie: { gasUsed } }).block);

  test('are told once, a third is not taken in unless its chain is asked for', async () => {
    const node = await driveByHand(forge, check);
    const now = genesisTime + 3 * slotMs;
    await node.peerUp('p', now);
    await node.tell('p', { type: 'block', block: first.bytes }, now);
    await node.tell('p', { type: 'announce', header: second.block }, now);
    const [twice, third] = rivals;
    if (twice === undefined || third === undefined) throw new Error('no rivals');
    const effects = await node.tell('p', { type: 'announce', header: twice }, now);
    const told = effects.flatMap((effect) => (effect.type === 'event' ? [effect.event] : []));
    const [low, high] = second.id < twice.id ? [second.block, twice] : [twice, second.block];
    expect(told).toContainEqual({ type: 'equivocation', first: low.bytes, second: high.bytes });
    const later = await node.tell('p', { type: 'announce', header: third }, now);
    expect(inWords(later).join()).not.toContain('equivocation');
    expect(node.node.chain.tree.get(twice.id)).toBeDefined();
    expect(node.node.chain.tree.get(third.id)).toBeUndefined();
    expect(inWords(later).join()).toContain('get-headers');
  });
});

describe('two headers of this node’s own key in one slot', () => {
  test('are told like those of any other, when the second comes from elsewhere', async () => {
    const node = await driveByHand(forge, check);
    const { wallet, time } = at(1);
    const command = { type: 'start-producing', producer: wallet.publicKey, intensityPermille: 1000 } as const;
    const started = await node.give({ type: 'command', number: 1, command }, time);
    const [task] = started.flatMap((effect) => (effect.type === 'sign' ? [effect.task] : []));
    if (task === undefined) throw new Error('nothing to sign');
    const { chainId, sealDigest } = task;
    const signature = signMessage(wallet.seed, sealSigningBytes(chainId, toHex(sealDigest)));
    await node.give({ type: 'signed', sealDigest, answer: { ok: true, signature } }, time);
    const own = node.node.chain.head().id;
    expect(node.node.chain.head().height).toBe(1);

    await node.peerUp('p', time);
    const other = forge.build(forge.genesis, { ...at(1), lie: { gasUsed: 1 } });
    expect(other.id).not.toBe(own);
    const effects = await node.tell('p', { type: 'announce', header: other.block }, time);
    const told = effects.flatMap((effect) => (effect.type === 'event' ? [effect.event.type] : []));
    expect(told).toContain('equivocation');
  });
});

describe('a header from the future', () => {
  test('is held until its slot begins', async () => {
    const node = await driveByHand(forge, check);
    const early = genesisTime + slotMs - 101;
    await node.peerUp('p', early);
    await node.tell('p', { type: 'block', block: first.bytes }, early);
    expect(node.node.chain.head().height).toBe(0);
    await node.give({ type: 'tick' }, genesisTime + slotMs - 100);
    expect(node.node.chain.head().id).toBe(first.id);
  });
});
