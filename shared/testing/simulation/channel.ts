// One direction of a link: how long bytes take and what becomes of them. A stream is whole and in order, so a lost
// packet shows as delay and a cut as waiting; a datagram may be lost, come twice, or overtake another. Latency is that
// of the link with jitter, bandwidth is shared by all that is sent. Owns what is under way; bounded by its senders.

import type { PeerPath } from '../../core/node/index.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { VirtualTime } from './virtual-time.ts';

export interface LinkCharacter {
  readonly path: PeerPath;
  /** one way */
  readonly latencyMs: number;
  readonly jitterMs: number;
  readonly lossPermille: number;
  readonly duplicatePermille: number;
  readonly bytesPerMs: number;
}

export interface Channel {
  readonly stream: (length: number, arrive: () => void) => void;
  readonly datagram: (length: number, arrive: () => void) => void;
  /** Nothing passes until it is mended; returns whether the channel has been cut since without a break. */
  readonly cut: () => () => boolean;
  readonly mend: () => void;
  readonly isCut: () => boolean;
  /** The link is gone: what was under way never arrives. */
  readonly reset: () => void;
}

/** A stream's sender notices a lost packet after a round trip and a little patience. */
const patienceMs = 50;
/** Nobody is that unlucky: beyond it the packet is taken to arrive. */
const retriesMax = 6;

interface Waiting {
  readonly length: number;
  readonly arrive: () => void;
}

export const createChannel = (time: VirtualTime, random: SeededRandom, character: LinkCharacter): Channel => {
  const { latencyMs, jitterMs, lossPermille, duplicatePermille, bytesPerMs } = character;
  let freeAt = 0; // when the line has sent what it was given
  let lastArrival = 0; // of the stream
  let cuts = 0;
  let session = 0;
  let isCut = false;
  let held: Waiting[] = [];

  const sentAt = (length: number): number => {
    freeAt = Math.max(time.now(), freeAt) + length / bytesPerMs;
    return freeAt;
  };
  const flight = (): number => latencyMs + random.below(jitterMs + 1);
  const arriveAt = (when: number, arrive: () => void): void => {
    const of = session;
    time.at(when, () => {
      if (session === of) arrive();
    });
  };
  const stream = (length: number, arrive: () => void): void => {
    if (isCut) {
      held.push({ length, arrive });
      return;
    }
    let when = sentAt(length) + flight();
    for (let tries = 0; tries < retriesMax && random.happens(lossPermille); tries++) when += 2 * latencyMs + patienceMs;
    lastArrival = Math.max(lastArrival, Math.ceil(when));
    arriveAt(lastArrival, arrive);
  };
  return {
    stream,
    datagram: (length, arrive) => {
      const sent = sentAt(length);
      if (isCut || random.happens(lossPermille)) return;
      arriveAt(sent + flight(), arrive);
      if (random.happens(duplicatePermille)) arriveAt(sent + 2 * flight(), arrive);
    },
    cut: () => {
      isCut = true;
      const mine = ++cuts;
      return () => isCut && cuts === mine;
    },
    mend: () => {
      isCut = false;
      const waited = held;
      held = [];
      for (const { length, arrive } of waited) stream(length, arrive);
    },
    isCut: () => isCut,
    reset: () => {
      session++;
      held = [];
      lastArrival = 0;
    },
  };
};
