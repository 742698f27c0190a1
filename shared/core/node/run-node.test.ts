/** The driver: whatever comes in, and whenever it comes, is handled. */
import { expect, test } from 'vitest';
import { engineFor } from '../consensus/index.ts';
import { openMemoryStore, testSpec, walletOf } from '../../testing/index.ts';
import { createNode } from './create-node.ts';
import type { CommandReply } from './input.ts';
import { loadChain } from './load-chain.ts';
import { type NodeListeners, type NodePorts, runNode } from './run-node.ts';

const nothing = (): void => undefined;

const startNode = async (onSnapshot: NodeListeners['onSnapshot']) => {
  const spec = testSpec();
  const engine = engineFor(spec);
  if (!engine.ok) throw new Error(`no engine for ${engine.error.kind}`);
  const store = openMemoryStore();
  const signatureCheck = (): boolean => true;
  const loaded = await loadChain({ spec, engine: engine.value, signatureCheck, store, now: spec.genesisTime });
  const ports: NodePorts = {
    store,
    network: { listen: () => nothing, send: nothing, publish: nothing, judge: nothing, penalise: nothing },
    clock: { now: () => spec.genesisTime, wakeAt: nothing },
    sealer: { start: nothing, stop: nothing, hashRate: () => 0 },
  };
  const node = createNode({ ...loaded, signatureCheck, verifiedSince: 0 });
  return runNode(node, ports, { onSnapshot, onEvent: nothing, onMove: nothing, onFailure: nothing });
};

/** Lets every promise settle that can: a task of a channel comes after all microtasks. */
const settled = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });

test.each(Array.from({ length: 12 }, (_, steps) => steps))(
  'a command that comes %i microtasks after the last input was handled is handled too',
  async (steps) => {
    let handled = nothing;
    const running = await startNode(() => {
      handled();
    });
    await settled();
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
    await settled();
    expect(replies.map(({ ok }) => ok)).toEqual([true, true]);
    await running.stop();
  },
);
