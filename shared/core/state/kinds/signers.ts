// Signers and admin: who seals under proof of authority, and who says so; docs/protocol/rules.md.
// A change is in force `activationDelay` blocks after its own; an admin is followed by whom it names once that key accepts.
// Writes one record each, bounded by 256 signers and 32 changes that are not in force yet.

import { err, ok, type Result } from '../../bytes/index.ts';
import { type ChainSpec, type Hex32, type PoaParameters, specLimits } from '../../model/index.ts';
import { writeAccount } from '../state-view.ts';
import type { TransactionFault } from '../transaction-fault.ts';
import {
  type AdminRecord,
  adminRecordOf,
  foldedAt,
  signerLimits,
  signersAt,
  signersRecordOf,
  writeAdmin,
  writeSigners,
} from '../validators/signer-records.ts';
import { type KindRules, type PayloadOf, payerAfter, plainReceipt, type Turn } from './kind-rules.ts';

type Change = PayloadOf<'signers'>;

const parametersOf = ({ consensus }: ChainSpec): PoaParameters | undefined =>
  consensus.kind === 'poa' ? consensus : undefined;

const changeMakesSense = ({ add, remove }: Change): Result<undefined, TransactionFault> => {
  const named = [...add, ...remove];
  if (named.length === 0) return err({ type: 'signers-nothing' });
  return new Set(named).size === named.length ? ok(undefined) : err({ type: 'signer-twice' });
};

/** Against the list as it will be once all that is pending is in force. */
const changeFits = ({ add, remove }: Change, list: readonly Hex32[]): Result<undefined, TransactionFault> => {
  const known = add.find((signer) => list.includes(signer));
  if (known !== undefined) return err({ type: 'signer-known', signer: known });
  const unknown = remove.find((signer) => !list.includes(signer));
  if (unknown !== undefined) return err({ type: 'signer-unknown', signer: unknown });
  const count = list.length + add.length - remove.length;
  if (count === 0) return err({ type: 'signers-empty' });
  return count > specLimits.signersMax ? err({ type: 'signers-full', limit: specLimits.signersMax }) : ok(undefined);
};

const pay = (turn: Turn): void => {
  writeAccount(turn.layer, turn.transaction.sender, payerAfter(turn, 0n, turn.gas));
};

export const signersRules: KindRules<'signers'> = (change) => ({
  amount: 0n,
  check: (spec) =>
    parametersOf(spec) !== undefined ? changeMakesSense(change) : err({ type: 'kind-not-active', kind: 'signers' }),
  deposit: () => 0n,
  apply: (turn) => {
    const { layer, transaction, facts } = turn;
    const parameters = parametersOf(facts.spec);
    const record = signersRecordOf(layer);
    if (parameters === undefined || record === undefined) return err({ type: 'kind-not-active', kind: 'signers' });
    if (transaction.sender !== adminRecordOf(layer)?.admin) return err({ type: 'not-admin' });
    const folded = foldedAt(record, facts.height);
    const fits = changeFits(change, signersAt(folded));
    if (!fits.ok) return fits;
    const limit = signerLimits.pendingMax;
    if (folded.pending.length >= limit) return err({ type: 'signers-pending-full', limit });
    const { add, remove } = change;
    const atHeight = facts.height + parameters.activationDelay;
    pay(turn);
    writeSigners(layer, {
      signers: folded.signers,
      pending: [...folded.pending, { atHeight, add, remove }],
      suspended: folded.suspended.filter(({ signer }) => !add.includes(signer)),
    });
    return ok(plainReceipt(turn));
  },
});

/** The admin names who follows (itself: nobody), and who was named names itself. */
const adminAfter = (
  { admin, next }: AdminRecord,
  sender: Hex32,
  named: Hex32,
): Result<AdminRecord, TransactionFault> => {
  if (sender === next && named === sender) return ok({ admin: sender, next: undefined });
  if (sender !== admin) return err({ type: 'not-admin' });
  const following = named === admin ? undefined : named;
  return following === next ? err({ type: 'admin-unchanged' }) : ok({ admin, next: following });
};

export const adminRules: KindRules<'admin'> = ({ next }) => ({
  amount: 0n,
  check: (spec) => (parametersOf(spec) !== undefined ? ok(undefined) : err({ type: 'kind-not-active', kind: 'admin' })),
  deposit: () => 0n,
  apply: (turn) => {
    const record = adminRecordOf(turn.layer);
    if (record === undefined) return err({ type: 'kind-not-active', kind: 'admin' });
    const after = adminAfter(record, turn.transaction.sender, next);
    if (!after.ok) return after;
    pay(turn);
    writeAdmin(turn.layer, after.value);
    return ok(plainReceipt(turn));
  },
});
