// What moves in the picture and when nothing does: steps of the layout, blocks on their way, the glow of an arrival. One
// animation frame at a time while something moves and none while all rests; nothing moves for who has asked for that. Bound:
// `travellingMax` blocks on their way, so that a burst of blocks cannot slow the page.

import type { PictureLayout } from './picture-layout.ts';

/** A block between this tab and a peer. */
interface Journey {
  readonly peerId: string;
  readonly inwards: boolean;
  readonly startedAt: number;
}

export interface PictureMotion {
  /** A block came from this peer, or was made here and goes to all of these. */
  readonly arrived: (from: string | undefined, peers: readonly string[]) => void;
  /** The layout has changed. */
  readonly stir: () => void;
  /** Blocks under way and the glow, as of the last frame. */
  readonly journeys: () => readonly { readonly peerId: string; readonly inwards: boolean; readonly part: number }[];
  readonly glow: () => number;
  readonly stop: () => void;
}

export interface MotionParts {
  readonly layout: PictureLayout;
  readonly paint: () => void;
  readonly isStill: () => boolean;
  /** on the clock of the frames, ms */
  readonly now: () => number;
  readonly nextFrame: (run: (now: number) => void) => number;
  readonly cancelFrame: (id: number) => void;
}

/** The layout comes to rest in some 120 steps: a third of a second, so that a crowd that arrives one by one costs little. */
const stepsAFrame = 6;
const journeyMs = 700;
const glowMs = 600;
const travellingMax = 60;

export const createPictureMotion = ({
  layout,
  paint,
  isStill,
  now: clock,
  nextFrame,
  cancelFrame,
}: MotionParts): PictureMotion => {
  let journeys: Journey[] = [];
  let glowFrom: number | undefined;
  let now = 0;
  let frame: number | undefined;

  const run = (time: number): void => {
    frame = undefined;
    now = time;
    let warm = true;
    for (let i = 0; i < stepsAFrame && warm; i++) warm = layout.step();
    if (journeys.some(({ inwards, startedAt }) => inwards && now - startedAt >= journeyMs)) glowFrom = now;
    journeys = journeys.filter(({ startedAt }) => now - startedAt < journeyMs);
    if (glowFrom !== undefined && now - glowFrom >= glowMs) glowFrom = undefined;
    paint();
    if (warm || journeys.length > 0 || glowFrom !== undefined) request();
  };
  const request = (): void => {
    frame ??= nextFrame(run);
  };

  return {
    arrived: (from, peers) => {
      if (isStill()) {
        paint();
        return;
      }
      const ways =
        from === undefined ? peers.map((peerId) => ({ peerId, inwards: false })) : [{ peerId: from, inwards: true }];
      const startedAt = clock();
      journeys = [...journeys, ...ways.map((way) => ({ ...way, startedAt }))].slice(-travellingMax);
      if (from === undefined) glowFrom = startedAt;
      request();
    },
    stir: () => {
      if (isStill()) {
        layout.settle();
        paint();
      } else request();
    },
    journeys: () =>
      journeys.map(({ peerId, inwards, startedAt }) => ({
        peerId,
        inwards,
        part: Math.max(0, Math.min(1, (now - startedAt) / journeyMs)),
      })),
    glow: () => (glowFrom === undefined ? 0 : Math.max(0, Math.min(1, 1 - (now - glowFrom) / glowMs))),
    stop: () => {
      if (frame !== undefined) cancelFrame(frame);
      frame = undefined;
    },
  };
};
