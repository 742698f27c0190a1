// The attacks that the lab offers, in its order, with the kinds of consensus on which each can be tried. They are the attacks of
// shared/attacks, as a test holds it to; their names and sentences are in the lab's text.

import type { LabKind } from './attack-told.ts';

const everyKind: readonly LabKind[] = ['pow', 'pos', 'poa'];

export const attackTable = {
  'over-balance': everyKind,
  'zero-amount': everyKind,
  overflow: everyKind,
  'double-spend': everyKind,
  replay: everyKind,
  'invalid-block': everyKind,
  'selfish-mining': everyKind,
  majority: everyKind,
  'withheld-bodies': everyKind,
  'header-flood': everyKind,
  garbage: everyKind,
  'clock-lies': everyKind,
  'double-sign': ['pos', 'poa'],
  'wrong-signer': ['poa'],
  'forged-draw': ['pos'],
  grinding: ['pos'],
  'address-flood': everyKind,
  eclipse: everyKind,
} as const satisfies Readonly<Record<string, readonly LabKind[]>>;

export type LabAttack = keyof typeof attackTable;

export const attacksOn = (kind: LabKind): readonly LabAttack[] => {
  const kinds: Readonly<Record<string, readonly LabKind[]>> = attackTable;
  return (Object.keys(attackTable) as LabAttack[]).filter((name) => kinds[name]?.includes(kind) === true);
};
