// Attacks as scripts against real nodes in one process, each with what must come of it (decision 26).

import type { SignatureCheck } from '../core/crypto/index.ts';
import { type AttackReport, playAttack } from './attack.ts';
import { blockAttacks } from './block-attacks.ts';
import { crowdAttacks } from './crowd-attacks.ts';
import { paymentAttacks } from './payment-attacks.ts';

export type { Answer } from './arena.ts';
export type { AttackReport, Step } from './attack.ts';

const all = [...paymentAttacks, ...blockAttacks, ...crowdAttacks];

export const attackNames: readonly { readonly name: string; readonly about: string }[] = all.map(({ name, about }) => ({
  name,
  about,
}));

/** `undefined` for a name that is not there. */
export const runAttack = async (name: string, signatureCheck: SignatureCheck): Promise<AttackReport | undefined> => {
  const attack = all.find((one) => one.name === name);
  return attack === undefined ? undefined : playAttack(attack, signatureCheck);
};
