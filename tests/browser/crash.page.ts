// The page of crash.browser.test.ts: a node on IndexedDB imports a long chain with forks, the first part of it as a first
// sync (relaxed commits), the rest block by block (strict ones), and goes on where the database ends. It tells how far its
// commits have come, so that a test can kill it on the way. The chain is made anew from its seed at every load.

import sodium from 'libsodium-wrappers';
import { openIndexedDbStore } from '../../browser-node/ports/indexeddb-store.ts';
import { signatureCheckFrom } from '../../shared/core/crypto/index.ts';
import { seededRandom } from '../../shared/testing/simulation/index.ts';
import type { ForgedBlock } from '../../shared/testing/index.ts';
import { createBlockStream } from '../simulation/block-stream.ts';
import { startFedNode } from '../simulation/fed-node.ts';
import { createScriptedPeer } from '../simulation/scripted-peer.ts';

export interface ImportPlan {
  readonly seed: number;
  /** heights of which the node hears at once, and one after the other */
  readonly syncedTo: number;
  readonly pushedTo: number;
}

export interface ImportStart {
  readonly how: string;
  readonly height: number;
  /** the root of the state it begins with is the one that its head promises and that the chain's maker has */
  readonly isRightState: boolean;
}

export interface ImportProgress {
  /** of the last block whose commit was done */
  readonly committedHeight: number;
  readonly isDone: boolean;
  readonly root: string;
  readonly fault: string;
}

export interface CrashPage {
  readonly begin: (plan: ImportPlan) => Promise<ImportStart>;
  readonly progress: () => ImportProgress;
}

declare global {
  interface Window {
    readonly crashPage: CrashPage;
  }
}

let progress: () => ImportProgress = () => ({ committedHeight: 0, isDone: false, root: '', fault: '' });

const begin = async ({ seed, syncedTo, pushedTo }: ImportPlan): Promise<ImportStart> => {
  await sodium.ready;
  const random = seededRandom(seed);
  const stream = createBlockStream(random.fork());
  const peer = createScriptedPeer(stream.forge, random.fork());
  const learnTo = (height: number): readonly ForgedBlock[] => {
    const learned: ForgedBlock[] = [];
    while (peer.tip().height < height) {
      const blocks = stream.next();
      peer.learn(blocks);
      learned.push(...blocks);
    }
    return learned;
  };
  learnTo(syncedTo);
  let fault = '';
  const store = await openIndexedDbStore('crash', { onClosed: ({ message }) => (fault = message) });
  const node = await startFedNode({ forge: stream.forge, peer, signatureCheck: signatureCheckFrom(sodium) }, store);
  const { chain, how } = node.loaded;
  const rest = [...learnTo(pushedTo), stream.onTip()];
  peer.learn(rest);
  const head = chain.head();
  const block = peer.block(head.id);

  let isDone = false;
  const goOn = async (): Promise<void> => {
    await node.settle();
    for (const next of rest) {
      node.push([next]);
      await node.settle();
    }
    isDone = true;
  };
  goOn().catch((reason: unknown) => (fault = String(reason)));
  progress = () => ({
    committedHeight: chain.tree.get(node.committed() ?? head.id)?.height ?? 0,
    isDone,
    root: chain.state.root(),
    fault: [fault, ...node.alarms].join(' '),
  });
  return { how, height: head.height, isRightState: block !== undefined && chain.state.root() === block.state.root() };
};

const crashPage: CrashPage = { begin, progress: () => progress() };

Object.assign(window, { crashPage });
