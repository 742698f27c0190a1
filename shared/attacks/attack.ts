// What an attack is and what its report says. A script plays steps in an arena; of each step it says beforehand what must
// come of it, and the report holds what did. Pure but for the arena that it is given.

import type { SignatureCheck } from '../core/crypto/index.ts';
import type { ChainSpec, ConsensusKind } from '../core/model/index.ts';
import { createForge } from '../testing/index.ts';
import { type Answer, type Arena, type ArenaOptions, openArena } from './arena.ts';

export interface Step {
  /** what the attacker did */
  readonly what: string;
  /** what must come of it */
  readonly outcome: Outcome;
  /** the same in words */
  readonly expected: string;
  readonly answers: readonly Answer[];
  readonly held: boolean;
}

export interface AttackReport {
  readonly attack: string;
  readonly about: string;
  readonly consensus: ConsensusKind;
  readonly steps: readonly Step[];
  /** heads of the honest nodes after it */
  readonly heads: readonly string[];
  readonly height: number;
  readonly supply: string;
  /** warnings that people got */
  readonly alarms: readonly string[];
  /** every step ended as it must, honest nodes have one head, nobody honest was penalised, the supply is right */
  readonly held: boolean;
}

/** What has to come of a step. */
export type Outcome =
  | { readonly type: 'refused'; readonly fault: string; readonly isPenalised: boolean }
  /** nothing is refused: no rule was broken */
  | { readonly type: 'taken' }
  /** left aside without a word; `rule` is by which it is not taken in now */
  | { readonly type: 'ignored'; readonly rule?: string };

export interface Stage {
  readonly kind: ConsensusKind;
  readonly arena: Arena;
  /** Goes on in a network of its own, among nodes started like this. */
  readonly enter: (spec: ChainSpec, options?: ArenaOptions) => Promise<void>;
  /** Plays a step; `isSo` is looked at after it, beside the answers. */
  readonly step: (what: string, outcome: Outcome, play: () => Promise<void>, isSo?: () => boolean) => Promise<void>;
}

export interface Attack {
  readonly name: string;
  readonly about: string;
  /** where it can be tried; each network has one of them */
  readonly kinds: readonly ConsensusKind[];
  readonly spec: (kind: ConsensusKind) => ChainSpec;
  readonly play: (stage: Stage) => Promise<void>;
}

export const refused = (fault: string, isPenalised = true): Outcome => ({ type: 'refused', fault, isPenalised });
export const taken: Outcome = { type: 'taken' };
export const ignored: Outcome = { type: 'ignored' };
export const leftAside = (rule: string): Outcome => ({ type: 'ignored', rule });

const words = (outcome: Outcome): string => {
  if (outcome.type === 'taken') return 'no rule is broken: it is taken in';
  if (outcome.type === 'ignored') {
    return `left aside${outcome.rule === undefined ? '' : ` by ${outcome.rule}`}, nobody is penalised`;
  }
  return `refused: ${outcome.fault}${outcome.isPenalised ? ', the sender loses points' : ''}`;
};

const isAsExpected = (outcome: Outcome, { fault, points, verdict }: Answer): boolean => {
  switch (outcome.type) {
    case 'refused':
      return fault?.includes(outcome.fault) === true && (outcome.isPenalised ? points > 0 : points === 0);
    case 'taken':
      return points === 0 && verdict !== 'reject';
    case 'ignored':
      return points === 0 && verdict !== 'accept' && verdict !== 'reject';
  }
};

/** Plays the attack against nodes of its own, on a network of this kind. */
export const playAttack = async (
  attack: Attack,
  kind: ConsensusKind,
  signatureCheck: SignatureCheck,
  onStep: (step: Step) => void,
): Promise<AttackReport> => {
  const steps: Step[] = [];
  let options: ArenaOptions = {};
  let arena = await openArena(createForge(attack.spec(kind)), signatureCheck);
  const stage: Stage = {
    kind,
    get arena() {
      return arena;
    },
    enter: async (spec, started = {}) => {
      options = started;
      arena = await openArena(createForge(spec), signatureCheck, options);
    },
    step: async (what, outcome, play, isSo = () => true) => {
      await play();
      const answers = arena.answers();
      const held = answers.every((answer) => isAsExpected(outcome, answer)) && isSo() && isSound(arena);
      const step = { what, outcome, expected: words(outcome), answers, held };
      steps.push(step);
      onStep(step);
      // Who is cut off everywhere cannot go on; the next step finds an attacker with another name.
      if (answers.every(({ isCut }) => isCut)) arena = await freshArena(arena, signatureCheck, options);
    },
  };
  await attack.play(stage);
  const { is, mustBe } = arena.supply();
  return {
    ...{ attack: attack.name, about: attack.about, consensus: kind, steps },
    ...{ heads: arena.heads(), height: arena.height(), supply: `${is} of ${mustBe}`, alarms: arena.alarms },
    held: steps.length > 0 && steps.every(({ held }) => held) && isSound(arena),
  };
};

const isSound = (arena: Arena): boolean => {
  const { is, mustBe } = arena.supply();
  return new Set(arena.heads()).size === 1 && arena.friendlyPoints() === 0 && is === mustBe;
};

/** Nodes on the same chain whom the attacker has not met. */
const freshArena = async (before: Arena, signatureCheck: SignatureCheck, options: ArenaOptions): Promise<Arena> => {
  const { forge, node } = before;
  const arena = await openArena(forge, signatureCheck, options);
  arena.startAt(before.now());
  for (let height = 1; height <= node.chain.head().height; height++) {
    const id = node.chain.idAt(height);
    const block = id === undefined ? undefined : node.chain.bodyOf(id);
    if (block !== undefined) await arena.honestBlock({ block });
  }
  arena.answers();
  return arena;
};
