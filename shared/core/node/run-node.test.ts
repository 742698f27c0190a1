// The driver: no input is lost, whenever it comes, and no command stays without an answer.

import sodium from 'libsodium-wrappers';
import { expect, test } from 'vitest';
import {
  createInlineSealer,
  createLinkedNetwork,
  createManualTime,
  fixedWork,
  openMemoryStore,
  testSpec,
} from '../../testing/index.ts';
import { createPowEngine } from '../consensus/index.ts';
import { signatureCheckFrom } from '../crypto/index.ts';
import { createNode, loadChain, type NodeListeners, runNode, type RunningNode } from './index.ts';

const spec = testSpec({ consensus: fixedWork(0) });

const start = async (listeners: Partial<NodeListeners> = {}): Promise<RunningNode> => {
  await sodium.ready;
  const signatureCheck = signatureCheckFrom(sodium);
  if (spec.consensus.kind !== 'pow') throw new Error('the test chain has proof of work');
  const engine = createPowEngine(spec.consensus);
  const store = openMemoryStore();
  const time = createManualTime(spec.genesisTime);
  const loaded = await loadChain({ spec, engine, signatureCheck, store, now: time.now() });
  const node = createNode({ ...loaded, signatureCheck, verifiedSince: 0 });
  const { network } = createLinkedNetwork().join('alone');
  const quiet = { onSnapshot: () => undefined, onEvent: () => undefined, onMove: () => undefined };
  const ports = { network, clock: time.clock(), store, sealer: createInlineSealer() };
  return runNode(node, ports, { ...quiet, onFailure: () => undefined, ...listeners });
};

test('a command that comes just when the queue has been worked off is answered', async () => {
  let running: RunningNode | undefined;
  const answers: Promise<unknown>[] = [];
  running = await start({
    onSnapshot: () => {
      if (answers.length >= 5) return;
      queueMicrotask(() => {
        if (running !== undefined) answers.push(running.submit({ type: 'stop-producing' }));
      });
    },
  });
  await running.submit({ type: 'stop-producing' });
  while (answers.length < 5) await Promise.race(answers);
  expect(await Promise.all(answers)).toHaveLength(5);
  await running.stop();
});

test('a command to a node that is stopped, or is being stopped, is answered with that', async () => {
  const running = await start();
  const late = running.submit({ type: 'stop-producing' });
  const stopped = running.stop();
  const gone = running.submit({ type: 'stop-producing' });
  await stopped;
  for (const answer of [await late, await gone]) {
    if (!answer.ok) expect(answer.error.type).toBe('producing-not-possible');
  }
  expect((await running.submit({ type: 'stop-producing' })).ok).toBe(false);
});
