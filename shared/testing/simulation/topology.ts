// Who is linked with whom, and how good each link is: everybody with everybody below ten nodes, from ten on about eight
// random links each, as the dial manager makes them. Bounded by twelve links a node.

import type { PeerId } from '../../core/node/index.ts';
import type { LinkCharacter } from './channel.ts';
import type { SeededRandom } from './seeded-random.ts';

export type Pair = readonly [PeerId, PeerId];

const fullMeshBelow = 10;
const linksWanted = 8;
const linksMax = 12;

/** Ranges from which each link draws its character. */
export interface LinkRanges {
  readonly latencyMs: readonly [low: number, high: number];
  readonly lossPermille: readonly [low: number, high: number];
  readonly duplicatePermille: number;
  /** links through a relay instead of directly */
  readonly relayedPermille: number;
  readonly bytesPerMs: readonly [low: number, high: number];
}

/** A home's upload, and a school's Wi-Fi that thirty share: 1 to 20 Mbit/s. */
export const modestBytesPerMs = [125, 2500] as const;

export const drawCharacter = (random: SeededRandom, ranges: LinkRanges): LinkCharacter => {
  const latencyMs = random.between(...ranges.latencyMs);
  return {
    path: random.happens(ranges.relayedPermille) ? 'relayed' : 'direct',
    latencyMs,
    jitterMs: Math.ceil(latencyMs / 4),
    lossPermille: random.between(...ranges.lossPermille),
    duplicatePermille: ranges.duplicatePermille,
    bytesPerMs: random.between(...ranges.bytesPerMs),
  };
};

const fullMesh = (ids: readonly PeerId[]): readonly Pair[] =>
  ids.flatMap((a, at) => ids.slice(at + 1).map((b): Pair => [a, b]));

/** Each pair once. */
export const drawLinks = (ids: readonly PeerId[], random: SeededRandom): readonly Pair[] => {
  if (ids.length < fullMeshBelow) return fullMesh(ids);
  const links = new Map<PeerId, Set<PeerId>>(ids.map((id) => [id, new Set()]));
  const pairs: Pair[] = [];
  for (const [id, mine] of links) {
    for (const other of random.shuffle(ids)) {
      const theirs = links.get(other);
      if (mine.size >= linksWanted) break;
      if (theirs === undefined || other === id || mine.has(other) || theirs.size >= linksMax) continue;
      mine.add(other);
      theirs.add(id);
      pairs.push([id, other]);
    }
  }
  return pairs;
};
