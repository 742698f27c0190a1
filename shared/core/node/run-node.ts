// The one driver. Takes the next input, performs its effects in order, awaits each commit, then publishes a snapshot. A
// tab, a terminal node and the simulator differ only in the ports they hand in. A store that fails ends the run: the
// caller closes, opens and loads again. So does anything that is thrown, which is a bug of ours and told apart.

import type { Hex32 } from '../model/index.ts';
import { encodeMessage, wireLimits } from '../wire/index.ts';
import type { TabchainNode } from './create-node.ts';
import type { ChainMove, Command, CommandReply, Effect, Input, LoadKey, NodeEvent } from './input.ts';
import type { Clock, Network, Sealer, Store } from './ports.ts';
import type { NodeSnapshot } from './snapshot.ts';

export interface NodePorts {
  readonly network: Network;
  readonly clock: Clock;
  readonly store: Store;
  readonly sealer: Sealer;
}

/** store: a call of the Store port was rejected · node: something threw that must not throw */
export type FailureOrigin = 'store' | 'node';

export interface NodeListeners {
  readonly onSnapshot: (snapshot: NodeSnapshot) => void;
  readonly onEvent: (event: NodeEvent) => void;
  /** blocks that joined or left the chain, after their commit */
  readonly onMove: (move: ChainMove) => void;
  /** The node has stopped and nothing more will be committed. */
  readonly onFailure: (cause: unknown, origin: FailureOrigin) => void;
}

export interface RunningNode {
  readonly submit: (command: Command) => Promise<CommandReply>;
  /** Finishes what is under way; nothing is handled after it. */
  readonly stop: () => Promise<void>;
}

/** Inputs that may wait; beyond it gossip is dropped, for peers will tell again. */
const queueMax = 4096;

interface Running {
  readonly node: TabchainNode;
  readonly ports: NodePorts;
  readonly listeners: NodeListeners;
  readonly queue: Input[];
  readonly replies: Map<number, (reply: CommandReply) => void>;
  stopped: boolean;
  storeHasFailed: boolean;
  /** inputs are being handled; set and cleared in one turn with the look at the queue, so that none is passed over */
  draining: boolean;
  /** ends when the inputs that are waiting have been handled */
  drained: Promise<void>;
}

/** What the store answers; that it rejected is remembered. */
const fromStore = async <T>(running: Running, call: (store: Store) => Promise<T>): Promise<T> => {
  try {
    return await call(running.ports.store);
  } catch (cause) {
    running.storeHasFailed = true;
    throw cause;
  }
};

const load = async (running: Running, keys: readonly LoadKey[]): Promise<void> => {
  const entries: (readonly [LoadKey, Uint8Array | undefined])[] = [];
  for (const key of keys) {
    const [value] = await fromStore(running, (store) => store.getMany(key[0], [key[1]]));
    entries.push([key, value]);
  }
  running.queue.unshift({ type: 'loaded', entries });
};

const serveBodies = async (running: Running, peer: string, request: number, ids: readonly Hex32[]): Promise<void> => {
  const found = await fromStore(running, (store) => store.getMany('body', ids));
  const blocks: Uint8Array[] = [];
  let size = 1024;
  for (const bytes of found) {
    if (bytes === undefined) continue;
    size += bytes.length + 4;
    if (size > wireLimits.messageBytesMax) break;
    blocks.push(bytes);
  }
  running.ports.network.send(peer, encodeMessage({ type: 'blocks', request, blocks }));
};

const perform = async (running: Running, effect: Effect): Promise<void> => {
  const { network, clock, sealer } = running.ports;
  switch (effect.type) {
    case 'send':
      network.send(effect.peer, effect.bytes);
      return;
    case 'publish':
      network.publish(effect.topic, effect.bytes);
      return;
    case 'judge':
      network.judge(effect.messageId, effect.verdict);
      return;
    case 'penalise':
      network.penalise(effect.peer, effect.points, effect.reason);
      return;
    case 'commit':
      await fromStore(running, (store) => store.commit(effect.writes, effect.durability));
      if (effect.move !== undefined) running.listeners.onMove(effect.move);
      return;
    case 'serve-bodies':
      await serveBodies(running, effect.peer, effect.request, effect.ids);
      return;
    case 'load':
      await load(running, effect.keys);
      return;
    case 'seal': {
      const { sealDigest } = effect.task;
      sealer.start(effect.task, effect.intensityPermille, (nonce) => {
        enqueue(running, { type: 'sealed', sealDigest, nonce });
      });
      return;
    }
    case 'stop-sealing':
      sealer.stop();
      return;
    case 'wake-at':
      clock.wakeAt(effect.time, () => {
        enqueue(running, { type: 'tick' });
      });
      return;
    case 'reply':
      running.replies.get(effect.number)?.(effect.reply);
      running.replies.delete(effect.number);
      return;
    case 'event':
      running.listeners.onEvent(effect.event);
  }
};

/** Between the look at an empty queue and the end of this there must be no await: an input would be left lying. */
const drain = async (running: Running): Promise<void> => {
  try {
    for (let input = running.queue.shift(); input !== undefined && !running.stopped; input = running.queue.shift()) {
      for (const effect of running.node.handle(input, running.ports.clock.now())) await perform(running, effect);
      running.listeners.onSnapshot(running.node.snapshot());
    }
  } catch (cause) {
    fail(running, cause);
  } finally {
    running.draining = false;
  }
};

const stoppedReply: CommandReply = {
  ok: false,
  error: { type: 'producing-not-possible', reason: 'the node has stopped' },
};

/** Nothing is handled any more; who waits for a reply learns it. */
const halt = (running: Running): void => {
  running.stopped = true;
  running.ports.sealer.stop();
  for (const reply of running.replies.values()) reply(stoppedReply);
  running.replies.clear();
};

const fail = (running: Running, cause: unknown): void => {
  halt(running);
  running.listeners.onFailure(cause, running.storeHasFailed ? 'store' : 'node');
};

const enqueue = (running: Running, input: Input): void => {
  if (running.stopped) return;
  const isGossip = input.type === 'network' && input.event.type === 'gossip';
  if (isGossip && running.queue.length >= queueMax) return;
  running.queue.push(input);
  if (running.draining) return;
  running.draining = true;
  running.drained = drain(running);
};

const submit = (running: Running, number: number, command: Command): Promise<CommandReply> =>
  new Promise((resolve) => {
    if (running.stopped) {
      resolve(stoppedReply);
      return;
    }
    running.replies.set(number, resolve);
    enqueue(running, { type: 'command', number, command });
  });

export const runNode = (node: TabchainNode, ports: NodePorts, listeners: NodeListeners): RunningNode => {
  const running: Running = {
    ...{ node, ports, listeners, queue: [], replies: new Map() },
    ...{ stopped: false, storeHasFailed: false, draining: false, drained: Promise.resolve() },
  };
  let lastCommand = 0;
  const unlisten = ports.network.listen((event) => {
    enqueue(running, { type: 'network', event });
  });
  enqueue(running, { type: 'tick' });
  return {
    submit: (command) => submit(running, ++lastCommand, command),
    stop: async () => {
      unlisten();
      ports.clock.wakeAt(undefined, () => undefined);
      halt(running);
      await running.drained;
    },
  };
};
