// The page of crash.browser.test.ts: a node on IndexedDB imports a long chain with forks, the first part of it as a first
// sync (relaxed commits), the rest block by block (strict ones), and goes on where the database ends. It tells how far its
// commits have come, so that a test can kill it on the way. The chain is given to it: to make it takes longer than to import it.

import sodium from 'libsodium-wrappers';
import { openIndexedDbStore } from '../../browser-node/ports/indexeddb-store.ts';
import { signatureCheckFrom } from '../../shared/core/crypto/index.ts';
import { fromHex } from '../../shared/core/bytes/index.ts';
import { decodeBlock } from '../../shared/core/model/index.ts';
import type { BlockForge } from '../../shared/testing/index.ts';
import { seededRandom } from '../../shared/testing/simulation/index.ts';
import { streamForge, type ToldBlock } from '../simulation/block-stream.ts';
import { startFedNode } from '../simulation/fed-node.ts';
import { createScriptedPeer } from '../simulation/scripted-peer.ts';

export interface ImportPlan {
  /** what the peer chooses */
  readonly seed: number;
  /** blocks in hexadecimal digits, in the order in which the world heard of them */
  readonly chain: readonly string[];
  /** height of which the node hears at once; of the rest one after the other */
  readonly syncedTo: number;
}

export interface ImportStart {
  readonly how: string;
  readonly height: number;
  /** the root of the state it begins with is the one that its head promises */
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

const blocksOf = ({ genesis, spec }: BlockForge, chain: readonly string[]): readonly ToldBlock[] => {
  const told = new Map<string, ToldBlock>([[genesis.id, genesis]]);
  return chain.map((text) => {
    const bytes = fromHex(text) ?? new Uint8Array();
    const decoded = decodeBlock(bytes, spec.blockBytesMax);
    if (!decoded.ok) throw new Error(`the chain has what is no block: ${decoded.error.type}`);
    const block = decoded.value;
    const { id, header } = block;
    const parent = told.get(header.parent);
    const next: ToldBlock = { block, id, header, bytes, parent, height: header.height };
    told.set(id, next);
    return next;
  });
};

const begin = async ({ seed, chain: told, syncedTo }: ImportPlan): Promise<ImportStart> => {
  await sodium.ready;
  const forge = streamForge();
  const blocks = blocksOf(forge, told);
  const peer = createScriptedPeer(forge, seededRandom(seed));
  const first = blocks.slice(
    0,
    blocks.findIndex(({ height }) => height > syncedTo),
  );
  const rest = blocks.slice(first.length);
  peer.learn(first);
  let fault = '';
  const store = await openIndexedDbStore('crash', { onClosed: ({ message }) => (fault = message) });
  const node = await startFedNode({ forge, peer, signatureCheck: signatureCheckFrom(sodium) }, store);
  const { chain, how } = node.loaded;
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
  return {
    how,
    height: head.height,
    isRightState: block !== undefined && chain.state.root() === block.header.stateRoot,
  };
};

const crashPage: CrashPage = { begin, progress: () => progress() };

Object.assign(window, { crashPage });
