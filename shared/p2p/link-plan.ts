// How many links a node keeps, and which it gives up. Pure: links, clock and chance go in, a plan comes out.
// Under ten nodes everybody links everybody. From ten on a node keeps eight links, at least four of them of its own
// choosing, so that those who dial in cannot be all that it has; and every two minutes one link that it dialled is
// exchanged for another, picked at random (random peer sampling: Jelasity et al., "Gossip-based peer sampling", 2007), so
// that no placement of an attacker lasts. Bounds: 30 peers, 10 that we dialled and 20 that dialled us.

import type { PeerId } from '../core/node/ports.ts';
import { linksUnknown } from './candidates.ts';

/** From ten nodes on a full mesh costs more than it gives. */
const fullMeshBelow = 10;
const linksSought = 8;
/** If everybody dials four, everybody has eight. */
const outboundSought = 4;

/** A full mesh of nine needs eight; two more for an exchange and a node that is kept dialled. */
export const outboundMax = 10;
export const inboundMax = 20;

const exchangeEveryMs = 120_000;
/** A dial that takes longer than this to find somebody new is given up until the next time. */
const exchangeWithinMs = 30_000;

/** Half as many again as are sought: what comes in beyond that is given up, one link at a time. */
const trimAbove = 12;
/** Both sides of a link may have too many; the lower id decides, the other only when it is much worse off. */
const trimAboveForHigherId = 16;
const trimEveryMs = 5_000;
const settledAfterMs = 30_000;
/** Who has no more than this is left alone. */
const theirLinksMin = 4;

const anchorsMax = 2;
/** Beside anchors, so many links go to peers that a node knew before: a crowd of newcomers cannot have them all. */
export const oldLinksSought = 2;

export interface PlannedLink {
  readonly peer: PeerId;
  /** we dialled it */
  readonly isOutbound: boolean;
  /** an anchor, or a node that is kept dialled whatever happens */
  readonly isKept: boolean;
  /** ms since 1970, like every time here */
  readonly sinceMs: number;
  /** when we first had a link to this peer that we dialled, in this session or before */
  readonly metAtMs: number;
  /** how many links the peer says it has; 255 for unknown */
  readonly theirLinks: number;
  /** relays and other neighbours through which it could be reached without this link */
  readonly otherWays: number;
}

export interface LinkPlanInput {
  readonly self: PeerId;
  /** how many nodes seem to be alive, we among them */
  readonly nodesAlive: number;
  readonly links: readonly PlannedLink[];
  /** dials under way to peers without a link */
  readonly dialling: number;
  /** links that we dialled, or are dialling, to peers from before this session other than anchors */
  readonly oldLinks: number;
  /** a peer from before this session could be dialled now */
  readonly hasOldChoice: boolean;
  readonly nowMs: number;
  /** uniform in [0, 1) */
  readonly random: () => number;
}

export interface LinkPlanState {
  readonly exchangeAtMs: number;
  readonly trimAtMs: number;
}

export interface LinkPlan {
  readonly state: LinkPlanState;
  /**
   * `own`: there are links enough, but too few that we dialled, or one is to be exchanged; `old`: there are enough of those
   * too, but too few to peers from before this session
   */
  readonly dial: 'none' | 'any' | 'own' | 'old';
  /** the link to give up now */
  readonly drop: PeerId | undefined;
}

const nextExchange = (nowMs: number, random: () => number): number => nowMs + exchangeEveryMs * (0.75 + random() * 0.5);

export const firstLinkPlan = (nowMs: number, random: () => number): LinkPlanState => ({
  exchangeAtMs: nextExchange(nowMs, random),
  trimAtMs: nowMs,
});

/** Two of the links that we dialled, those to the peers that we have known longest. */
export const chooseAnchors = (links: readonly PlannedLink[]): readonly PeerId[] =>
  links
    .filter(({ isOutbound }) => isOutbound)
    .sort((a, b) => a.metAtMs - b.metAtMs || a.sinceMs - b.sinceMs)
    .slice(0, anchorsMax)
    .map(({ peer }) => peer);

const pickFrom = (links: readonly PlannedLink[], random: () => number): PeerId | undefined =>
  links[Math.floor(random() * links.length)]?.peer;

/** Nobody is cut off by it: the peer has links enough, and there is another way to it. */
const mayGo = (link: PlannedLink): boolean =>
  !link.isKept && link.otherWays > 0 && link.theirLinks > theirLinksMin && link.theirLinks !== linksUnknown;

const trimmed = (state: LinkPlanState, input: LinkPlanInput): PeerId | undefined => {
  const { links, nowMs, self, random } = input;
  if (links.length <= trimAbove || nowMs < state.trimAtMs) return undefined;
  const surplus = links.filter(
    (link) =>
      mayGo(link) &&
      link.theirLinks > linksSought &&
      link.sinceMs <= nowMs - settledAfterMs &&
      (self < link.peer || links.length > trimAboveForHigherId),
  );
  return pickFrom(surplus, random);
};

interface Exchange {
  readonly wantsOne: boolean;
  readonly drop: PeerId | undefined;
  readonly isOver: boolean;
}

/** An exchange begins with a new link and ends with the loss of an old one: in between there is one more, never one less. */
const exchanged = ({ exchangeAtMs }: LinkPlanState, { links, nowMs, random }: LinkPlanInput): Exchange => {
  if (nowMs < exchangeAtMs) return { wantsOne: false, drop: undefined, isOver: false };
  const hasCome = links.some((link) => link.isOutbound && link.sinceMs >= exchangeAtMs);
  const old = links.filter((link) => link.isOutbound && link.sinceMs < exchangeAtMs && mayGo(link));
  if (hasCome) return { wantsOne: false, drop: pickFrom(old, random), isOver: true };
  const isOver = nowMs >= exchangeAtMs + exchangeWithinMs;
  return { wantsOne: old.length > 0 && !isOver, drop: undefined, isOver };
};

/** What to do now about the number of links. The state that comes back goes in the next time. */
export const planLinks = (state: LinkPlanState, input: LinkPlanInput): LinkPlan => {
  const { nodesAlive, links, dialling, nowMs, random } = input;
  const total = links.length + dialling;
  const own = links.filter(({ isOutbound }) => isOutbound).length + dialling;
  const mayDial = own < outboundMax && total < outboundMax + inboundMax;
  const wantsOld = mayDial && input.hasOldChoice && input.oldLinks < oldLinksSought;
  const otherwise = wantsOld ? 'old' : 'none';
  if (nodesAlive < fullMeshBelow) {
    const wantsMore = mayDial && total < nodesAlive - 1;
    return { state: firstLinkPlan(nowMs, random), dial: wantsMore ? 'any' : otherwise, drop: undefined };
  }
  const exchange = exchanged(state, input);
  const wantsOwn = own < outboundSought || (exchange.wantsOne && dialling === 0);
  const trim = exchange.drop === undefined ? trimmed(state, input) : undefined;
  return {
    state: {
      exchangeAtMs: exchange.isOver ? nextExchange(nowMs, random) : state.exchangeAtMs,
      trimAtMs: trim === undefined ? state.trimAtMs : nowMs + trimEveryMs,
    },
    dial: !mayDial ? 'none' : total < linksSought ? 'any' : wantsOwn ? 'own' : otherwise,
    drop: exchange.drop ?? trim,
  };
};

/** A peer that could be dialled now. */
export interface DialChoice {
  readonly peer: PeerId;
  readonly isAnchor: boolean;
  /** for a peer from before this session, when we first reached it ourselves */
  readonly metAtMs: number | undefined;
  /** who told of it */
  readonly introducers: readonly PeerId[];
  /** how many links it says it has; 255 for unknown */
  readonly links: number;
  /** dials to it that failed since the last that did not */
  readonly fails: number;
}

/** Few failures first; then few links, with some chance, so that the graph does not cluster. */
const leastOf = <T extends DialChoice>(choices: readonly T[], random: () => number): T | undefined =>
  choices
    .map((choice) => ({ choice, rank: 10 * choice.fails + choice.links / 8 + random() * 4 }))
    .reduce<{ readonly choice: T; readonly rank: number } | undefined>(
      (least, one) => (least === undefined || one.rank < least.rank ? one : least),
      undefined,
    )?.choice;

const longestKnown = <T extends DialChoice>(choices: readonly T[]): T | undefined =>
  choices
    .filter(({ metAtMs, fails }) => metAtMs !== undefined && fails === 0)
    .reduce<T | undefined>(
      (a, b) => (a === undefined || (b.metAtMs ?? Infinity) < (a.metAtMs ?? Infinity) ? b : a),
      undefined,
    );

/**
 * Whom to dial next: an anchor; or, where `wantsOld`, the one known longest from before this session; or one that somebody
 * told of. Of these the teller is drawn first, so that who tells of many is not heard more than who tells of few.
 */
export const chooseDial = <T extends DialChoice>(
  choices: readonly T[],
  wantsOld: boolean,
  random: () => number,
): T | undefined => {
  const anchors = choices.filter(({ isAnchor, fails }) => isAnchor && fails === 0);
  if (anchors.length > 0) return leastOf(anchors, random);
  const old = wantsOld ? longestKnown(choices) : undefined;
  if (old !== undefined) return old;
  const tellers = [...new Set(choices.flatMap(({ introducers }) => introducers))];
  const teller = tellers[Math.floor(random() * tellers.length)];
  const told = teller === undefined ? choices : choices.filter(({ introducers }) => introducers.includes(teller));
  // Who fails again and again must not stand before others, whoever told of them.
  const freshest = Math.min(...choices.map(({ fails }) => fails));
  const among = told.some(({ fails }) => fails === freshest) ? told : choices;
  return leastOf(among, random);
};
