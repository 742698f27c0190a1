// The hand of an attacker on the network of its own node: what an attack may see and use, and the small parts that attacks
// are made of. A bent network is a Network port like any other, so the node behind it does not notice.

import type { Hex32 } from '../../core/model/index.ts';
import type { Network, NetworkEvent, PeerId, TabchainNode } from '../../core/node/index.ts';
import { encodeMessage, type Message } from '../../core/wire/index.ts';
import type { Forger } from './forged-header.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { World } from './simulated-network.ts';

export interface BendSettings {
  readonly world: World;
  readonly chainId: Hex32;
  readonly neighbours: () => readonly PeerId[];
}

export interface Scene extends BendSettings {
  readonly network: Network;
  readonly core: TabchainNode;
  readonly random: SeededRandom;
  readonly forger: Forger;
}

export type Bend = (scene: Scene) => Network;

export const every = ({ world }: Pick<Scene, 'world'>, everyMs: number, run: () => void): void => {
  world.time.after(everyMs, () => {
    run();
    every({ world }, everyMs, run);
  });
};

export const tellAll = ({ neighbours, network }: Scene, message: Message): void => {
  const bytes = encodeMessage(message);
  for (const peer of neighbours()) network.send(peer, bytes);
};

/** What goes out is what `change` makes of it; `undefined` stays inside. */
export const sendingOnly = (network: Network, change: (bytes: Uint8Array) => Uint8Array | undefined): Network => ({
  ...network,
  send: (peer, bytes) => {
    const changed = change(bytes);
    if (changed !== undefined) network.send(peer, changed);
  },
  publish: (topic, bytes) => {
    const changed = change(bytes);
    if (changed !== undefined) network.publish(topic, changed);
  },
});

/** Only what `passes` reaches the node; of the rest nobody gets a verdict. */
export const hearingOnly = (network: Network, passes: (event: NetworkEvent) => boolean): Network => ({
  ...network,
  listen: (listener) =>
    network.listen((event) => {
      if (passes(event)) listener(event);
    }),
});
