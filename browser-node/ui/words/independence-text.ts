// What a node could lose before it is cut off, in words: for the light on the network screen and for the diagnosis. How
// independent it is, the network host says.

import type { IndependenceShape } from '../../../shared/provider/index.ts';
import { words } from './language.ts';

export interface IndependenceText {
  readonly tone: 'good' | 'warn' | 'bad';
  readonly title: string;
  readonly text: string;
}

const loneText = (isRelayThere: boolean): string =>
  isRelayThere
    ? 'The relay is there, but nobody else is. Open this page in a second window, or send someone the link.'
    : 'Neither a relay nor another node is linked. This tab keeps trying all that it knows.';

/** `isRelayThere`: a relay that is no node of the network is linked; only a node that is alone is told of it. */
export const independenceText = (
  { level, relays, neighbours }: IndependenceShape,
  isRelayThere: boolean,
): IndependenceText => {
  const relaysGone = relays === 0 ? 'There is no relay left' : `${words().quantity.relays(relays)} could go`;
  switch (level) {
    case 'alone':
      return { tone: 'bad', title: 'Alone', text: loneText(isRelayThere) };
    case 'leaning':
      return {
        tone: 'warn',
        title: 'Leans on a relay',
        text: 'Every peer is reached through a relay. Without it this tab is cut off: WebRTC may be blocked here.',
      };
    case 'thin':
      return {
        tone: 'warn',
        title: 'Hangs on one neighbour',
        text: `${relaysGone}, but only one neighbour holds this tab in the network.`,
      };
    case 'independent':
      return {
        tone: 'good',
        title: 'Independent',
        text: `${relaysGone}, and ${neighbours} of ${neighbours + 1} neighbours: this tab would still be in the network.`,
      };
  }
};
