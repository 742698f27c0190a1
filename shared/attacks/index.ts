// Attacks as scripts against real nodes in one process, each with what must come of it (decision 26).

import type { SignatureCheck } from '../core/crypto/index.ts';
import type { ConsensusKind } from '../core/model/index.ts';
import { type AttackReport, playAttack, type Step } from './attack.ts';
import { blockAttacks } from './block-attacks.ts';
import { branchAttacks } from './branch-attacks.ts';
import { crowdAttacks } from './crowd-attacks.ts';
import { paymentAttacks } from './payment-attacks.ts';
import { ruleAttacks } from './rule-attacks.ts';
import { validatorAttacks } from './validator-attacks.ts';

export type { Answer } from './arena.ts';
export type { AttackReport, Outcome, Step } from './attack.ts';

const all = [
  ...paymentAttacks,
  ...ruleAttacks,
  ...branchAttacks,
  ...blockAttacks,
  ...validatorAttacks,
  ...crowdAttacks,
];

export interface AttackName {
  readonly name: string;
  readonly about: string;
  /** kinds of consensus on which it can be tried */
  readonly kinds: readonly ConsensusKind[];
}

export const attackNames: readonly AttackName[] = all.map(({ name, about, kinds }) => ({ name, about, kinds }));

/**
 * `undefined` for a name that is not there, or not on this kind of consensus.
 * @param kind the first of the attack's kinds unless given
 * @param onStep told of each step as it ends
 */
export const runAttack = async (
  name: string,
  signatureCheck: SignatureCheck,
  kind?: ConsensusKind,
  onStep: (step: Step) => void = () => undefined,
): Promise<AttackReport | undefined> => {
  const attack = all.find((one) => one.name === name);
  const on = kind ?? attack?.kinds[0];
  if (attack === undefined || on === undefined || !attack.kinds.includes(on)) return undefined;
  return playAttack(attack, on, signatureCheck, onStep);
};
