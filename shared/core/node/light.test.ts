// A light node beside full ones, driven by hand: it follows headers, believes only proofs, pays, and forgets nothing of it at
// a restart.

import { beforeEach, describe, expect, test } from 'vitest';
import {
  createForge,
  createMemoryDisk,
  driveByHand,
  fixedWork,
  type ForgedBlock,
  type HandDrivenNode,
  inWords,
  loadSignatureCheck,
  openMemoryStore,
  testSpec,
  transferOf,
  walletOf,
} from '../../testing/index.ts';
import { checkProofBytes, proveTransaction } from '../proof/index.ts';
import { accountKey, readAccount } from '../state/index.ts';
import { decodeMessage, encodeMessage, type Message } from '../wire/index.ts';
import type { CommandReply, Effect, Store } from './index.ts';
import { serveHeaders } from './serve-stored.ts';
import { headersAt } from './stored-headers.ts';

const signatureCheck = await loadSignatureCheck();
const forge = createForge(testSpec({ consensus: fixedWork(0), reorgLimit: 16, settleDepth: 4 }));
const { chainId, genesis } = forge;
const [payer, payee] = [walletOf(1), walletOf(2)];
const start = forge.spec.genesisTime + 10_000_000;
const pay = (nonce: number, validUntil = 1000) =>
  transferOf(payer, payee.address, 20_000n, { chainId, nonce, validUntil });
const first = forge.build(genesis, { transactions: [pay(0)] });
const blocks: readonly ForgedBlock[] = [first, ...forge.extend(first, 59)];
const tip = blocks.at(-1) ?? genesis;

let light: HandDrivenNode;
let now: number;
/** the full peers of the light node, by name */
let fulls: Map<string, HandDrivenNode>;

const messageOf = (bytes: Uint8Array): Message => {
  const message = decodeMessage(bytes);
  if (!message.ok) throw new Error('a message that cannot be read');
  return message.value;
};

/** What the driver of a full node does with a question about a transaction. */
const transactionProof = ({ node }: HandDrivenNode, id: string): Uint8Array => {
  for (let height = node.chain.head().height; height > 0; height--) {
    const body = node.chain.bodyOf(node.chain.idAt(height) ?? '');
    const proof = body === undefined ? undefined : proveTransaction(node.chain, body, id);
    if (proof !== undefined) return proof;
  }
  return new Uint8Array(0);
};

/** What a full peer answers; `lies` replaces it. */
type Lie = (message: Message) => Message | undefined;
let lies: Map<string, Lie>;

const answersOf = async (name: string, question: Message): Promise<readonly Message[]> => {
  const full = fulls.get(name);
  if (full === undefined) return [];
  const answers: Message[] = [];
  for (const effect of await full.tell('light', question, now)) {
    if (effect.type === 'send' && effect.peer === 'light') answers.push(messageOf(effect.bytes));
    if (effect.type === 'serve-headers') {
      const network = { send: (_peer: string, bytes: Uint8Array) => void answers.push(messageOf(bytes)) };
      const fromStore = <T>(call: (store: Store) => Promise<T>): Promise<T> => call(full.store);
      await serveHeaders({ network, fromStore, onEvent: () => undefined }, effect);
    }
    if (effect.type === 'serve-proof') {
      answers.push({ type: 'proof', request: effect.request, proof: transactionProof(full, effect.id) });
    }
  }
  const lie = lies.get(name);
  return lie === undefined ? answers : answers.map(lie).filter((answer) => answer !== undefined);
};

/** Carries what the light node sends to its peers, and what they answer, until nobody has anything to say. */
const carry = async (effects: readonly Effect[]): Promise<readonly Effect[]> => {
  const all: Effect[] = [...effects];
  for (let next = 0; next < all.length; next++) {
    const effect = all[next];
    if (effect?.type !== 'send') continue;
    for (const answer of await answersOf(effect.peer, messageOf(effect.bytes))) {
      all.push(...(await light.tell(effect.peer, answer, now)));
    }
  }
  return all;
};

let commands = 0;
const command = async (input: Parameters<typeof light.give>[0]): Promise<readonly Effect[]> =>
  carry(await light.give(input, now));
const submit = (bytes: Uint8Array) =>
  command({ type: 'command', number: ++commands, command: { type: 'submit-transaction', bytes } });
const askAccount = (account: string) =>
  command({
    type: 'command',
    number: ++commands,
    command: { type: 'ask-proof', subject: { kind: 'record', key: accountKey(account) } },
  });
const askTransaction = (id: string) =>
  command({
    type: 'command',
    number: ++commands,
    command: { type: 'ask-proof', subject: { kind: 'transaction', id } },
  });
const replyIn = (effects: readonly Effect[]): CommandReply | undefined =>
  effects.flatMap((effect) => (effect.type === 'reply' ? [effect.reply] : []))[0];
const told = (effects: readonly Effect[]) =>
  effects.flatMap((effect) => (effect.type === 'event' && effect.event.type === 'transaction' ? [effect.event] : []));
const tick = async (ms: number) => {
  now += ms;
  return command({ type: 'tick' });
};

const fullAt = async (name: string, chain: readonly ForgedBlock[]): Promise<HandDrivenNode> => {
  const full = await driveByHand(forge, signatureCheck);
  await full.peerUp('light', now);
  fulls.set(name, full);
  await extend(name, chain);
  return full;
};
const extend = async (name: string, chain: readonly ForgedBlock[]): Promise<void> => {
  for (const { bytes } of chain) await fulls.get(name)?.tell('light', { type: 'block', block: bytes }, now);
};
const claimOf = async (name: string): Promise<readonly Effect[]> => {
  const head = fulls.get(name)?.node.chain.head();
  if (head === undefined) return [];
  const { id, height, weight } = head;
  return carry(await light.tell(name, { type: 'status', head: id, height, weight }, now));
};
const meet = async (name: string): Promise<readonly Effect[]> => {
  const up = await carry(await light.peerUp(name, now));
  return [...up, ...(await claimOf(name))];
};

beforeEach(async () => {
  now = start;
  fulls = new Map();
  lies = new Map();
  light = await driveByHand(forge, signatureCheck, { mode: 'light' });
});

describe('headers', () => {
  test('are followed to the head without any block, and old ones leave memory', async () => {
    await fullAt('a', blocks);
    const words = inWords(await meet('a'));
    const { chain } = light.node;
    expect(chain.head().id).toBe(tip.id);
    expect(words.some((word) => word.includes('get-blocks'))).toBe(false);
    expect(chain.tree.base().height).toBe(32);
    expect(chain.idAt(3)).toBe(blocks[2]?.id);
    const shown = await headersAt({ chain, store: light.store }, [60, 33, 31, 7, 8, 1, 0, 61]);
    expect(shown.map((header) => header?.header.height)).toEqual([60, 33, 31, 7, 8, 1, 0, undefined]);
    expect(light.node.snapshot()).toMatchObject({ mode: 'light', height: 60, verifiedSince: 61 });
    expect(await light.store.scan('body', '', 1)).toEqual([]);
  });

  test('a restart goes on from those that are stored, and a damaged store begins anew', async () => {
    const disk = createMemoryDisk();
    light = await driveByHand(forge, signatureCheck, { mode: 'light', store: openMemoryStore(disk) });
    await fullAt('a', blocks);
    await meet('a');
    light = await driveByHand(forge, signatureCheck, { mode: 'light', store: openMemoryStore(disk) });
    expect(light.loaded.how).toBe('restored');
    expect(light.node.chain.head().id).toBe(tip.id);
    const store = openMemoryStore(disk);
    await store.commit([['meta', 'head', Uint8Array.of(1)]], 'strict');
    light = await driveByHand(forge, signatureCheck, { mode: 'light', store });
    expect(light.loaded).toMatchObject({ how: 'rebuilt', reason: 'the head record is damaged' });
    await meet('a');
    expect(light.node.chain.head().id).toBe(tip.id);
  });

  test('the heavier branch is followed', async () => {
    await fullAt('a', blocks.slice(0, 5));
    await meet('a');
    const branch = forge.extend(blocks[2] ?? genesis, 4, { producer: payee.publicKey });
    await fullAt('b', [...blocks.slice(0, 3), ...branch]);
    await meet('b');
    expect(light.node.chain.head().id).toBe(branch.at(-1)?.id);
  });

  test('a full store becomes a light one with its headers, and a light one an empty full one', async () => {
    const disk = createMemoryDisk();
    const full = await driveByHand(forge, signatureCheck, { store: openMemoryStore(disk) });
    await full.peerUp('p', now);
    for (const { bytes } of blocks) await full.tell('p', { type: 'block', block: bytes }, now);
    light = await driveByHand(forge, signatureCheck, { mode: 'light', store: openMemoryStore(disk) });
    expect(light.node.chain.head().id).toBe(tip.id);
    for (const table of ['body', 'undo', 'snapshot'] as const) expect(await light.store.scan(table, '', 1)).toEqual([]);
    const again = await driveByHand(forge, signatureCheck, { store: openMemoryStore(disk) });
    expect(again.loaded.how).toBe('fresh');
    expect(await again.store.scan('meta', '', 9)).toEqual([]);
    expect(await again.store.scan('header', '', 9)).toEqual([]);
  });
});

describe('blocks that are pushed', () => {
  const next = forge.build(tip, { transactions: [pay(1)] });
  test('are checked without state, passed on once, and give their header', async () => {
    await fullAt('a', blocks);
    await meet('a');
    const gossip = await light.gossip('a', { type: 'block', block: next.bytes }, now);
    expect(inWords(gossip)).toContain('judge accept');
    expect(light.node.chain.head().id).toBe(next.id);
    expect(inWords(await light.gossip('a', { type: 'block', block: next.bytes }, now))).toContain('judge ignore');
  });

  test('a body that is not the one of the header is refused', async () => {
    await fullAt('a', blocks);
    await meet('a');
    const forged = forge.build(tip, { lie: { transactionRoot: chainId } });
    expect(inWords(await light.gossip('a', { type: 'block', block: forged.bytes }, now))).toContain('judge reject');
  });

  test('a head whose body breaks a rule is left again', async () => {
    await fullAt('a', blocks);
    await meet('a');
    const twice = forge.build(tip, { transactions: [pay(1), pay(1)] });
    await light.tell('a', { type: 'announce', header: twice.block }, now);
    expect(light.node.chain.head().id).toBe(twice.id);
    await light.gossip('a', { type: 'block', block: twice.bytes }, now);
    expect(light.node.chain.head().id).toBe(tip.id);
  });

  test('an announcement is not passed on: it would promise the body', async () => {
    await fullAt('a', blocks);
    await meet('a');
    expect(inWords(await light.gossip('a', { type: 'announce', header: next.block }, now))).toContain('judge ignore');
    expect(light.node.chain.head().id).toBe(next.id);
  });

  test('peers hear that it stands at the genesis block, get headers, and no blocks', async () => {
    await fullAt('a', blocks);
    await meet('a');
    const status = (await light.peerUp('q', now)).find((effect) => effect.type === 'send');
    expect(status?.type === 'send' && messageOf(status.bytes)).toMatchObject({ type: 'status', height: 0, weight: 0n });
    const asked = await light.tell('q', { type: 'get-blocks', request: 1, ids: [tip.id, chainId] }, now);
    expect(asked.filter(({ type }) => type === 'serve-bodies')).toEqual([]);
    expect(inWords(asked)).toContain('send q blocks');
    const headers = await light.tell('q', { type: 'get-headers', request: 2, locator: [blocks[40]?.id ?? ''] }, now);
    expect(inWords(headers)).toContain('send q headers');
  });
});

describe('proofs', () => {
  test('an account is believed when the proof is about our chain', async () => {
    await fullAt('a', blocks);
    await meet('a');
    const reply = replyIn(await askAccount(payer.publicKey));
    const bytes = reply?.ok === true ? reply.value.proof : undefined;
    const fact = checkProofBytes(bytes ?? new Uint8Array(0), light.node.signatureCheck);
    expect(fact).toMatchObject({ ok: true, value: { height: 60, block: tip.id, kind: 'account' } });
    expect(readAccount(light.node.accounts, payer.publicKey)).toEqual(readAccount(tip.state, payer.publicKey));
  });

  test('an account that is not there is proved too', async () => {
    await fullAt('a', blocks);
    await meet('a');
    const reply = replyIn(await askAccount(walletOf(77).publicKey));
    const fact = checkProofBytes(
      reply?.ok === true ? (reply.value.proof ?? new Uint8Array(0)) : new Uint8Array(0),
      light.node.signatureCheck,
    );
    expect(fact).toMatchObject({ ok: true, value: { record: undefined } });
  });

  test('blocks that the peer knows and we do not come with the proof', async () => {
    await fullAt('a', blocks.slice(0, 58));
    await meet('a');
    await extend('a', blocks.slice(58));
    expect(replyIn(await askAccount(payer.publicKey))?.ok).toBe(true);
    expect(light.node.chain.head().id).toBe(tip.id);
  });

  test('a proof that does not hold costs its sender everything, and the next is asked', async () => {
    await fullAt('a', blocks);
    await fullAt('b', blocks);
    lies.set('a', (answer) => {
      if (answer.type !== 'proof') return answer;
      const proof = answer.proof.slice();
      proof[proof.length - 2] = (proof.at(-2) ?? 0) ^ 1;
      return { ...answer, proof };
    });
    await meet('a');
    await meet('b');
    const effects = await askAccount(payer.publicKey);
    expect(inWords(effects).filter((word) => word.startsWith('penalise'))).toEqual(['penalise a 100 proof-claim']);
    expect(replyIn(effects)?.ok).toBe(true);
  });

  test('a proof of another account is a lie', async () => {
    const full = await fullAt('a', blocks);
    await meet('a');
    lies.set('a', (answer) => {
      if (answer.type !== 'proof') return answer;
      const other = full.node.handle(
        {
          type: 'network',
          event: {
            type: 'message',
            peer: 'light',
            bytes: encodeMessage({
              type: 'get-proof',
              request: answer.request,
              subject: { kind: 'record', key: accountKey(payee.publicKey) },
            }),
          },
        },
        now,
      );
      const sent = other.find((effect) => effect.type === 'send');
      return sent?.type === 'send' ? messageOf(sent.bytes) : answer;
    });
    expect(inWords(await askAccount(payer.publicKey))).toContain('penalise a 100 proof-of-something-else');
  });

  test('one about a branch that is not ours is not believed, and not punished', async () => {
    const branch = forge.extend(blocks[57] ?? genesis, 1, { producer: payee.publicKey });
    await fullAt('a', blocks);
    await meet('a');
    const behind = await fullAt('b', [...blocks.slice(0, 58), ...branch]);
    await meet('b');
    light = await driveByHand(forge, signatureCheck, { mode: 'light', store: light.store });
    await carry(await light.peerUp('b', now));
    const { id, height, weight } = behind.node.chain.head();
    await light.tell('b', { type: 'status', head: id, height, weight }, now);
    const effects = [
      ...(await askAccount(payer.publicKey)),
      ...(await tick(400)),
      ...(await tick(400)),
      ...(await tick(400)),
    ];
    expect(inWords(effects).filter((word) => word.startsWith('penalise'))).toEqual([]);
    expect(replyIn(effects)).toEqual({ ok: false, error: { type: 'proof-not-found', reason: 'no-answer' } });
  });

  test('silent peers are waited for two seconds and then longer; after ten it is over', async () => {
    for (const name of ['a', 'b', 'c']) {
      await fullAt(name, blocks);
      await meet(name);
      lies.set(name, () => undefined);
    }
    const asked = (effects: readonly Effect[]) => inWords(effects).filter((word) => word.endsWith('get-proof')).length;
    expect(asked(await askAccount(payer.publicKey))).toBe(1);
    expect(asked(await tick(1999))).toBe(0);
    expect(asked(await tick(1))).toBe(1);
    expect(asked(await tick(3999))).toBe(0);
    expect(asked(await tick(1))).toBe(1);
    expect(replyIn(await tick(3999))).toBeUndefined();
    expect(replyIn(await tick(1))).toEqual({ ok: false, error: { type: 'proof-not-found', reason: 'no-answer' } });
  });

  test('without a full peer it is over after ten seconds; one that comes meanwhile is asked', async () => {
    expect(replyIn(await askAccount(payer.publicKey))).toBeUndefined();
    expect(replyIn(await tick(10_000))).toEqual({ ok: false, error: { type: 'proof-not-found', reason: 'no-peer' } });
    await askAccount(payer.publicKey);
    await fullAt('a', blocks);
    expect(replyIn(await meet('a'))?.ok).toBe(true);
  });

  test('a transaction is proved where a block has it', async () => {
    await fullAt('a', blocks);
    await meet('a');
    expect(replyIn(await askTransaction(pay(0).id))?.ok).toBe(true);
    expect(replyIn(await askTransaction(pay(9).id))).toEqual({
      ok: false,
      error: { type: 'proof-not-found', reason: 'none' },
    });
  });

  test('a full node gives each peer forty at once and ten a second', async () => {
    const full = await fullAt('a', blocks);
    const question: Message = { type: 'get-proof', request: 1, subject: { kind: 'record', key: accountKey(chainId) } };
    const answered = async (count: number): Promise<number> => {
      let sum = 0;
      for (let i = 0; i < count; i++) {
        sum += inWords(await full.tell('light', question, now)).filter((word) => word === 'send light proof').length;
      }
      return sum;
    };
    expect(await answered(60)).toBe(40);
    now += 1000;
    expect(await answered(60)).toBe(10);
  });
});

describe('paying', () => {
  const included = forge.build(tip, { transactions: [pay(1)] });

  test('the payment goes to all full peers, again after 30 s, and is followed until it is settled', async () => {
    await fullAt('a', blocks);
    await fullAt('b', blocks);
    await meet('a');
    await meet('b');
    const sent = await submit(pay(1).bytes);
    expect(replyIn(sent)).toEqual({ ok: true, value: { id: pay(1).id } });
    expect(inWords(sent).filter((word) => word.endsWith(' transactions'))).toEqual([
      'publish transactions',
      'send a transactions',
      'send b transactions',
    ]);
    expect(fulls.get('b')?.node.mempool.get(pay(1).id)).toBeDefined();
    expect(inWords(await tick(29_999))).not.toContain('send a transactions');
    expect(inWords(await tick(1))).toContain('send a transactions');
    await extend('a', [included]);
    await extend('b', [included]);
    const after = await claimOf('a');
    expect(told(after)).toEqual([{ type: 'transaction', id: pay(1).id, status: 'included' }]);
    expect(light.node.mempool.count()).toBe(0);
    expect(light.node.ownPayment(pay(1).id)).toEqual({ height: 61, block: included.id });
    const more = forge.extend(included, 5);
    await extend('a', more);
    await claimOf('a');
    expect(light.node.ownPayment(pay(1).id)).toBeUndefined();
  });

  test('one whose block leaves the chain waits again', async () => {
    const other = forge.extend(tip, 3, { producer: payee.publicKey });
    await fullAt('b', blocks);
    await meet('b');
    expect(replyIn(await submit(pay(1).bytes))?.ok).toBe(true);
    await extend('b', [included]);
    await claimOf('b');
    expect(light.node.ownPayment(pay(1).id)).toBeDefined();
    await extend('b', other);
    const back = await claimOf('b');
    expect(told(back)).toContainEqual({ type: 'transaction', id: pay(1).id, status: 'pending' });
    expect(light.node.mempool.get(pay(1).id)).toBeDefined();
    expect(light.node.ownPayment(pay(1).id)).toBeUndefined();
  });

  test('one that no block may have any more is dropped', async () => {
    await fullAt('a', blocks);
    await meet('a');
    await submit(pay(1, 61).bytes);
    await extend('a', forge.extend(tip, 2));
    expect(told(await claimOf('a'))).toEqual([
      { type: 'transaction', id: pay(1, 61).id, status: 'dropped', reason: 'expired' },
    ]);
  });

  test('a wrong signature, a missing balance and a producer are refused', async () => {
    await fullAt('a', blocks);
    await meet('a');
    const forged = { ...pay(1) }.bytes.slice();
    forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1;
    expect(replyIn(await submit(forged))).toMatchObject({ ok: false, error: { type: 'signature-invalid' } });
    const poor = transferOf(walletOf(77), payee.address, 1n, { chainId, nonce: 0, validUntil: 1000 });
    expect(replyIn(await submit(poor.bytes))).toMatchObject({ ok: false, error: { type: 'sender-unknown' } });
    const started = await light.give(
      {
        type: 'command',
        number: ++commands,
        command: { type: 'start-producing', producer: payer.publicKey, intensityPermille: 1000 },
      },
      now,
    );
    expect(replyIn(started)).toEqual({ ok: false, error: { type: 'producing-not-possible', reason: 'light-mode' } });
  });
});
