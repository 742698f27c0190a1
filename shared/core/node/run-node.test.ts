/** The driver: whatever comes in, and whenever it comes, is handled. */
import { expect, test } from 'vitest';
import { createForge, openMemoryStore, settlePromises, testSpec, walletOf } from '../../testing/index.ts';
import { encodeMessage, type Message } from '../wire/index.ts';
import { createNode, type TabchainNode } from './create-node.ts';
import type { CommandReply, Input } from './input.ts';
import { createInputQueue } from './input-queue.ts';
import { loadChain } from './load-chain.ts';
import { createMemoryDisk, type MemoryDisk } from './memory-store.ts';
import type { NetworkEvent, Store, StoreWrite } from './ports.ts';
import { type FailureOrigin, type NodeListeners, type NodePorts, runNode } from './run-node.ts';

const nothing = (): void => undefined;
const forge = createForge(testSpec());

const makeNode = async (disk: MemoryDisk = createMemoryDisk()): Promise<{ node: TabchainNode; ports: NodePorts }> => {
  const { spec, engine } = forge;
  const store = openMemoryStore(disk);
  const signatureCheck = (): boolean => true;
  const now = spec.genesisTime + 3_600_000;
  const loaded = await loadChain({ spec, engine, signatureCheck, store, now });
  const ports: NodePorts = {
    store,
    network: { listen: () => nothing, send: nothing, publish: nothing, judge: nothing, penalise: nothing },
    clock: { now: () => now, wakeAt: nothing },
    sealer: { start: nothing, stop: nothing, hashRate: () => 0 },
  };
  return { node: createNode({ ...loaded, signatureCheck }), ports };
};

const startNode = async (onSnapshot: NodeListeners['onSnapshot']) => {
  const { node, ports } = await makeNode();
  return runNode(node, ports, { onSnapshot, onEvent: nothing, onMove: nothing, onFailure: nothing });
};

test.each(Array.from({ length: 12 }, (_, steps) => steps))(
  'a command that comes %i microtasks after the last input was handled is handled too',
  async (steps) => {
    let handled = nothing;
    const running = await startNode(() => {
      handled();
    });
    await settlePromises();
    const replies: CommandReply[] = [];
    const startProducing = {
      type: 'start-producing',
      producer: walletOf(1).publicKey,
      intensityPermille: 500,
    } as const;
    handled = () => {
      handled = nothing;
      let waited: Promise<unknown> = Promise.resolve();
      for (let step = 0; step < steps; step++) waited = waited.then(nothing);
      void waited.then(() => running.submit(startProducing)).then((reply) => replies.push(reply));
    };
    replies.push(await running.submit({ type: 'stop-producing' }));
    await settlePromises();
    expect(replies.map(({ ok }) => ok)).toEqual([true, true]);
    await running.stop();
  },
);

const fromPeer = (message: Message): NetworkEvent => ({ type: 'message', peer: 'p', bytes: encodeMessage(message) });

/** Runs a node that hears these messages of a peer, and tells how it was stopped and what was committed before. */
const hearAll = async ({ node, ports }: { node: TabchainNode; ports: NodePorts }, messages: readonly Message[]) => {
  const failures: (readonly [message: string, origin: FailureOrigin])[] = [];
  const moves: number[] = [];
  const events: NetworkEvent[] = [
    { type: 'peer-up', peer: 'p', path: 'direct', kind: 'tab' },
    ...messages.map(fromPeer),
  ];
  const listen: NodePorts['network']['listen'] = (listener) => {
    for (const event of events) listener(event);
    return nothing;
  };
  const running = runNode(
    node,
    { ...ports, network: { ...ports.network, listen } },
    {
      ...{ onSnapshot: nothing, onEvent: nothing },
      onMove: ({ applied }) => void moves.push(applied.length),
      onFailure: (cause, origin) => void failures.push([String(cause), origin]),
    },
  );
  const answer = await running.submit({ type: 'stop-producing' });
  await running.stop();
  return { failures, moves, isAnswered: answer.ok };
};

const blocks = forge.extend(forge.genesis, 2);
const told = blocks.map(({ bytes }): Message => ({ type: 'block', block: bytes }));
const withStore = <T extends { ports: NodePorts }>(made: T, store: Partial<Store>): T => ({
  ...made,
  ports: { ...made.ports, store: { ...made.ports.store, ...store } },
});

test('a store that rejects a commit stops the node, before anybody is told of the block', async () => {
  const commit = (): Promise<void> => Promise.reject(new Error('no space'));
  const seen = await hearAll(withStore(await makeNode(), { commit }), told);
  expect(seen).toEqual({ failures: [['Error: no space', 'store']], moves: [], isAnswered: false });
});

test('a store that rejects what a peer asks for stops the node', async () => {
  const disk = createMemoryDisk();
  expect(await hearAll(await makeNode(disk), told)).toEqual({ failures: [], moves: [1, 1], isAnswered: true });
  const getMany = (): Promise<never> => Promise.reject(new Error('the disk is gone'));
  const asked: Message = { type: 'get-blocks', request: 1, ids: blocks.map(({ id }) => id) };
  const seen = await hearAll(withStore(await makeNode(disk), { getMany }), [asked]);
  expect(seen).toEqual({ failures: [['Error: the disk is gone', 'store']], moves: [], isAnswered: false });
});

test('what we throw ourselves stops the node too, and is not called a failure of the store', async () => {
  const made = await makeNode();
  const handle: TabchainNode['handle'] = (input, now) => {
    if (input.type === 'network' && input.event.type === 'message') throw new TypeError('x is undefined');
    return made.node.handle(input, now);
  };
  const seen = await hearAll({ ...made, node: { ...made.node, handle } }, told);
  expect(seen).toEqual({ failures: [['TypeError: x is undefined', 'node']], moves: [], isAnswered: false });
});

test('a block is executed while the one before is being committed, and nothing is told ahead of its commit', async () => {
  const made = await makeNode();
  const calls: string[] = [];
  const commits: (() => void)[] = [];
  const commit = (writes: readonly StoreWrite[]): Promise<void> => {
    calls.push(`commit of ${writes.filter(([table]) => table === 'header').length}`);
    return new Promise((resolve) => commits.push(resolve));
  };
  const events: NetworkEvent[] = [{ type: 'peer-up', peer: 'p', path: 'direct', kind: 'tab' }, ...told.map(fromPeer)];
  const listen: NodePorts['network']['listen'] = (listener) => {
    for (const event of events) listener(event);
    return nothing;
  };
  const { ports } = withStore(made, { commit });
  const running = runNode(
    made.node,
    { ...ports, network: { ...ports.network, listen } },
    {
      ...{ onMove: nothing, onFailure: nothing },
      onSnapshot: ({ height }) => {
        if (calls.at(-1) !== `at ${height}`) calls.push(`at ${height}`);
      },
      onEvent: (event) => {
        if (event.type === 'head') calls.push(`head ${event.height}`);
      },
    },
  );
  await settlePromises();
  expect(made.node.chain.head().height).toBe(2);
  expect(calls.slice(calls.indexOf('commit of 1'))).toEqual(['commit of 1']);
  commits[0]?.();
  await settlePromises();
  expect(calls.slice(calls.indexOf('commit of 1'))).toEqual(['commit of 1', 'head 1', 'at 1', 'commit of 1']);
  const stopped = running.stop();
  commits[1]?.();
  await stopped;
  expect(calls.slice(calls.indexOf('at 1'))).toEqual(['at 1', 'commit of 1', 'head 2', 'at 2']);
});

test('messages that a peer piles up beyond what may wait are dropped, those of others are not', () => {
  const queue = createInputQueue();
  const from = (peer: string): Input => ({
    type: 'network',
    event: { type: 'message', peer, bytes: new Uint8Array(1024 * 1024) },
  });
  const accepted = Array.from({ length: 30 }, () => queue.push(from('flooder'))).filter((taken) => taken).length;
  expect(accepted).toBe(24);
  expect(queue.push(from('friend'))).toBe(true);
  expect(queue.push({ type: 'network', event: { type: 'peer-down', peer: 'flooder', reason: 'left' } })).toBe(true);
  queue.shift();
  expect(queue.push(from('flooder'))).toBe(true);
  expect(queue.push(from('flooder'))).toBe(false);
});
