// What must hold in every simulation after every event, whatever the network does to the honest nodes: settled blocks
// agree and stay, every state is what the model says, nobody honest loses points, no queue outgrows its bound, and a
// crash takes back nothing that was strictly committed. Owns one ledger of the model per block that anyone applied.

import { equalBytes } from '../../core/bytes/index.ts';
import { type BlockNode, sealedOf } from '../../core/chain/index.ts';
import { mempoolLimits } from '../../core/mempool/index.ts';
import { encodeAccount, type Hex32 } from '../../core/model/index.ts';
import type { ChainMove, LoadedChain, NodeSnapshot, PeerId, TabchainNode } from '../../core/node/index.ts';
import { accountKey } from '../../core/state/index.ts';
import { decodeMessage } from '../../core/wire/index.ts';
import { type Ledger, ledgerAfter, ledgerOfGenesis, rootOf, supplyOf } from './ledger.model.ts';
import type { ChainRules, SimulatedNode } from './simulated-node.ts';

export interface Invariants {
  readonly onStart: (node: SimulatedNode, loaded: LoadedChain) => void;
  readonly onMove: (node: SimulatedNode, move: ChainMove) => void;
  readonly onSnapshot: (node: SimulatedNode, snapshot: NodeSnapshot) => void;
  readonly onPenalty: (by: PeerId, peer: PeerId, points: number, reason: string) => void;
  readonly onSend: (from: PeerId, bytes: Uint8Array, limit: number) => void;
  /** Something else went wrong. */
  readonly violated: (what: string) => void;
  readonly violations: () => readonly string[];
  readonly statistics: () => ChainStatistics;
}

export interface ChainStatistics {
  readonly reorganisations: number;
  readonly deepestReorganisation: number;
  /** blocks that a crash took back from a node */
  readonly rolledBack: number;
  readonly blocksModelled: number;
}

/** As shared/core/chain/chain.ts and shared/core/sync/sync.ts bound them. */
const sideHeadersMax = 20_000;
const windowBlocks = 128;
const getHeadersKind = 2;
const getBlocksKind = 4;
/** One question at a time with a round trip between: whoever asks more often is going round in circles. */
const headerQuestionsMax = 50;
const questionsWithinMs = 10_000;

interface Modelled {
  readonly ledger: Ledger;
  readonly root: Hex32;
}

interface Watched {
  head: Hex32 | undefined;
  height: number;
  /** highest settled block that was compared with the others' */
  settledTo: number;
  /** the head as of the last strict commit */
  durable: BlockNode | undefined;
  /** when it began to count its questions for headers (ms), and how many there were since */
  countsSince: number;
  headerQuestions: number;
}

interface Books {
  readonly rules: ChainRules;
  readonly now: () => number;
  readonly watched: Map<PeerId, Watched>;
  readonly modelled: Map<Hex32, Modelled>;
  /** by height: what the first honest node to settle it holds there */
  readonly settled: Hex32[];
  readonly violations: string[];
  reorganisations: number;
  deepestReorganisation: number;
  rolledBack: number;
}

const watch = (books: Books, node: SimulatedNode): Watched => {
  const { id } = node.character;
  const fresh = { head: undefined, height: 0, settledTo: 0, durable: undefined, countsSince: 0, headerQuestions: 0 };
  const known = books.watched.get(id) ?? fresh;
  books.watched.set(id, known);
  return known;
};

/** The model's ledger at a block of this node's chain, replayed from the nearest block that is known. */
const modelAt = (books: Books, core: TabchainNode, block: BlockNode): Modelled => {
  const pending: BlockNode[] = [];
  let at = block;
  let known = books.modelled.get(at.id);
  while (known === undefined) {
    pending.push(at);
    if (at.parent === undefined) throw new Error('the model does not know this genesis block');
    at = at.parent;
    known = books.modelled.get(at.id);
  }
  for (const next of pending.reverse()) {
    const body = core.chain.bodyOf(next.id);
    if (body === undefined) throw new Error(`the body of block ${next.id.slice(0, 8)} is not at hand`);
    const ledger = ledgerAfter(known.ledger, body, books.rules.spec);
    known = { ledger, root: rootOf(ledger) };
    books.modelled.set(next.id, known);
  }
  return known;
};

/** Every record of the state is the model's, there are no others, and the sums are right. */
const stateProblem = (books: Books, core: TabchainNode): string | undefined => {
  const { chain } = core;
  const head = chain.head();
  const { ledger, root } = modelAt(books, core, head);
  if (sealedOf(head).header.stateRoot !== root) return `the header's state root is not the model's`;
  if (chain.state.root() !== root) return `the state root is not the model's`;

  const records = [...chain.state.entries()].length - ledger.others.length;
  if (records !== ledger.balances.size) return `${records} accounts, ${ledger.balances.size} in the model`;
  let supply = 0n;
  for (const [account, balance] of ledger.balances) {
    const record = chain.state.get(accountKey(account));
    const expected = encodeAccount({ balance, nonce: ledger.nonces.get(account) ?? 0 });
    if (record === undefined || !equalBytes(record, expected)) return `the account ${account.slice(0, 8)} is wrong`;
    supply += balance;
  }
  const expected = supplyOf(ledger, books.rules.spec);
  return supply === expected ? undefined : `a supply of ${supply} instead of ${expected}`;
};

const settledProblem = (books: Books, watched: Watched, core: TabchainNode, settledTo: number): string | undefined => {
  for (let height = watched.settledTo + 1; height <= settledTo; height++) {
    const id = core.chain.idAt(height);
    if (id === undefined) return `no block at height ${height}`;
    const agreed = (books.settled[height] ??= id);
    if (agreed !== id) return `block ${id.slice(0, 8)} settled at height ${height}, elsewhere ${agreed.slice(0, 8)}`;
  }
  watched.settledTo = Math.max(watched.settledTo, settledTo);
  return undefined;
};

const boundProblem = ({ mempool, chain }: TabchainNode): string | undefined => {
  if (mempool.count() > mempoolLimits.countMax) return `${mempool.count()} transactions wait`;
  if (mempool.bytes() > mempoolLimits.bytesMax) return `${mempool.bytes()} bytes of transactions wait`;
  const beside = chain.tree.count() - (chain.bestHeader().height - chain.tree.base().height);
  return beside > sideHeadersMax + 1 ? `${beside} headers beside the chain` : undefined;
};

const onSnapshot = (books: Books, node: SimulatedNode, snapshot: NodeSnapshot): string | undefined => {
  const core = node.core();
  if (core === undefined) return undefined;
  const watched = watch(books, node);
  const head = core.chain.head();
  // The driver runs ahead of its commits: what is published was committed, and the core may stand further on.
  const published = core.chain.tree.get(snapshot.head);
  if (published?.status !== 'applied') return 'the snapshot is not of a block that was executed';
  if (node.atRisk() === 0) watched.durable = published;
  const bound = boundProblem(core);
  if (bound !== undefined || watched.head === head.id) return bound;
  watched.head = head.id;
  watched.height = head.height;
  const settledHeight = Math.max(0, head.height - books.rules.spec.settleDepth);
  return stateProblem(books, core) ?? settledProblem(books, watched, core, settledHeight);
};

const onMove = (books: Books, node: SimulatedNode, { reverted }: ChainMove): string | undefined => {
  if (reverted.length === 0) return undefined;
  books.reorganisations++;
  books.deepestReorganisation = Math.max(books.deepestReorganisation, reverted.length);
  const lowest = node.core()?.chain.tree.get(reverted.at(-1) ?? '')?.height;
  const { settledTo } = watch(books, node);
  return lowest !== undefined && lowest <= settledTo
    ? `the settled block at height ${lowest} was taken back`
    : undefined;
};

const onStart = (books: Books, node: SimulatedNode, { chain, how }: LoadedChain): string | undefined => {
  const watched = watch(books, node);
  const head = chain.head();
  const { durable } = watched;
  books.rolledBack += Math.max(0, watched.height - head.height);
  watched.settledTo = 0; // all of it is compared again
  watched.head = undefined;
  if (how === 'rebuilt') return 'a crash alone made it execute its blocks again';
  if (durable !== undefined && head.weight < durable.weight) return `the strict commit of ${durable.height} is lost`;
  return undefined;
};

const stormProblem = (watched: Watched, now: number): string | undefined => {
  if (now >= watched.countsSince + questionsWithinMs) {
    watched.countsSince = now;
    watched.headerQuestions = 0;
  }
  watched.headerQuestions++;
  return watched.headerQuestions > headerQuestionsMax ? 'it asks for headers without end' : undefined;
};

const sendProblem = (books: Books, node: SimulatedNode, bytes: Uint8Array, limit: number): string | undefined => {
  if (bytes.length > limit) return `a message of ${bytes.length} bytes`;
  if (bytes[0] === getHeadersKind) return stormProblem(watch(books, node), books.now());
  const core = node.core();
  if (bytes[0] !== getBlocksKind || core === undefined) return undefined;
  const message = decodeMessage(bytes);
  if (!message.ok || message.value.type !== 'get-blocks') return 'a message of its own that it could not read';
  const highest = core.chain.head().height + windowBlocks;
  const isBeyond = (id: Hex32): boolean => (core.chain.tree.get(id)?.height ?? Infinity) > highest;
  return message.value.ids.some(isBeyond) ? 'it asks for bodies beyond its window' : undefined;
};

const createBooks = (rules: ChainRules, chainId: Hex32, now: () => number): Books => {
  const ledger = ledgerOfGenesis(rules.spec);
  return {
    rules,
    now,
    watched: new Map(),
    modelled: new Map([[chainId, { ledger, root: rootOf(ledger) }]]),
    settled: [chainId],
    violations: [],
    reorganisations: 0,
    deepestReorganisation: 0,
    rolledBack: 0,
  };
};

/** `nodes` may still grow. */
export const createInvariants = (
  rules: ChainRules,
  nodes: ReadonlyMap<PeerId, SimulatedNode>,
  chainId: Hex32,
  now: () => number,
): Invariants => {
  const books = createBooks(rules, chainId, now);
  const note = (node: SimulatedNode, problem: () => string | undefined): void => {
    if (!node.character.isHonest) return;
    let what: string | undefined;
    try {
      what = problem();
    } catch (cause) {
      what = String(cause);
    }
    if (what !== undefined) books.violations.push(`${node.character.id}: ${what}`);
  };
  const isHonest = (id: PeerId): boolean => nodes.get(id)?.character.isHonest === true;
  return {
    onStart: (node, loaded) => {
      note(node, () => onStart(books, node, loaded));
    },
    onMove: (node, move) => {
      note(node, () => onMove(books, node, move));
    },
    onSnapshot: (node, snapshot) => {
      note(node, () => onSnapshot(books, node, snapshot));
    },
    onPenalty: (by, peer, points, reason) => {
      if (!isHonest(by) || !isHonest(peer)) return;
      books.violations.push(`${by}: takes ${points} points from ${peer}, which is honest: ${reason}`);
    },
    onSend: (from, bytes, limit) => {
      const node = nodes.get(from);
      if (node !== undefined) note(node, () => sendProblem(books, node, bytes, limit));
    },
    violated: (what) => {
      books.violations.push(what);
    },
    violations: () => books.violations,
    statistics: () => ({
      reorganisations: books.reorganisations,
      deepestReorganisation: books.deepestReorganisation,
      rolledBack: books.rolledBack,
      blocksModelled: books.modelled.size - 1,
    }),
  };
};
