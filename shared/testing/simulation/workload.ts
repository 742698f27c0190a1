// People who use the simulated network: accounts that send coins and records through nodes picked at random, as a wallet
// does. Each waits until its last transaction is in a block before it sends another, and says it again elsewhere, now
// and then at a better price, when that takes long. Owns one pending transaction an account. So at the end all must
// have been included, whatever the network did to the nodes in between.

import type { Transaction } from '../../core/model/index.ts';
import { accountAddress, type Hex32 } from '../../core/model/index.ts';
import { toHex } from '../../core/bytes/index.ts';
import type { CommandReply, TabchainNode } from '../../core/node/index.ts';
import { readAccount } from '../../core/state/index.ts';
import { recordOf, type TestWallet, transferOf } from '../test-wallet.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { SimulatedNode } from './simulated-node.ts';
import type { World } from './simulated-network.ts';

export interface WorkloadStatistics {
  readonly sent: number;
  readonly included: number;
  readonly saidAgain: number;
  readonly repriced: number;
}

export interface Workload {
  /** One person does something. */
  readonly act: () => void;
  /** No new transactions from now on; pending ones are still said again. */
  readonly wind: () => void;
  /** transactions whose inclusion nobody has seen yet */
  readonly pending: () => number;
  /** by account: the nonce that the next transaction of each would have */
  readonly nonces: () => ReadonlyMap<Hex32, number>;
  readonly statistics: () => WorkloadStatistics;
}

export interface WorkloadPorts {
  readonly world: World;
  readonly chainId: Hex32;
  readonly wallets: readonly TestWallet[];
  /** nodes that this person may use now */
  readonly nodesOf: (person: number) => readonly SimulatedNode[];
  readonly violated: (what: string) => void;
}

interface Person {
  readonly number: number;
  readonly wallet: TestWallet;
  nonce: number;
  pending: { readonly transaction: Transaction; readonly sentAt: number } | undefined;
}

interface Books {
  readonly ports: WorkloadPorts;
  readonly random: SeededRandom;
  readonly people: readonly Person[];
  isWinding: boolean;
  sent: number;
  included: number;
  saidAgain: number;
  repriced: number;
}

const patienceMs = 20_000;
const repricePermille = 250;
const recordPermille = 250;
const newAccountPermille = 80;
const recordBytesMax = 200;
const amountMax = 1_000_000;
/** Blocks within which a transaction may be included. */
const validForBlocks = 2_000;

/** What a node may answer to a wallet that means well: it lags behind, or has heard of it before. */
const expectedFaults: ReadonlySet<string> = new Set([
  'already-known',
  'nonce-too-low',
  'nonce-too-high',
  'replacement-underpriced',
  'amount-over-balance',
]);

const compose = ({ random, ports, people }: Books, person: Person, height: number, gasPrice: bigint): Transaction => {
  const { wallet, nonce } = person;
  const terms = { chainId: ports.chainId, nonce, gasPrice, validUntil: height + validForBlocks };
  if (random.happens(recordPermille)) return recordOf(wallet, random.bytes(random.between(1, recordBytesMax)), terms);
  const isNew = random.happens(newAccountPermille);
  const to = isNew ? accountAddress(toHex(random.bytes(32))) : random.pick(people).wallet.address;
  return transferOf(wallet, to, BigInt(random.between(1, amountMax)), terms);
};

const hand = (books: Books, node: SimulatedNode, person: Person, transaction: Transaction): void => {
  const { world, violated } = books.ports;
  const { id } = node.character;
  world.log.note(`submit ${id} ${transaction.id.slice(0, 16)} ${transaction.nonce}`);
  const answer = (reply: CommandReply): void => {
    if (reply.ok || expectedFaults.has(reply.error.type)) return;
    violated(`${id}: refuses the transaction ${person.nonce} of an honest wallet: ${reply.error.type}`);
  };
  node.submit({ type: 'submit-transaction', bytes: transaction.bytes }, answer);
};

const send = (books: Books, node: SimulatedNode, core: TabchainNode, person: Person): void => {
  const { random, ports } = books;
  const transaction = compose(books, person, core.chain.head().height, BigInt(random.between(1, 5)));
  person.pending = { transaction, sentAt: ports.world.time.now() };
  books.sent++;
  hand(books, node, person, transaction);
};

const sayAgain = (books: Books, node: SimulatedNode, core: TabchainNode, person: Person, old: Transaction): void => {
  const { random, ports } = books;
  const isRepriced = random.happens(repricePermille);
  if (isRepriced) books.repriced++;
  else books.saidAgain++;
  const transaction = isRepriced ? compose(books, person, core.chain.head().height, 2n * old.gasPrice) : old;
  person.pending = { transaction, sentAt: ports.world.time.now() };
  hand(books, node, person, transaction);
};

const act = (books: Books): void => {
  const { random, ports, people, isWinding } = books;
  const busy = isWinding ? people.filter(({ pending }) => pending !== undefined) : people;
  if (busy.length === 0) return;
  const person = random.pick(busy);
  const nodes = ports.nodesOf(person.number);
  if (nodes.length === 0) return;
  const node = random.pick(nodes);
  const core = node.core();
  if (core === undefined) return;
  const { pending } = person;
  if (pending === undefined) {
    send(books, node, core, person);
    return;
  }
  const account = readAccount(core.chain.state, person.wallet.publicKey);
  if ((account?.nonce ?? 0) > person.nonce) {
    person.nonce++;
    person.pending = undefined;
    books.included++;
  } else if (pending.sentAt + patienceMs < ports.world.time.now()) {
    sayAgain(books, node, core, person, pending.transaction);
  }
};

export const createWorkload = (ports: WorkloadPorts): Workload => {
  const books: Books = {
    ports,
    random: ports.world.random.fork(),
    people: ports.wallets.map((wallet, number) => ({ number, wallet, nonce: 0, pending: undefined })),
    ...{ isWinding: false, sent: 0, included: 0, saidAgain: 0, repriced: 0 },
  };
  const { people } = books;
  return {
    act: () => {
      act(books);
    },
    wind: () => {
      books.isWinding = true;
    },
    pending: () => people.filter(({ pending }) => pending !== undefined).length,
    nonces: () => new Map(people.map(({ wallet, nonce }) => [wallet.publicKey, nonce])),
    statistics: () => {
      const { sent, included, saidAgain, repriced } = books;
      return { sent, included, saidAgain, repriced };
    },
  };
};
