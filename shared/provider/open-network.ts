// The network that is open: opened, switched, closed, one step at a time, and opened again when its store has failed in
// a way that may be over: then transactions that wait and production go on. Any other failure, one soon after an opening,
// and a second opening that fails are told as an alarm, and nothing is open then. That blocks which were committed are
// gone is told too. Owns the session; what its node tells goes to the listener that the provider hands in, until the
// session is closed.

import type { ChainMove, Clock, NodeEvent, NodeListeners, Signer } from '../core/node/index.ts';
import type { Hex32, Transaction } from '../core/model/index.ts';
import { apiError, messageOf, noNetwork, type ThrownApiError } from './api-error.ts';
import { errorCodes } from './api.ts';
import type { HowMuch, NetworkToOpen, OpenNetwork, Session } from './backend.ts';
import { type ChainIndex, createChainIndex, noIndex } from './chain-index.ts';
import { isLight } from './light-answers.ts';
import { type NodeFailure, nodeFailureOf, storageFaultName } from './node-failure.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { transactionProof } from './transaction-proof.ts';

/** A session with what the provider keeps beside it. */
export interface Live {
  readonly network: NetworkToOpen;
  readonly session: Session;
  readonly index: ChainIndex;
}

export interface LiveListener {
  readonly onSnapshot: (live: Live) => void;
  readonly onMove: (live: Live, move: ChainMove) => void;
  /** `live` is absent for what a node tells while it is being opened */
  readonly onEvent: (event: NodeEvent, live: Live | undefined) => void;
  /** another network is open, or none */
  readonly onChange: (live: Live | undefined) => void;
  /** `isLost`: nothing is open any more, and a person has to know. */
  readonly onFailure: (failure: NodeFailure, isLost: boolean) => void;
  /** Blocks that were committed were not there when the store was opened again. */
  readonly onBlocksGone: () => void;
}

export interface NetworkHolder {
  readonly live: () => Live | undefined;
  /** Fault: 4900. */
  readonly need: () => Live;
  /** Closes what is open and opens this; what is open already stays so, unless this brings a checkpoint above its head. Fault: 4090 `network-not-opened`; then what was open before is open again. */
  readonly open: (network: NetworkToOpen) => Promise<void>;
  /** Runs the open network in this mode, on the same store. Faults: 4900, 4090 `network-not-opened`. */
  readonly change: (how: HowMuch) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A store that fails again so soon will fail once more. */
const soonMs = 10_000;

/** Of one session, from before its opening to its end. */
interface Life {
  isOver: boolean;
  readonly since: number;
  /** the last block whose commit was done */
  committed: Hex32 | undefined;
}

interface Holding {
  readonly openNetwork: OpenNetwork;
  readonly signer: Signer;
  readonly clock: Pick<Clock, 'now'>;
  readonly listener: LiveListener;
  readonly inTurn: ReturnType<typeof oneAtATime>;
  live: Live | undefined;
  /** of what is open; it is over once it has failed or is being closed */
  life: Life;
}

const listenersOf = (holding: Holding, life: Life): NodeListeners => {
  const { listener } = holding;
  const liveNow = (): Live | undefined => (holding.life === life ? holding.live : undefined);
  const whileAlive = (call: (live: Live) => void): void => {
    const live = liveNow();
    if (live !== undefined && !life.isOver) call(live);
  };
  return {
    onSnapshot: () => {
      whileAlive(listener.onSnapshot);
    },
    onMove: (move) => {
      life.committed = move.applied.at(-1) ?? life.committed;
      whileAlive((live) => {
        listener.onMove(live, move);
      });
    },
    onEvent: (event) => {
      if (!life.isOver) listener.onEvent(event, liveNow());
    },
    transactionProof: async (id) => {
      const live = liveNow();
      try {
        return live === undefined ? undefined : await transactionProof(live, id);
      } catch {
        return undefined; // the store tells its failures to whoever commits
      }
    },
    onFailure: (cause, origin) => {
      if (life.isOver) return;
      life.isOver = true;
      void holding.inTurn(() => revive(holding, life, nodeFailureOf(cause, origin)));
    },
  };
};

const begin = async (holding: Holding, network: NetworkToOpen): Promise<void> => {
  const life: Life = { isOver: false, since: holding.clock.now(), committed: undefined };
  holding.life = life;
  const session = await holding.openNetwork(network, listenersOf(holding, life), holding.signer);
  const index = isLight({ session }) ? noIndex : createChainIndex({ chain: session.node.chain, store: session.store });
  life.committed ??= session.node.chain.head().id;
  holding.live = { network, session, index };
  holding.listener.onChange(holding.live);
};

const end = async (holding: Holding): Promise<void> => {
  const { live } = holding;
  if (live === undefined) return;
  holding.life.isOver = true;
  holding.live = undefined;
  try {
    await live.session.close();
  } catch {
    // A store that has failed may fail to close too; its handle is given up either way.
  }
};

/** More blocks than one commit has. */
const uncommittedMax = 64;

/** The transactions of blocks above the last that was committed, oldest first: they have left the mempool already. */
const uncommitted = ({ node: { chain } }: Session, committed: Hex32 | undefined): readonly Transaction[] => {
  const blocks: (readonly Transaction[])[] = [];
  let at: ReturnType<typeof chain.tree.get> = chain.head();
  while (at !== undefined && at.id !== committed && blocks.length < uncommittedMax) {
    blocks.push(chain.bodyOf(at.id)?.transactions ?? []);
    at = at.parent;
  }
  return blocks.reverse().flat();
};

/** What a node had in memory only, handed to the one that takes its place. */
const carryOver = (from: Session, committed: Hex32 | undefined, { running }: Session): void => {
  const { node } = from;
  const waiting = node.mempool.list().map(({ transaction }) => transaction);
  for (const { bytes } of [...uncommitted(from, committed), ...waiting]) {
    void running.submit({ type: 'submit-transaction', bytes });
  }
  const { running: isProducing, producer, intensityPermille } = node.snapshot().production;
  if (isProducing && producer !== undefined) {
    void running.submit({ type: 'start-producing', producer, intensityPermille });
  }
};

const reopen = async (holding: Holding, { committed }: Life, before: Live): Promise<void> => {
  await begin(holding, before.network);
  const { live, listener } = holding;
  if (live === undefined) return;
  carryOver(before.session, committed, live.session);
  const { chain } = live.session.node;
  const isThere = (id: Hex32): boolean => chain.tree.get(id) !== undefined || chain.heightOf(id) !== undefined;
  if (committed !== undefined && !isThere(committed)) listener.onBlocksGone();
};

const revive = async (holding: Holding, life: Life, failure: NodeFailure): Promise<void> => {
  const { live } = holding;
  // Another network was opened meanwhile, or whoever was opening this one has heard of it already.
  if (holding.life !== life || live === undefined) return;
  await end(holding);
  const again = failure.mayReopen && holding.clock.now() - life.since >= soonMs;
  holding.listener.onFailure(failure, !again);
  if (again) {
    try {
      await reopen(holding, life, live);
      return;
    } catch (cause) {
      holding.listener.onFailure(nodeFailureOf(cause, 'store'), true);
    }
  }
  holding.listener.onChange(undefined);
};

const goBack = async (holding: Holding, before: NetworkToOpen | undefined): Promise<void> => {
  try {
    if (before !== undefined) await begin(holding, before);
  } catch (cause) {
    holding.listener.onFailure(nodeFailureOf(cause, 'store'), true);
  }
  if (holding.live === undefined) holding.listener.onChange(undefined);
};

const notOpened = (cause: unknown): ThrownApiError => {
  const fault = storageFaultName(cause);
  return apiError(errorCodes.notPossibleNow, `The network could not be opened: ${messageOf(cause)}`, {
    reason: 'network-not-opened',
    ...(fault === undefined ? {} : { fault }),
  });
};

/** A newcomer that is given a checkpoint has to be opened again with it; above it the blocks are here already. */
const bringsCheckpoint = ({ network, session }: Live, { checkpoint }: NetworkToOpen): boolean =>
  checkpoint !== undefined &&
  checkpoint.id !== network.checkpoint?.id &&
  checkpoint.height > session.node.chain.head().height;

const replace = async (holding: Holding, network: NetworkToOpen): Promise<void> => {
  const { live, life } = holding;
  const before = live?.network;
  const same = before?.chainId === network.chainId ? live : undefined;
  if (same !== undefined && !bringsCheckpoint(same, network)) return;
  await end(holding);
  try {
    await begin(holding, network);
  } catch (cause) {
    holding.life.isOver = true;
    await goBack(holding, before);
    throw notOpened(cause);
  }
  if (same !== undefined && holding.live !== undefined) carryOver(same.session, life.committed, holding.live.session);
};

/** A full node that has no block yet begins anew where it is told to; on one that has some it makes no difference. */
const startsElsewhere = ({ network, session }: Live, { mode, start = 'auto' }: HowMuch): boolean =>
  mode === 'full' && session.node.chain.head().height === 0 && (network.how?.start ?? 'auto') !== start;

/** Another node on the same store; to a full one goes along what waited. */
const change = async (holding: Holding, how: HowMuch): Promise<void> => {
  const { live, life } = holding;
  if (live === undefined) throw noNetwork();
  const { mode: now } = live.session.node.chain;
  if (now === how.mode && !startsElsewhere(live, how)) return;
  const network = { ...live.network, how };
  await end(holding);
  try {
    await begin(holding, network);
  } catch (cause) {
    holding.life.isOver = true;
    await goBack(holding, live.network);
    throw notOpened(cause);
  }
  if (holding.live !== undefined && how.mode === 'full') carryOver(live.session, life.committed, holding.live.session);
};

export const createNetworkHolder = (
  parts: Pick<Holding, 'openNetwork' | 'signer' | 'clock' | 'listener'>,
): NetworkHolder => {
  const life: Life = { isOver: true, since: 0, committed: undefined };
  const holding: Holding = { ...parts, inTurn: oneAtATime(), live: undefined, life };
  return {
    live: () => holding.live,
    need: () => {
      if (holding.live === undefined) throw noNetwork();
      return holding.live;
    },
    open: (network) => holding.inTurn(() => replace(holding, network)),
    change: (how) => holding.inTurn(() => change(holding, how)),
    close: () =>
      holding.inTurn(async () => {
        await end(holding);
        holding.listener.onChange(undefined);
      }),
  };
};
