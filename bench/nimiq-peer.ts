// The process in which @nimiq/core 1.6.4 is measured: started by nimiq-contender.ts on a Node that loads it, which may be
// older than ours, so it is handed over as JavaScript. It makes a network of its own, in which people have coins and every
// second hash is a seal, and signed transfers, which its own producer puts into blocks; so Argon2d is one hash a block.
// What it measures is `import`, all blocks from their bytes to a head committed in LMDB on the disk, or `mempool`, all
// transfers from their bytes into an empty mempool. To its advantage: no index of transactions, no pauses between blocks.
// Bounds: as many people and rounds as it is told; one database at a time, in the folder that it is given.

import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Accounts, FullChain, KeyPair, Mempool, NimiqLike, Serializable, Transaction } from './nimiq-like.ts';

export interface NimiqPlan {
  readonly what: 'import' | 'mempool';
  /** who have coins, and of whom everybody sends once in each round */
  readonly people: number;
  /** of an import, blocks; a block holds a transfer of everybody */
  readonly rounds: number;
}

export type NimiqQuestion = { readonly type: 'make'; readonly plan: NimiqPlan } | { readonly type: 'prepare' | 'work' };

export type NimiqAnswer = { readonly done: number } | { readonly failure: string };

interface Opened {
  readonly accounts: Accounts;
  readonly chain: FullChain;
}

const [packageFolder = '', databases = ''] = process.argv.slice(2);
const nimiq = createRequire(join(packageFolder, 'package.json'))('@nimiq/core') as NimiqLike;

const networkId = 3;
/** The largest target that its compact form can say: half of all hashes are below it. */
const easiestTarget = 0x207fffff;
const startingAmount = 1_000_000_000;
/** As many Luna as a transfer has bytes: with less it would count as one of the few free ones of its sender. */
const feeMin = 138;
const time = new nimiq.Time();
const nobody = new nimiq.Address(new Uint8Array(20));

const bytesOf = (one: Serializable): Uint8Array => one.serialize().slice();
const bufferOf = (bytes: Uint8Array) => new nimiq.SerialBuffer(bytes.slice());

/** One Luna from one to the other. */
const signedTransfer = (from: KeyPair, to: KeyPair, fee: number, height: number): Transaction => {
  const { privateKey, publicKey } = from;
  const recipient = to.publicKey.toAddress();
  const transfer = new nimiq.BasicTransaction(publicKey, recipient, 1, fee, height, undefined, networkId);
  transfer.signature = nimiq.Signature.create(privateKey, publicKey, transfer.serializeContent());
  return transfer;
};

/** Everybody sends to somebody who is `distance` away, at prices that leave no order to profit from. */
const transfersOf = (people: readonly KeyPair[], distance: number, height: number): readonly Transaction[] =>
  people.map((sender, at) => {
    const recipient = people[(at + distance) % people.length] ?? sender;
    return signedTransfer(sender, recipient, feeMin + (((at + distance) * 7) % 1009), height);
  });

/** A network in which these people have coins; there is one in each process. */
const found = async (people: readonly KeyPair[]): Promise<void> => {
  nimiq.Log.instance.level = nimiq.Log.WARNING;
  nimiq.Policy.BLOCK_TARGET_MAX = nimiq.BlockUtils.compactToTarget(easiestTarget);
  nimiq.FullChain.SYNCHRONIZER_THROTTLE_WAIT = 0;
  const tree = await nimiq.AccountsTree.createVolatile();
  const entryBytes = 29;
  const encoded = new nimiq.SerialBuffer(2 + people.length * entryBytes);
  encoded.writeUint16(people.length);
  for (const { publicKey } of people) {
    const [address, account] = [publicKey.toAddress(), new nimiq.BasicAccount(startingAmount)];
    address.serialize(encoded);
    account.serialize(encoded);
    await tree.put(address, account);
  }
  await tree.put(nobody, new nimiq.BasicAccount(nimiq.Policy.blockRewardAt(1)));
  const none = new nimiq.Hash(null);
  const body = new nimiq.BlockBody(nobody, []);
  const timestamp = Math.floor(Date.now() / 1000) - 60;
  const header = new nimiq.BlockHeader(none, none, body.hash(), await tree.root(), easiestTarget, 1, timestamp, 0);
  while (!(await header.verifyProofOfWork())) header.nonce += 1;
  nimiq.GenesisConfig.init({
    ...{ NETWORK_ID: networkId, NETWORK_NAME: 'measured', SEED_PEERS: [], SEED_LISTS: [] },
    GENESIS_BLOCK: new nimiq.Block(header, new nimiq.BlockInterlink([], none), body),
    GENESIS_ACCOUNTS: nimiq.BufferUtils.toBase64(encoded),
  });
};

const openInMemory = async (): Promise<Opened> => {
  const accounts = await nimiq.Accounts.createVolatile();
  return { accounts, chain: await nimiq.FullChain.createVolatile(accounts, time) };
};

const accept = async (pool: Mempool, transfer: Transaction): Promise<void> => {
  const verdict = await pool.pushTransaction(transfer);
  if (verdict !== 1) throw new Error(`its mempool refused a transfer: ${verdict}`);
};

const append = async (chain: FullChain, bytes: Uint8Array): Promise<void> => {
  const verdict = await chain.pushBlock(nimiq.Block.unserialize(bufferOf(bytes)));
  if (verdict !== 1) throw new Error(`its chain refused a block: ${verdict}`);
};

/** Blocks as its own producer makes them, each with a transfer of every one of these people. */
const makeBlocks = async (people: readonly KeyPair[], count: number): Promise<readonly Uint8Array[]> => {
  const { accounts, chain } = await openInMemory();
  const pool = new nimiq.Mempool(chain, accounts);
  const producer = new nimiq.BlockProducer(chain, accounts, pool, time);
  const made: Uint8Array[] = [];
  for (let index = 0; index < count; index++) {
    for (const transfer of transfersOf(people, index + 1, chain.height)) await accept(pool, transfer);
    const block = await producer.getNextBlock(nobody);
    if (block.body.transactions.length !== people.length) throw new Error('the transfers do not fit its block');
    while (!(await block.header.verifyProofOfWork())) block.header.nonce += 1;
    made.push(bytesOf(block));
    await append(chain, bytesOf(block));
  }
  return made;
};

interface Turns {
  /** Empties what the next turn fills. */
  readonly prepare: () => Promise<void>;
  /** Fills it; how many transfers that was. */
  readonly work: () => Promise<number>;
}

const importing = async (people: readonly KeyPair[], rounds: number): Promise<Turns> => {
  const blocks = await makeBlocks(people, rounds);
  let close: () => Promise<void> = () => Promise.resolve();
  let chain: FullChain | undefined;
  const prepare = async (): Promise<void> => {
    await close();
    const path = await mkdtemp(join(databases, 'chain-'));
    const database = await new nimiq.ConsensusDB(join(path, 'of-'), false);
    chain = await nimiq.FullChain.getPersistent(database, await nimiq.Accounts.getPersistent(database), time);
    close = async () => {
      await database.close();
      await rm(path, { recursive: true });
    };
  };
  const work = async (): Promise<number> => {
    if (chain === undefined) throw new Error('the turn was not prepared');
    for (const block of blocks) await append(chain, block);
    if (chain.height !== blocks.length + 1) throw new Error(`its chain ends at ${chain.height}`);
    return blocks.length * people.length;
  };
  return { prepare, work };
};

const takingIn = (people: readonly KeyPair[], rounds: number): Turns => {
  const transfers = Array.from({ length: rounds }, (_, round) => transfersOf(people, round + 1, 1).map(bytesOf)).flat();
  let mempool: Mempool | undefined;
  const prepare = async (): Promise<void> => {
    const { accounts, chain } = await openInMemory();
    mempool = new nimiq.Mempool(chain, accounts);
  };
  const work = async (): Promise<number> => {
    if (mempool === undefined) throw new Error('the turn was not prepared');
    for (const transfer of transfers) await accept(mempool, nimiq.Transaction.unserialize(bufferOf(transfer)));
    return mempool.length;
  };
  return { prepare, work };
};

let turns: Turns | undefined;

const make = async ({ what, people: count, rounds }: NimiqPlan): Promise<Turns> => {
  const people = Array.from({ length: count }, () => nimiq.KeyPair.generate());
  await found(people);
  return what === 'import' ? importing(people, rounds) : takingIn(people, rounds);
};

/** How many transfers were worked on. */
const answer = async (question: NimiqQuestion): Promise<number> => {
  if (question.type === 'make') {
    turns = await make(question.plan);
    return 0;
  }
  if (turns === undefined) throw new Error('nothing was made');
  if (question.type === 'work') return turns.work();
  await turns.prepare();
  return 0;
};

const send = (message: NimiqAnswer): void => {
  process.send?.(message);
};

process.on('message', (question: NimiqQuestion) => {
  answer(question).then(
    (done) => send({ done }),
    (reason: unknown) => send({ failure: reason instanceof Error ? (reason.stack ?? reason.message) : String(reason) }),
  );
});
