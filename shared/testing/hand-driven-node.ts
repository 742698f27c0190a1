// A node without a driver: a test hands it one input after the other and looks at the effects. Commits go to the store
// and loads come back from it, as run-node.ts does it; all else is only collected. Time is what the test says.

import type { SignatureCheck } from '../core/crypto/index.ts';
import { toHex } from '../core/bytes/index.ts';
import {
  type ChainMode,
  type Checkpoint,
  createNode,
  type Effect,
  type Input,
  loadChain,
  type LoadedChain,
  type LoadKey,
  mergeStoredUndo,
  openMemoryStore,
  type StartMode,
  type Store,
  type TabchainNode,
} from '../core/node/index.ts';
import { decodeMessage, encodeMessage, type Message } from '../core/wire/index.ts';
import type { BlockForge } from './block-forge.ts';

export interface HandDrivenOptions {
  readonly store?: Store;
  readonly cacheBytesMax?: number;
  readonly start?: StartMode;
  /** see NodeOptions */
  readonly minimumWeight?: bigint;
  readonly checkpoint?: Checkpoint;
  readonly mode?: ChainMode;
}

export interface HandDrivenNode {
  readonly node: TabchainNode;
  readonly loaded: LoadedChain;
  readonly store: Store;
  /** The effects of one input and of what it made the store answer. */
  readonly give: (input: Input, now: number) => Promise<readonly Effect[]>;
  readonly peerUp: (peer: string, now: number) => Promise<readonly Effect[]>;
  readonly tell: (peer: string, message: Message, now: number) => Promise<readonly Effect[]>;
  readonly gossip: (peer: string, message: Message, now: number) => Promise<readonly Effect[]>;
}

export const driveByHand = async (
  forge: BlockForge,
  signatureCheck: SignatureCheck,
  {
    store = openMemoryStore(),
    cacheBytesMax = 32 * 1024 * 1024,
    mode = 'full',
    start = 'auto',
    minimumWeight = 0n,
    checkpoint,
  }: HandDrivenOptions = {},
): Promise<HandDrivenNode> => {
  const { spec, engine } = forge;
  const loaded = await loadChain({
    spec,
    engine,
    signatureCheck,
    store,
    now: Number.MAX_SAFE_INTEGER,
    cacheBytesMax,
    mode,
  });
  const node = createNode({ ...loaded, signatureCheck, start, minimumWeight, checkpoint });

  const load = async (keys: readonly LoadKey[]): Promise<Input> => {
    const entries: (readonly [LoadKey, Uint8Array | undefined])[] = [];
    for (const key of keys) entries.push([key, (await store.getMany(key[0], [key[1]]))[0]]);
    return { type: 'loaded', entries };
  };
  const give = async (input: Input, now: number): Promise<readonly Effect[]> => {
    const all: Effect[] = [];
    const inputs: Input[] = [input];
    for (let next = inputs.shift(); next !== undefined; next = inputs.shift()) {
      for (const effect of node.handle(next, now)) {
        all.push(effect);
        if (effect.type === 'commit') await store.commit(effect.writes, effect.durability);
        if (effect.type === 'load') inputs.push(await load(effect.keys));
        if (effect.type === 'merge-undo') inputs.push(await mergeStoredUndo((call) => call(store), effect));
      }
    }
    return all;
  };
  let messages = 0;
  const bytesOfMessage = (message: Message): Uint8Array => encodeMessage(message);
  return {
    node,
    loaded,
    store,
    give,
    peerUp: (peer, now) =>
      give({ type: 'network', event: { type: 'peer-up', peer, path: 'direct', kind: 'tab' } }, now),
    tell: (peer, message, now) =>
      give({ type: 'network', event: { type: 'message', peer, bytes: bytesOfMessage(message) } }, now),
    gossip: (peer, message, now) => {
      const topic = message.type === 'transactions' ? 'transaction' : 'block';
      const messageId = `message-${messages++}`;
      return give(
        { type: 'network', event: { type: 'gossip', peer, topic, messageId, bytes: bytesOfMessage(message) } },
        now,
      );
    },
  };
};

/** Effects in one word each, for comparing: who is sent what, who loses points for what. */
export const inWords = (effects: readonly Effect[]): readonly string[] =>
  effects.flatMap((effect) => {
    switch (effect.type) {
      case 'send':
      case 'publish': {
        const message = decodeMessage(effect.bytes);
        const type = message.ok ? message.value.type : `garbage ${toHex(effect.bytes)}`;
        return [effect.type === 'send' ? `send ${effect.peer} ${type}` : `publish ${type}`];
      }
      case 'penalise':
        return [`penalise ${effect.peer} ${effect.points} ${effect.reason}`];
      case 'judge':
        return [`judge ${effect.verdict}`];
      case 'event':
        return effect.event.type === 'alarm' ? [`alarm ${effect.event.what}`] : [];
      default:
        return [];
    }
  });
