// The page of fault.browser.test.ts: a node on the real IndexedDB store lives a short life (opens, imports a block and a
// branch that replaces it, serves old blocks, tells its size) in which one call of the database fails, and is then opened
// again without the fault. Answers what it said and what it has. Bounded: one database at a time, deleted afterwards.

import { deleteDB, openDB } from 'idb';
import sodium from 'libsodium-wrappers';
import { openIndexedDbStore } from '../../browser-node/ports/indexeddb-store.ts';
import { signatureCheckFrom } from '../../shared/core/crypto/index.ts';
import { decodePointer, type Store } from '../../shared/core/node/index.ts';
import { encodeMessage } from '../../shared/core/wire/index.ts';
import { createForge, fixedWork, type ForgedBlock, testSpec, walletOf } from '../../shared/testing/index.ts';
import { seededRandom } from '../../shared/testing/simulation/index.ts';
import { type FedNode, startFedNode } from '../simulation/fed-node.ts';
import { createScriptedPeer } from '../simulation/scripted-peer.ts';
import { type IdbFault, injectFault } from './idb-fault.ts';

export interface FaultedLife {
  /** the method that failed; `undefined` if the life was over before */
  readonly site: string | undefined;
  /** types of the faults that anybody was told of, each once; `bug` for anything else */
  readonly told: readonly string[];
  /** what the node called the reason why it stopped */
  readonly origin: string | undefined;
  /** all blocks were committed in this life */
  readonly isDone: boolean;
  /** what is wrong with what was found afterwards */
  readonly wrong: readonly string[];
}

declare global {
  interface Window {
    readonly liveWithFault: (fault: IdbFault, atCall: number) => Promise<FaultedLife>;
  }
}

const forge = createForge(testSpec({ consensus: fixedWork(0) }));
const trunk = forge.extend(forge.genesis, 3);
const parent = trunk.at(-2) ?? forge.genesis;
const branch = forge.extend(parent, 2, { producer: walletOf(3).publicKey });
const older = trunk.slice(0, 2);
const newer = trunk.slice(2);
const all = [...trunk, ...branch];
const tip = branch.at(-1) ?? forge.genesis;

let databases = 0;

const startOn = async (store: Store, known: readonly ForgedBlock[]): Promise<FedNode> => {
  const peer = createScriptedPeer(forge, seededRandom(1));
  peer.learn(known);
  return startFedNode({ forge, peer, signatureCheck: signatureCheckFrom(sodium) }, store);
};

const typeOf = (reason: unknown): string =>
  reason instanceof Error && 'type' in reason ? String(reason.type) : `bug: ${String(reason)}`;

interface Seen {
  readonly told: Set<string>;
  origin: string | undefined;
  committed: string | undefined;
}

/** The life in which something fails. */
const live = async (database: string, seen: Seen): Promise<void> => {
  const tell = (reason: unknown): void => void seen.told.add(typeOf(reason));
  let store: Store;
  try {
    store = await openIndexedDbStore(database, { onClosed: tell });
  } catch (reason) {
    tell(reason);
    return;
  }
  try {
    const node = await startOn(store, older);
    for (const blocks of [newer, branch]) {
      node.push(blocks);
      await node.settle();
    }
    const ids = older.map(({ id }) => id);
    node.hear(encodeMessage({ type: 'get-blocks', request: 7, ids }));
    await node.settle();
    seen.committed = node.committed() ?? seen.committed;
    const failure = node.failure();
    for (const alarm of node.alarms) tell(new Error(alarm));
    seen.origin = failure?.origin;
    if (failure !== undefined) tell(failure.cause);
    await node.stop();
    await store.size();
  } catch (reason) {
    tell(reason);
  }
  await store.close().catch(tell);
};

const storedHead = async (database: string): Promise<string> => {
  const raw = await openDB(database);
  const bytes: unknown = raw.objectStoreNames.contains('meta') ? await raw.get('meta', 'head') : undefined;
  raw.close();
  const pointer = bytes instanceof Uint8Array ? decodePointer(bytes) : undefined;
  return pointer?.ok === true ? pointer.value.id : 'none';
};

/** What is found without the fault: at least what was committed, in the right state, and all the rest can follow. */
const judge = async (database: string, committed: string): Promise<readonly string[]> => {
  const wrong: string[] = [];
  const store = await openIndexedDbStore(database, { onClosed: ({ type }) => wrong.push(`then it is ${type}`) });
  const node = await startOn(store, older);
  const { chain, how } = node.loaded;
  const block = all.find(({ id }) => id === chain.head().id);
  if (how !== 'restored') wrong.push(`it was ${how}`);
  if (block === undefined || chain.state.root() !== block.state.root()) wrong.push('another state');
  // A commit that was reported as failed may have been done all the same: then the head is further on.
  const lost = chain.tree.get(committed) === undefined;
  if (lost) wrong.push('a committed block is lost');
  node.push([...newer, ...branch]);
  await node.settle();
  if (chain.head().id !== tip.id || chain.state.root() !== tip.state.root()) wrong.push('it does not go on');
  await node.stop();
  await store.close();
  return wrong;
};

const liveWithFault = async (fault: IdbFault, atCall: number): Promise<FaultedLife> => {
  await sodium.ready;
  const database = `fault-${performance.timeOrigin}-${(databases += 1)}`;
  const before = await openIndexedDbStore(database, { onClosed: () => undefined });
  const first = await startOn(before, []);
  first.push(older);
  await first.settle();
  await first.stop();
  await before.close();

  const seen: Seen = { told: new Set(), origin: undefined, committed: parent.id };
  const injected = injectFault({ fault, database, atCall });
  await live(database, seen);
  const site = injected.site();
  await injected.restore();
  const committed = seen.committed ?? parent.id;
  // After an upgrade only the newer page may open it: the records themselves are looked at.
  const found = fault.how === 'upgrade' && site !== undefined;
  const heads = all.map(({ id }) => id);
  const wrong = found
    ? heads.indexOf(await storedHead(database)) >= heads.indexOf(committed)
      ? []
      : ['a committed block is lost']
    : await judge(database, committed);
  await deleteDB(database);
  return { site, told: [...seen.told], origin: seen.origin, isDone: seen.committed === tip.id, wrong };
};

Object.assign(window, { liveWithFault });
