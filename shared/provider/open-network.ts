// The network that is open: opened, switched, closed, one step at a time, and opened again when its store has failed.
// A failure soon after an opening, or a second opening that fails, is told as an alarm, and nothing is open then. Owns
// the session; what its node tells goes to the listener that the provider hands in, until the session is closed.

import type { ChainMove, Clock, NodeEvent, NodeListeners } from '../core/node/index.ts';
import { messageOf, noNetwork, notPossibleNow } from './api-error.ts';
import type { NetworkToOpen, OpenNetwork, Session } from './backend.ts';
import { type ChainIndex, createChainIndex } from './chain-index.ts';
import { oneAtATime } from './one-at-a-time.ts';

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
  readonly onFailure: (what: string, isLost: boolean) => void;
}

export interface NetworkHolder {
  readonly live: () => Live | undefined;
  /** Fault: 4900. */
  readonly need: () => Live;
  /** Closes what is open and opens this. Fault: 4090 `network-not-opened`; then what was open before is open again. */
  readonly open: (network: NetworkToOpen) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A store that fails again so soon will fail once more. */
const soonMs = 10_000;

interface Holding {
  readonly openNetwork: OpenNetwork;
  readonly clock: Pick<Clock, 'now'>;
  readonly listener: LiveListener;
  readonly inTurn: ReturnType<typeof oneAtATime>;
  live: Live | undefined;
  /** of what is open; `isOver` once it has failed or is being closed */
  life: { isOver: boolean; readonly since: number };
}

const listenersOf = (holding: Holding, life: Holding['life'], network: NetworkToOpen): NodeListeners => {
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
      whileAlive((live) => {
        listener.onMove(live, move);
      });
    },
    onEvent: (event) => {
      if (!life.isOver) listener.onEvent(event, liveNow());
    },
    onFailure: (cause) => {
      if (life.isOver) return;
      life.isOver = true;
      void holding.inTurn(() => revive(holding, life, network, cause));
    },
  };
};

const begin = async (holding: Holding, network: NetworkToOpen): Promise<void> => {
  const life = { isOver: false, since: holding.clock.now() };
  holding.life = life;
  const session = await holding.openNetwork(network, listenersOf(holding, life, network));
  const index = createChainIndex({ chain: session.node.chain, store: session.store });
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

const revive = async (
  holding: Holding,
  life: Holding['life'],
  network: NetworkToOpen,
  cause: unknown,
): Promise<void> => {
  if (holding.life !== life) return; // another network was opened meanwhile
  await end(holding);
  const again = holding.clock.now() - life.since >= soonMs;
  holding.listener.onFailure(`the store has failed: ${messageOf(cause)}`, !again);
  if (again) {
    try {
      await begin(holding, network);
      return;
    } catch (failure) {
      holding.listener.onFailure(`the store could not be opened again: ${messageOf(failure)}`, true);
    }
  }
  holding.listener.onChange(undefined);
};

const goBack = async (holding: Holding, before: NetworkToOpen | undefined): Promise<void> => {
  try {
    if (before !== undefined) await begin(holding, before);
  } catch (cause) {
    holding.listener.onFailure(`the network of before could not be opened again: ${messageOf(cause)}`, true);
  }
  if (holding.live === undefined) holding.listener.onChange(undefined);
};

const replace = async (holding: Holding, network: NetworkToOpen): Promise<void> => {
  const before = holding.live?.network;
  if (before?.chainId === network.chainId) return;
  await end(holding);
  try {
    await begin(holding, network);
  } catch (cause) {
    holding.life.isOver = true;
    await goBack(holding, before);
    throw notPossibleNow('network-not-opened', `The network could not be opened: ${messageOf(cause)}`);
  }
};

export const createNetworkHolder = (parts: Pick<Holding, 'openNetwork' | 'clock' | 'listener'>): NetworkHolder => {
  const life = { isOver: true, since: 0 };
  const holding: Holding = { ...parts, inTurn: oneAtATime(), live: undefined, life };
  return {
    live: () => holding.live,
    need: () => {
      if (holding.live === undefined) throw noNetwork();
      return holding.live;
    },
    open: (network) => holding.inTurn(() => replace(holding, network)),
    close: () =>
      holding.inTurn(async () => {
        await end(holding);
        holding.listener.onChange(undefined);
      }),
  };
};
