// Checks a chain bundle from the first block to the last, as blocks from a peer are checked, in memory and without a
// network: the same driver and node, with ports that lead nowhere. Owns the node until the answer is there.
// Bounds: the bundle's own, and the blocks of a driver's queue.

import sodium from 'libsodium-wrappers';
import { decodeBundle } from '../shared/core/bundle/index.ts';
import { engineFor } from '../shared/core/consensus/index.ts';
import { signatureCheckFrom } from '../shared/core/crypto/index.ts';
import { createGenesis } from '../shared/core/chain/index.ts';
import {
  createNode,
  loadChain,
  type Network,
  openMemoryStore,
  type RunningNode,
  runNode,
  type Sealer,
  type TabchainNode,
} from '../shared/core/node/index.ts';
import type { ChainSpec } from '../shared/core/model/index.ts';
import { createMachineSource, createSystemClock } from '../shared/ports/index.ts';
import { readMachineBinary } from './ports/machine-binary.ts';

export interface VerifiedBundle {
  readonly valid: boolean;
  readonly name: string;
  readonly chainId: string;
  /** of the last block that holds */
  readonly height: number;
  readonly head: string;
  readonly stateRoot: string;
  /** name of the fault of the block after it */
  readonly fault?: string;
}

/** As many as one answer of a peer has. */
const groupCount = 16;

const nobody: Network = {
  listen: () => () => undefined,
  send: () => undefined,
  publish: () => undefined,
  judge: () => undefined,
  penalise: () => undefined,
};
const idle: Sealer = { start: () => undefined, stop: () => undefined, hashRate: () => 0 };
const ignore = (): void => undefined;

const open = async (spec: ChainSpec): Promise<{ readonly node: TabchainNode; readonly running: RunningNode }> => {
  await sodium.ready;
  const signatureCheck = signatureCheckFrom(sodium);
  const engine = engineFor(spec, { signatureCheck });
  const clock = createSystemClock();
  const store = openMemoryStore();
  const contracts = createMachineSource(readMachineBinary, signatureCheck, () => undefined);
  const rules = { spec, engine, signatureCheck, contracts };
  const loaded = await loadChain({ ...rules, store, now: clock.now() });
  const node = createNode({ ...loaded, signatureCheck, start: 'blocks' });
  const listeners = {
    onSnapshot: ignore,
    onMove: ignore,
    onEvent: ignore,
    onFailure: ignore,
    transactionProof: async () => undefined,
  };
  return { node, running: runNode(node, { network: nobody, clock, store, sealer: idle, contracts }, listeners) };
};

/** `undefined` for bytes that are no bundle. `progress` hears how many blocks are checked. */
export const verifyBundle = async (
  bytes: Uint8Array,
  progress: (done: number, total: number) => void,
): Promise<VerifiedBundle | undefined> => {
  const bundle = decodeBundle(bytes);
  if (!bundle.ok) return undefined;
  const { spec, blocks } = bundle.value;
  const { node, running } = await open(spec);
  let fault: string | undefined;
  for (let at = 0; at < blocks.length && fault === undefined; at += groupCount) {
    const group = blocks.slice(at, at + groupCount).map((block) => block.slice());
    const reply = await running.submit({ type: 'import-blocks', blocks: group });
    if (!reply.ok) fault = reply.error.type === 'block-refused' ? reply.error.fault : reply.error.type;
    progress(Math.min(at + groupCount, blocks.length), blocks.length);
  }
  await running.stop();
  const head = node.chain.head();
  const { header } = node.chain.bodyOf(head.id) ?? createGenesis(spec).block;
  return {
    valid: fault === undefined,
    name: spec.name,
    chainId: `0x${node.chain.chainId}`,
    height: head.height,
    head: `0x${head.id}`,
    stateRoot: `0x${header.stateRoot}`,
    ...(fault === undefined ? {} : { fault }),
  };
};
