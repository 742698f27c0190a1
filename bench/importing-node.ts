// A node that only imports: its peer is the caller, which hands it messages with blocks, and its store is the caller's.
// Everything else is what a tab runs: loading, the driver, the import ladder, the commits. It produces nothing, and what
// it sends goes nowhere. Also the same node left alone, for figures of its start. Runs in a worker and in Node.js.
// Bound: what the caller hands over and the driver's own queue.

import sodium from 'libsodium-wrappers';
import { engineFor } from '../shared/core/consensus/index.ts';
import { signatureCheckFrom } from '../shared/core/crypto/index.ts';
import type { SignatureCheck } from '../shared/core/crypto/index.ts';
import type { ChainSpec } from '../shared/core/model/index.ts';
import { createNode, loadChain, runNode } from '../shared/core/node/index.ts';
import type {
  Clock,
  LoadedChain,
  Network,
  NetworkEvent,
  NodeEvent,
  RunningNode,
  Sealer,
  Store,
} from '../shared/core/node/index.ts';
import { encodeMessage } from '../shared/core/wire/index.ts';

export interface ImportingNode {
  /**
   * Hands over the messages of `blockMessages`; resolves when the head at `height` is committed. Rejects with the reason
   * if a block is refused or the store fails.
   */
  readonly importAll: (messages: readonly Uint8Array[], height: number) => Promise<void>;
  readonly chain: LoadedChain['chain'];
  readonly close: () => Promise<void>;
}

const peer = 'the peer that sends the blocks';

/** What a peer sends for each block, as bytes. */
export const blockMessages = (blocks: readonly Uint8Array[]): readonly Uint8Array[] =>
  blocks.map((block) => encodeMessage({ type: 'block', block }));

const idleSealer: Sealer = { start: () => undefined, stop: () => undefined, hashRate: () => 0 };

/** The alarms of a node that is always handed its next input are of no use. */
const clock: Clock = { now: () => Date.now(), wakeAt: () => undefined };

const silentNetwork = (onListener: (listener: (event: NetworkEvent) => void) => void): Network => ({
  listen: (listener) => {
    onListener(listener);
    return () => undefined;
  },
  send: () => undefined,
  publish: () => undefined,
  judge: () => undefined,
  penalise: () => undefined,
});

export async function openImportingNode(spec: ChainSpec, store: Store): Promise<ImportingNode> {
  await sodium.ready;
  const signatureCheck = signatureCheckFrom(sodium);
  const engine = engineFor(spec, { signatureCheck });
  const loaded = await loadChain({ spec, engine, signatureCheck, store, now: clock.now() });
  const node = createNode({ ...loaded, signatureCheck });
  let deliver: (event: NetworkEvent) => void = () => undefined;
  let onEvent: (event: NodeEvent) => void = () => undefined;
  let onFailure: (cause: unknown) => void = () => undefined;
  const network = silentNetwork((listener) => {
    deliver = listener;
  });
  const running = runNode(
    node,
    { network, clock, store, sealer: idleSealer },
    {
      onSnapshot: () => undefined,
      onMove: () => undefined,
      onEvent: (event) => {
        onEvent(event);
      },
      onFailure: (cause) => {
        onFailure(cause);
      },
    },
  );
  deliver({ type: 'peer-up', peer, path: 'direct', kind: 'tab' });
  return {
    chain: loaded.chain,
    importAll: (messages, height) =>
      new Promise((resolve, reject) => {
        onFailure = reject;
        onEvent = (event) => {
          if (event.type === 'head' && event.height === height) resolve();
          if (event.type === 'log' && event.fault !== undefined) reject(new Error(`${event.what}: ${event.fault}`));
        };
        for (const bytes of messages) deliver({ type: 'message', peer, bytes });
      }),
    close: () => running.stop(),
  };
}

/** Runs the node of a loaded chain without any peer; resolves with its first snapshot, when it is ready for all else. */
export function runIdly(loaded: LoadedChain, signatureCheck: SignatureCheck, store: Store): Promise<RunningNode> {
  const node = createNode({ ...loaded, signatureCheck });
  return new Promise((resolve, reject) => {
    const network = silentNetwork(() => undefined);
    const running = runNode(
      node,
      { network, clock, store, sealer: idleSealer },
      {
        onSnapshot: () => {
          // The first may come before there is anything to resolve with.
          queueMicrotask(() => {
            resolve(running);
          });
        },
        onMove: () => undefined,
        onEvent: () => undefined,
        onFailure: reject,
      },
    );
  });
}
