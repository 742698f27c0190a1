// A node on a given store whose only peer is scripted: the real loading, driver and core. What it sends is answered at
// once, and `settle` waits until it has nothing more to ask. Owns the driver.

import type { SignatureCheck } from '../../shared/core/crypto/index.ts';
import {
  createNode,
  loadChain,
  type LoadedChain,
  type NetworkEvent,
  runNode,
  type Sealer,
  type Store,
} from '../../shared/core/node/index.ts';
import { encodeMessage } from '../../shared/core/wire/index.ts';
import { type BlockForge, createManualTime, type ForgedBlock } from '../../shared/testing/index.ts';
import type { ScriptedPeer } from './scripted-peer.ts';

export interface FedNode {
  readonly loaded: LoadedChain;
  /** Tells the node of these blocks one by one, as a peer does that has just heard of them. */
  readonly push: (blocks: readonly ForgedBlock[]) => void;
  /** Tells the node where the peer stands. */
  readonly tellStatus: () => void;
  /** Until everything is handled and answered, or the store has failed. */
  readonly settle: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** blocks that left the chain in each of its reorganisations */
  readonly reverted: readonly number[];
  /** what the store failed with */
  readonly failure: () => unknown;
}

export interface NodeFeed {
  readonly forge: BlockForge;
  readonly signatureCheck: SignatureCheck;
  readonly peer: ScriptedPeer;
}

const peerId = 'the peer';
const idleSealer: Sealer = { start: () => undefined, stop: () => undefined, hashRate: () => 0 };
/** More than a node needs that has nothing: a whole run is some hundred blocks. */
const answersMax = 2000;
/** Late enough for all blocks of a run: more than a year of blocks. */
const lateMs = 40_000_000_000;

/** Rejects where the store fails while the chain is loaded. */
export const startFedNode = async ({ forge, signatureCheck, peer }: NodeFeed, store: Store): Promise<FedNode> => {
  const { spec, engine } = forge;
  const clock = createManualTime(spec.genesisTime + lateMs).clock();
  const loaded = await loadChain({ spec, engine, signatureCheck, store, now: clock.now() });
  const reverted: number[] = [];
  let failure: unknown;
  let trouble: unknown;
  let delivered = 0;
  let listener: (event: NetworkEvent) => void = () => undefined;

  const deliver = (bytes: Uint8Array): void => {
    delivered++;
    listener({ type: 'message', peer: peerId, bytes });
  };
  const running = runNode(
    createNode({ ...loaded, signatureCheck, verifiedSince: 0 }),
    {
      clock,
      store,
      sealer: idleSealer,
      network: {
        listen: (hear) => {
          listener = hear;
          return () => undefined;
        },
        send: (_peer, bytes) => {
          try {
            const reply = peer.answer(bytes);
            if (reply !== undefined) deliver(reply);
          } catch (cause) {
            trouble ??= cause;
          }
        },
        publish: () => undefined,
        judge: () => undefined,
        penalise: (_peer, _points, reason) => {
          trouble ??= new Error(`an honest peer was penalised: ${reason}`);
        },
      },
    },
    {
      onSnapshot: () => undefined,
      onMove: ({ reverted: { length } }) => {
        if (length > 0) reverted.push(length);
      },
      onEvent: (event) => {
        if (event.type === 'alarm') trouble ??= new Error(`an alarm: ${event.what}`);
      },
      onFailure: (cause) => {
        failure = cause;
      },
    },
  );
  listener({ type: 'peer-up', peer: peerId, path: 'direct', kind: 'tab' });
  const tellStatus = (): void => {
    deliver(peer.status());
  };
  tellStatus();
  return {
    loaded,
    reverted,
    push: (blocks) => {
      for (const { bytes } of blocks) deliver(encodeMessage({ type: 'block', block: bytes }));
    },
    tellStatus,
    settle: async () => {
      const start = delivered;
      for (let before = -1; before !== delivered;) {
        before = delivered;
        if (delivered - start > answersMax) throw new Error('the node asks without end');
        await running.submit({ type: 'stop-producing' }); // is answered when all before it is done
      }
      if (trouble !== undefined) throw trouble instanceof Error ? trouble : new Error(JSON.stringify(trouble));
    },
    stop: () => running.stop(),
    failure: () => failure,
  };
};
