// One effect on its port. What takes no time is done when this returns; a commit, and what is read from the store, is a
// promise that the next effect waits for. Owns nothing.

import type { ChainMove, CommandReply, Effect, Input, LoadKey, NodeEvent } from './input.ts';
import { bytesOf, type Hex32 } from '../model/index.ts';
import type { Clock, Network, Sealer, Signer, SignTask, Store } from './ports.ts';
import { mergeStoredUndo } from './merge-undo.ts';
import { sendProof } from './serve-proof.ts';
import { serveBodies, serveHeaders } from './serve-stored.ts';

export interface EffectPorts {
  readonly network: Network;
  readonly clock: Clock;
  readonly sealer: Sealer;
  /** see NodePorts */
  readonly signer?: Signer | undefined;
  /** calls the store and remembers that it rejected */
  readonly fromStore: <T>(call: (store: Store) => Promise<T>) => Promise<T>;
  readonly enqueue: (input: Input) => void;
  /** before all that waits */
  readonly putFirst: (input: Input) => void;
  readonly onMove: (move: ChainMove) => void;
  readonly onEvent: (event: NodeEvent) => void;
  readonly reply: (number: number, reply: CommandReply) => void;
  /** see NodeListeners */
  readonly transactionProof: ((id: Hex32) => Promise<Uint8Array | undefined>) | undefined;
}

const load = async (ports: EffectPorts, keys: readonly LoadKey[]): Promise<void> => {
  const entries: (readonly [LoadKey, Uint8Array | undefined])[] = [];
  for (const key of keys) {
    const [value] = await ports.fromStore((store) => store.getMany(key[0], [key[1]]));
    entries.push([key, value]);
  }
  ports.putFirst({ type: 'loaded', entries });
};

const mergeUndo = async (ports: EffectPorts, effect: Extract<Effect, { type: 'merge-undo' }>): Promise<void> => {
  ports.putFirst(await mergeStoredUndo(ports.fromStore, effect));
};

const serveTransaction = async (
  { network, transactionProof }: EffectPorts,
  { peer, request, id }: Extract<Effect, { type: 'serve-proof' }>,
): Promise<void> => {
  sendProof(network, peer, request, await transactionProof?.(id));
};

const commit = async (ports: EffectPorts, { writes, durability, move }: Extract<Effect, { type: 'commit' }>) => {
  await ports.fromStore((store) => store.commit(writes, durability));
  if (move !== undefined) ports.onMove(move);
};

/** Nothing waits for it: the node goes on meanwhile. */
const answerSigned = async ({ signer, enqueue }: EffectPorts, task: SignTask): Promise<void> => {
  const answer = (await signer?.sign(task)) ?? { ok: false, reason: 'no-key' };
  enqueue({ type: 'signed', sealDigest: task.sealDigest, answer });
};

const answerProved = async (
  { signer, enqueue }: EffectPorts,
  { producer, inputs }: Extract<Effect, { type: 'prove' }>,
): Promise<void> => {
  enqueue({ type: 'proved', inputs, proofs: await signer?.prove(producer, inputs.map(bytesOf)) });
};

export const performEffect = (ports: EffectPorts, effect: Effect): Promise<void> | undefined => {
  const { network, clock, sealer } = ports;
  switch (effect.type) {
    case 'send':
      network.send(effect.peer, effect.bytes);
      return undefined;
    case 'publish':
      network.publish(effect.topic, effect.bytes);
      return undefined;
    case 'judge':
      network.judge(effect.messageId, effect.verdict);
      return undefined;
    case 'penalise':
      network.penalise(effect.peer, effect.points, effect.reason);
      return undefined;
    case 'commit':
      return commit(ports, effect);
    case 'serve-bodies':
      return serveBodies(ports, effect);
    case 'serve-headers':
      return serveHeaders(ports, effect);
    case 'serve-proof':
      return serveTransaction(ports, effect);
    case 'merge-undo':
      return mergeUndo(ports, effect);
    case 'load':
      return load(ports, effect.keys);
    case 'seal': {
      const { sealDigest } = effect.task;
      sealer.start(effect.task, effect.intensityPermille, (nonce) => {
        ports.enqueue({ type: 'sealed', sealDigest, nonce });
      });
      return undefined;
    }
    case 'sign':
      void answerSigned(ports, effect.task);
      return undefined;
    case 'keep-seal':
      void ports.signer?.keepSeal(effect.chainId, effect.header);
      return undefined;
    case 'prove':
      void answerProved(ports, effect);
      return undefined;
    case 'stop-sealing':
      sealer.stop();
      return undefined;
    case 'wake-at':
      clock.wakeAt(effect.time, () => {
        ports.enqueue({ type: 'tick' });
      });
      return undefined;
    case 'reply':
      ports.reply(effect.number, effect.reply);
      return undefined;
    case 'event':
      ports.onEvent(effect.event);
      return undefined;
  }
};
