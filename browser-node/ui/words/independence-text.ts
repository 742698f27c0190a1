// What a node could lose before it is cut off, in words: for the light on the network screen and for the diagnosis. How
// independent it is, the network host says.

import type { IndependenceShape } from '../../../shared/provider/index.ts';
import { words } from './language.ts';

export interface IndependenceText {
  readonly tone: 'good' | 'warn' | 'bad';
  readonly title: string;
  readonly text: string;
}

/** `isRelayThere`: a relay that is no node of the network is linked; only a node that is alone is told of it. */
export const independenceText = (
  { level, relays, neighbours }: IndependenceShape,
  isRelayThere: boolean,
): IndependenceText => {
  const text = words().frame.independence;
  const relaysGone = relays === 0 ? text.noRelayLeft : text.couldGo(relays);
  switch (level) {
    case 'alone':
      return { tone: 'bad', title: text.alone, text: isRelayThere ? text.aloneWithRelay : text.aloneWithout };
    case 'leaning':
      return { tone: 'warn', title: text.leaning, text: text.leaningText };
    case 'thin':
      return { tone: 'warn', title: text.thin, text: text.thinText(relaysGone) };
    case 'independent':
      return { tone: 'good', title: text.independent, text: text.independentText(relaysGone, neighbours) };
  }
};
