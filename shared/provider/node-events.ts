// What the node and its host tell, as events of the API and as entries of the log. Status is told at most four times a
// second. Owns the timers of status and index, and the peers as they were last told.

import type { NodeEvent } from '../core/node/index.ts';
import type { EventTable, LogEntry, Status } from './api.ts';
import { messageOf } from './api-error.ts';
import type { HostLogEntry, HostSnapshotLike } from './backend.ts';
import type { LogRing } from './log-ring.ts';
import type { Live, LiveListener } from './open-network.ts';
import { createIndexing } from './indexing.ts';
import { createOwnTransactions, type OwnTransactions, type OwnTransactionsParts } from './own-transactions.ts';
import { showNetwork } from './show-network.ts';
import { showHex } from './show-transaction.ts';
import { createSyncProgress } from './sync-progress.ts';
import { createThrottle, passOnMs } from './throttle.ts';
import type { DroppedList } from './tx-status.ts';

export interface NodeEventsParts extends OwnTransactionsParts {
  readonly log: LogRing;
  /** blocks that were refused on execution, with the fault */
  readonly refused: DroppedList;
  readonly now: () => number;
  readonly status: (live: Live) => Status;
}

export interface NodeEvents extends LiveListener {
  readonly hostChanged: (snapshot: HostSnapshotLike | undefined) => void;
  readonly hostLog: (entry: HostLogEntry) => void;
  /** `name`: in the place of what it says, where screens have words of their own */
  readonly alarm: (what: string, choices: readonly string[], name?: string) => void;
  readonly stop: () => void;
}

const statusGapMs = 250;

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

type Add = (entry: Omit<LogEntry, 'time'>) => void;

const logOf = ({ level, what, peer, fault }: Extract<NodeEvent, { type: 'log' }>): Omit<LogEntry, 'time'> => ({
  level,
  what,
  ...(peer === undefined ? {} : { peerId: peer }),
  ...(fault === undefined ? {} : { fault }),
});

const blockOf = ({ id, height, peer, fault }: Extract<NodeEvent, { type: 'block' }>): EventTable['block'] => ({
  height,
  id: showHex(id),
  ...(peer === undefined ? {} : { from: peer }),
  ...(fault === undefined ? {} : { fault }),
});

/** What the node tells while it runs or is being opened. */
const nodeEventListener =
  ({ hub, dropped, refused }: NodeEventsParts, own: OwnTransactions, add: Add, alarm: NodeEvents['alarm']) =>
  (event: NodeEvent, from: Live | undefined): void => {
    switch (event.type) {
      case 'head':
        if (from !== undefined) hub.emit('head', { height: event.height, id: showHex(event.id) });
        return;
      case 'block':
        if (event.fault !== undefined) refused.add(event.id, event.fault);
        if (from !== undefined) hub.emit('block', blockOf(event));
        return;
      case 'transaction':
        if (event.status === 'dropped') dropped.add(event.id, event.reason ?? 'unknown');
        else dropped.remove(event.id);
        if (from !== undefined) own.changed(from, event);
        return;
      case 'log':
        add(logOf(event));
        return;
      case 'alarm':
        alarm(event.what, ['dismiss'], event.name);
        return;
      case 'equivocation': // whoever reports it says so
    }
  };

export const createNodeEvents = (parts: NodeEventsParts): NodeEvents => {
  const { hub, log, now, live } = parts;
  const add: Add = (entry) => {
    log.add({ time: now(), ...entry });
  };
  const alarm: NodeEvents['alarm'] = (what, choices, name) => {
    add({ level: 'error', what });
    hub.emit('alarm', { what: name ?? what, choices });
  };
  const progress = createSyncProgress(hub);
  const tellStatus = (): void => {
    const current = live();
    if (current === undefined) return;
    const shown = parts.status(current);
    hub.emit('status', shown);
    progress.tell(shown);
  };
  const status = createThrottle(statusGapMs, tellStatus, passOnMs);
  const indexing = createIndexing(live, (cause) => {
    add({ level: 'warn', what: `the transaction index lags behind: ${messageOf(cause)}` });
  });
  const own = createOwnTransactions(parts, (cause) => {
    add({ level: 'warn', what: `a transaction could not be looked up: ${messageOf(cause)}` });
  });
  let peers: HostSnapshotLike['peers'] = [];

  return {
    onSnapshot: status.wish,
    onMove: (from, move) => {
      indexing.wish();
      own.moved(from, move);
    },
    onChange: (next) => {
      progress.end(0);
      if (next === undefined) {
        hub.emit('network', {});
        return;
      }
      const { network, session } = next;
      hub.emit('network', { network: showNetwork(network.chainId, network.spec) });
      const head = session.node.chain.head();
      hub.emit('head', { height: head.height, id: showHex(head.id) });
      indexing.wish();
      status.wish();
    },
    onFailure: ({ name, what }, isLost) => {
      add({ level: 'error', what, fault: name });
      if (isLost) hub.emit('alarm', { what: name, choices: ['reload'] });
    },
    onBlocksGone: () => {
      alarm('storage-emptied', ['dismiss']);
    },
    onEvent: nodeEventListener(parts, own, add, alarm),
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
    stop: () => {
      status.stop();
      indexing.stop();
    },
  };
};
