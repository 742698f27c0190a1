// What this tab could lose before it is cut off, in words.
// Who is linked without a relay between needs none any more.

import type { PeerShape } from '../../../shared/provider/index.ts';
import { countOf } from './quantity.ts';

export interface IndependenceText {
  readonly tone: 'good' | 'warn' | 'bad';
  readonly title: string;
  readonly text: string;
}

/** `relays` is how many nodes that were dialled as relays are connected; terminal nodes among them are peers too. */
export const independenceText = (
  peers: readonly Pick<PeerShape, 'path' | 'kind'>[],
  relays: number,
): IndependenceText => {
  const own = peers.filter(({ path }) => path !== 'relayed').length;
  const terminals = peers.filter(({ path }) => path === 'websocket').length;
  const realRelays = Math.max(0, relays - terminals);
  if (peers.length === 0) {
    const text =
      realRelays > 0
        ? 'The relay is there, but nobody else is. Open this page in a second window, or send someone the link.'
        : 'Neither a relay nor another node is linked. This tab keeps trying all that it knows.';
    return { tone: 'bad', title: 'Alone', text };
  }
  if (own === 0) {
    return {
      tone: 'warn',
      title: 'Leans on a relay',
      text: 'Every peer is reached through a relay. Without it this tab is cut off: WebRTC may be blocked here.',
    };
  }
  const relaysGone = realRelays === 0 ? 'There is no relay left' : `${countOf(realRelays, 'relay')} could go`;
  if (own === 1) {
    const text = `${relaysGone}, but only one neighbour holds this tab in the network.`;
    return { tone: 'warn', title: 'Hangs on one neighbour', text };
  }
  const text = `${relaysGone}, and ${own - 1} of ${own} neighbours: this tab would still be in the network.`;
  return { tone: 'good', title: 'Independent', text };
};
