// The one driver. Two loops: one hands the next input to the node, one performs the effects, in order, each commit
// awaited, and publishes a snapshot after those of each input. The first may be a few inputs ahead of the second, so
// that a block is executed while the one before is being committed; nothing is sent, told or answered ahead of a commit
// that comes before it. Signatures of what waits are checked on other threads meanwhile (verify-ahead.ts). A tab, a
// terminal node and the simulator differ only in the ports they hand in. A store that fails ends the run: the caller
// closes, opens and loads again. So does anything that is thrown, which is a bug of ours and told apart.
// Bounds: `aheadMax` inputs handled and not performed; what waits to be handled is bounded in input-queue.ts.

import type { Hex32 } from '../model/index.ts';
import type { TabchainNode } from './create-node.ts';
import type { ChainMove, Command, CommandReply, Effect, Input, NodeEvent } from './input.ts';
import { createInputQueue, type InputQueue } from './input-queue.ts';
import { type EffectPorts, performEffect } from './perform-effect.ts';
import type { Clock, MachineSource, Network, Sealer, Signer, Store, Verifier } from './ports.ts';
import type { NodeSnapshot } from './snapshot.ts';
import { createVerifyAhead, type VerifyAhead } from './verify-ahead.ts';

export interface NodePorts {
  readonly network: Network;
  readonly clock: Clock;
  readonly store: Store;
  readonly sealer: Sealer;
  /** without it the node makes no blocks that a signature seals */
  readonly signer?: Signer;
  /** without it the node checks all signatures on its own thread */
  readonly verifier?: Verifier;
  /** needed where the network has contracts */
  readonly contracts?: MachineSource | undefined;
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
  /**
   * Makes the proof that a block of the chain has this transaction, for a light peer; whoever keeps the index can. It
   * never rejects. Without it nobody gets one here.
   */
  readonly transactionProof?: (id: Hex32) => Promise<Uint8Array | undefined>;
}

export interface RunningNode {
  readonly submit: (command: Command) => Promise<CommandReply>;
  /** Finishes what is under way; nothing is handled after it. */
  readonly stop: () => Promise<void>;
}

/** What an input led to. */
interface Handled {
  readonly effects: readonly Effect[];
  readonly snapshot: NodeSnapshot;
}

/** One is being committed, one waits for it, one is being executed; each may hold sixteen full blocks. */
const aheadMax = 2;

interface Running {
  readonly node: TabchainNode;
  readonly ports: NodePorts;
  readonly listeners: NodeListeners;
  readonly queue: InputQueue;
  readonly ahead: VerifyAhead;
  readonly handled: Handled[];
  readonly replies: Map<number, (reply: CommandReply) => void>;
  stopped: boolean;
  failed: boolean;
  storeHasFailed: boolean;
  /** inputs are being handled; set and cleared in one turn with the look at the queue, so that none is passed over */
  handling: boolean;
  performing: boolean;
  /** end when what waits has been handled, and performed */
  handlingEnds: Promise<void>;
  performingEnds: Promise<void>;
  /** the handling loop waits for the performing one */
  onPerformed: (() => void) | undefined;
}

const effectPortsOf = (running: Running): EffectPorts => ({
  ...running.ports,
  fromStore: async (call) => {
    try {
      return await call(running.ports.store);
    } catch (cause) {
      running.storeHasFailed = true;
      throw cause;
    }
  },
  enqueue: (input) => {
    enqueue(running, input);
  },
  putFirst: (input) => {
    running.queue.putFirst(input);
    startHandling(running);
  },
  onMove: running.listeners.onMove,
  onEvent: running.listeners.onEvent,
  transactionProof: running.listeners.transactionProof,
  reply: (number, reply) => {
    running.replies.get(number)?.(reply);
    running.replies.delete(number);
  },
});

/** Between the look at an empty list and the end of this there must be no await: what was handled would be left lying. */
const performAll = async (running: Running): Promise<void> => {
  const ports = effectPortsOf(running);
  try {
    for (let next = running.handled.shift(); next !== undefined; next = running.handled.shift()) {
      for (const effect of next.effects) {
        const under = performEffect(ports, effect);
        if (under !== undefined) await under;
      }
      running.listeners.onSnapshot(next.snapshot);
      running.onPerformed?.();
    }
  } catch (cause) {
    running.handled.length = 0;
    fail(running, cause);
  } finally {
    running.performing = false;
    running.onPerformed?.();
  }
};

const startPerforming = (running: Running): void => {
  if (running.performing) return;
  running.performing = true;
  running.performingEnds = performAll(running);
};

/** Ends when there is room for another input's effects; false: the node has stopped meanwhile. */
const hasRoom = async (running: Running): Promise<boolean> => {
  while (running.handled.length >= aheadMax && running.performing) {
    await new Promise<void>((resolve) => {
      running.onPerformed = resolve;
    });
    running.onPerformed = undefined;
  }
  return !running.stopped;
};

/** As for `performAll`: no await between the look at an empty queue and the end. */
const handleAll = async (running: Running): Promise<void> => {
  try {
    running.ahead.look();
    for (let next = running.queue.shift(); next !== undefined && !running.stopped; next = running.queue.shift()) {
      if (next.verifying !== undefined) await next.verifying;
      const { input, needed } = running.node.needsMachine(next.input);
      if (needed) await running.ports.contracts?.load();
      if (!(await hasRoom(running))) return;
      const effects = running.node.handle(input, running.ports.clock.now());
      running.handled.push({ effects, snapshot: running.node.snapshot() });
      startPerforming(running);
      running.ahead.look();
    }
  } catch (cause) {
    fail(running, cause);
  } finally {
    running.handling = false;
  }
};

/** What came while another input is in hand. */
const lookAhead = (running: Running): void => {
  try {
    running.ahead.look();
  } catch (cause) {
    fail(running, cause);
  }
};

const startHandling = (running: Running): void => {
  if (running.handling) {
    lookAhead(running);
    return;
  }
  running.handling = true;
  running.handlingEnds = handleAll(running);
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

/** Told once, whichever loop comes upon it first. */
const fail = (running: Running, cause: unknown): void => {
  if (running.failed) return;
  running.failed = true;
  halt(running);
  running.listeners.onFailure(cause, running.storeHasFailed ? 'store' : 'node');
};

const enqueue = (running: Running, input: Input): void => {
  if (running.stopped || !running.queue.push(input)) return;
  startHandling(running);
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

/** What this profile has sealed before; the node goes on meanwhile. */
const noteKeptSeals = async (running: Running): Promise<void> => {
  const headers = await running.ports.signer?.keptSeals(running.node.chain.chainId);
  if (headers !== undefined && headers.length > 0) enqueue(running, { type: 'own-seals', headers });
};

export const runNode = (node: TabchainNode, ports: NodePorts, listeners: NodeListeners): RunningNode => {
  const queue = createInputQueue();
  const running: Running = {
    ...{ node, ports, listeners, queue, ahead: createVerifyAhead(node, queue, ports.verifier) },
    ...{ handled: [], replies: new Map(), stopped: false, failed: false, storeHasFailed: false },
    ...{
      handling: false,
      performing: false,
      handlingEnds: Promise.resolve(),
      performingEnds: Promise.resolve(),
      onPerformed: undefined,
    },
  };
  let lastCommand = 0;
  const unlisten = ports.network.listen((event) => {
    enqueue(running, { type: 'network', event });
  });
  enqueue(running, { type: 'tick' });
  void noteKeptSeals(running);
  return {
    submit: (command) => submit(running, ++lastCommand, command),
    stop: async () => {
      unlisten();
      halt(running);
      running.onPerformed?.();
      await running.handlingEnds;
      await running.performingEnds;
      // What was performed last may have asked for these.
      ports.clock.wakeAt(undefined, () => undefined);
      ports.sealer.stop();
    },
  };
};
