// What the node and its host tell, as events of the API and as entries of the log. Status is told at most four times a
// second. A transaction is told when it is one of the wallet's own accounts'; so as not to ask the index for every
// transaction of every block, included ones are read off the blocks of the move. Bounded: the last `ownMax` own ones.

import type { Hex32, Transaction } from '../core/model/index.ts';
import type { ChainMove, NodeEvent } from '../core/node/index.ts';
import type { LogEntry, Status, TxStatus } from './api.ts';
import { messageOf } from './api-error.ts';
import type { HostLogEntry, HostSnapshotLike } from './backend.ts';
import { blocksOf } from './block-reader.ts';
import type { EventHub } from './event-hub.ts';
import { accountsOf } from './index-records.ts';
import type { LogRing } from './log-ring.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { Live, LiveListener } from './open-network.ts';
import { showHex } from './show-transaction.ts';
import { createThrottle } from './throttle.ts';
import { type DroppedList, showIncluded, txStatusOf } from './tx-status.ts';

export interface NodeEventsParts {
  readonly hub: EventHub;
  readonly log: LogRing;
  readonly dropped: DroppedList;
  readonly now: () => number;
  /** whether an account is one of the wallet's */
  readonly isOwn: (account: Hex32) => boolean;
  readonly live: () => Live | undefined;
  readonly status: (live: Live) => Status;
}

export interface NodeEvents extends LiveListener {
  readonly hostChanged: (snapshot: HostSnapshotLike | undefined) => void;
  readonly hostLog: (entry: HostLogEntry) => void;
  readonly alarm: (what: string, choices: readonly string[]) => void;
  readonly stop: () => void;
}

const statusGapMs = 250;
const ownMax = 5000;
/** Fewer blocks than this are the normal life of a follower, not a job. */
const syncJobBlocksMin = 10;

const withLimit = (ids: Set<Hex32>, id: Hex32): void => {
  ids.add(id);
  if (ids.size <= ownMax) return;
  const oldest = ids.values().next();
  if (oldest.done !== true) ids.delete(oldest.value);
};

type PeerChange = { readonly peerId: string; readonly change: 'connected' | 'disconnected' | 'path' };

const peerChanges = (before: HostSnapshotLike['peers'], after: HostSnapshotLike['peers']): readonly PeerChange[] => {
  const old = new Map(before.map((peer) => [peer.peerId, peer.path]));
  const changes: PeerChange[] = [];
  for (const { peerId, path } of after) {
    if (!old.has(peerId)) changes.push({ peerId, change: 'connected' });
    else if (old.get(peerId) !== path) changes.push({ peerId, change: 'path' });
    old.delete(peerId);
  }
  for (const peerId of old.keys()) changes.push({ peerId, change: 'disconnected' });
  return changes;
};

/** Tells `progress` while the chain is being fetched, and once more when that has ended. */
const createSyncProgress = (hub: EventHub) => {
  let running = false;
  const end = (total: number): void => {
    if (running) hub.emit('progress', { job: 'sync', done: total, total });
    running = false;
  };
  return {
    tell: ({ height, sync: { state, target } }: Status): void => {
      const fetching = (state === 'headers' || state === 'bodies') && (running || target - height >= syncJobBlocksMin);
      if (!fetching || target <= height) {
        end(height);
        return;
      }
      running = true;
      hub.emit('progress', { job: 'sync', done: height, total: target });
    },
    end,
  };
};

/** The events about own transactions, in the order in which things happened. */
const createOwnTransactions = ({ hub, isOwn, dropped, live }: NodeEventsParts, fail: (cause: unknown) => void) => {
  const ids = new Set<Hex32>();
  const inTurn = oneAtATime();
  const concerns = (transaction: Transaction): boolean => accountsOf(transaction).some(isOwn);
  /** Not told any more when another network is open by then. */
  const tell = (from: Live, statuses: () => Promise<readonly TxStatus[]>): void => {
    inTurn(async () => {
      for (const status of await statuses()) if (live() === from) hub.emit('transaction', status);
    }).catch(fail);
  };
  return {
    changed: (from: Live, event: Extract<NodeEvent, { type: 'transaction' }>): void => {
      const { id } = event;
      const waiting = from.session.node.mempool.get(id);
      if (waiting !== undefined && concerns(waiting.transaction)) withLimit(ids, id);
      if (event.status === 'included' || !ids.has(id)) return; // included ones are told by the move
      tell(from, async () => [await txStatusOf(from, dropped, id)]);
    },
    moved: (from: Live, { applied }: ChainMove): void => {
      const { chain } = from.session.node;
      const nodes = applied.map((id) => chain.tree.get(id)).filter((node) => node !== undefined);
      tell(from, async () => {
        const blocks = await blocksOf({ chain, store: from.session.store }, nodes);
        return blocks.flatMap((block) => {
          if (block === undefined || chain.at(block.header.height)?.id !== block.id) return [];
          const own = block.transactions.filter(concerns);
          for (const { id } of own) withLimit(ids, id);
          return own.map((transaction) => showIncluded(from, block, transaction));
        });
      });
    },
  };
};

export const createNodeEvents = (parts: NodeEventsParts): NodeEvents => {
  const { hub, log, dropped, now, live } = parts;
  const add = (entry: Omit<LogEntry, 'time'>): void => {
    log.add({ time: now(), ...entry });
  };
  const alarm = (what: string, choices: readonly string[]): void => {
    add({ level: 'error', what });
    hub.emit('alarm', { what, choices });
  };
  const progress = createSyncProgress(hub);
  const status = createThrottle(statusGapMs, () => {
    const current = live();
    if (current === undefined) return;
    const shown = parts.status(current);
    hub.emit('status', shown);
    progress.tell(shown);
  });
  const failedFor = (what: string, from: Live) => (cause: unknown) => {
    if (live() === from) add({ level: 'warn', what: `${what}: ${messageOf(cause)}` });
  };
  const own = createOwnTransactions(parts, (cause) => {
    add({ level: 'warn', what: `a transaction could not be looked up: ${messageOf(cause)}` });
  });
  let peers: HostSnapshotLike['peers'] = [];

  return {
    onSnapshot: status.wish,
    onMove: (from, move) => {
      from.index.catchUp().catch(failedFor('the transaction index could not be written', from));
      own.moved(from, move);
    },
    onChange: (next) => {
      progress.end(0);
      if (next === undefined) return;
      next.index.catchUp().catch(failedFor('the transaction index could not be written', next));
      const head = next.session.node.chain.head();
      hub.emit('head', { height: head.height, id: showHex(head.id) });
      status.wish();
    },
    onFailure: (what, isLost) => {
      add({ level: 'error', what, fault: 'storage-failed' });
      if (isLost) hub.emit('alarm', { what: 'storage-failed', choices: ['reload'] });
    },
    onEvent: (event, from) => {
      switch (event.type) {
        case 'head':
          if (from !== undefined) hub.emit('head', { height: event.height, id: showHex(event.id) });
          return;
        case 'transaction':
          if (event.status === 'dropped') dropped.add(event.id, event.reason ?? 'unknown');
          else dropped.remove(event.id);
          if (from !== undefined) own.changed(from, event);
          return;
        case 'log': {
          const { level, what, peer, fault } = event;
          add({
            level,
            what,
            ...(peer === undefined ? {} : { peerId: peer }),
            ...(fault === undefined ? {} : { fault }),
          });
          return;
        }
        case 'alarm':
          alarm(event.what, ['dismiss']);
      }
    },
    hostChanged: (snapshot) => {
      const next = snapshot?.peers ?? [];
      for (const change of peerChanges(peers, next)) hub.emit('peer', change);
      peers = next;
      status.wish();
    },
    hostLog: ({ level, ...rest }) => {
      add({ level: level === 'warning' ? 'warn' : level, ...rest });
    },
    alarm,
    stop: status.stop,
  };
};
