// Proof of authority: a list of signers, one slot each in turn, in the order of the list. A slot whose signer is away stays
// empty, and the next signer takes over with the next slot, so any signer that is alive keeps the chain going. Every block
// weighs 1. docs/protocol/poa.md has the reasons and the attacks. Stateless; O(1) a header.

import { err, ok, type Result } from '../bytes/index.ts';
import type { SignatureCheck } from '../crypto/index.ts';
import { type ConsensusField, type Header, type Hex32, type PoaParameters, zeroHex32 } from '../model/index.ts';
import type { ConsensusFault } from './consensus-fault.ts';
import type { Ancestry, Candidate, ConsensusEngine, Preparation } from './engine.ts';
import { createSlots, isSignedInItsSlot, signatureSeals, signTask, type Slots } from './slots.ts';
import { type SignersContext, signersContext, type ValidatorContext } from './validator-context.ts';

type PoaField = Extract<ConsensusField, { kind: 'poa' }>;

const fieldOf = ({ consensus }: Header): Result<PoaField, ConsensusFault> =>
  consensus.kind === 'poa'
    ? ok(consensus)
    : err({ type: 'header-consensus-kind', expected: 'poa', actual: consensus.kind });

const signersOf = (validators: ValidatorContext | undefined): SignersContext => {
  if (validators?.kind !== 'poa') throw new Error('a parent without its signers');
  return validators;
};

const ownSigners = (bytes: Uint8Array | undefined): SignersContext => {
  const context = bytes === undefined ? undefined : signersContext(bytes);
  if (context?.ok !== true) throw new Error('a state without signers');
  return context.value;
};

/** Whose slot it is: one signer's, whatever the others do. */
export const leaderOf = (signers: readonly Hex32[], slot: number): Hex32 => signers[slot % signers.length] ?? zeroHex32;

const isLeader = (
  header: Header,
  { slot }: PoaField,
  { signers }: SignersContext,
): Result<undefined, ConsensusFault> =>
  leaderOf(signers, slot) === header.producer
    ? ok(undefined)
    : err({ type: 'header-producer', slot, producer: header.producer });

const checkHeader = (slots: Slots, header: Header, { validators }: Ancestry): Result<undefined, ConsensusFault> => {
  const field = fieldOf(header);
  if (!field.ok) return field;
  const time = slots.timeHolds(header, field.value.slot);
  if (!time.ok) return time;
  const ruling = signersOf(validators);
  const actual = field.value.validatorsHash;
  if (actual !== ruling.hash) return err({ type: 'header-validators', expected: ruling.hash, actual });
  return isLeader(header, field.value, ruling);
};

const validatorsAfter: ConsensusEngine['validatorsAfter'] = ({ header, validators }, ancestry) => {
  const field = fieldOf(header);
  if (!field.ok) return field;
  const promised = field.value.nextValidatorsHash;
  const ruling = signersOf(ancestry.validators);
  if (promised === ruling.hash) return ok(ruling);
  if (validators === undefined) return err({ type: 'header-validators-missing', promised });
  const next = signersContext(validators);
  const actual = next.ok ? next.value.hash : zeroHex32;
  return next.ok && actual === promised ? next : err({ type: 'header-next-validators', expected: promised, actual });
};

/** The first slot of the candidate from `from` on; each signer has one in every n. */
const nextOwnSlot = (signers: readonly Hex32[], producer: Hex32, from: number): number | undefined => {
  const place = signers.indexOf(producer);
  if (place === -1) return undefined;
  const ahead = (place - (from % signers.length) + signers.length) % signers.length;
  return from + ahead;
};

const prepare = (slots: Slots, { parent, validators }: Ancestry, now: number, candidate: Candidate): Preparation => {
  const { signers, hash } = signersOf(validators);
  const parentSlot = parent.consensus.kind === 'poa' ? parent.consensus.slot : 0;
  const current = slots.at(now);
  const from = Math.max(slots.isOpen(current, now) ? current : current + 1, parentSlot + 1, candidate.signedUpTo + 1);
  const slot = nextOwnSlot(signers, candidate.producer, from);
  if (slot === undefined) return { type: 'wait', until: Number.MAX_SAFE_INTEGER };
  const time = slots.begin(slot);
  if (now < time) return { type: 'wait', until: time, ownSlotAt: time };
  const consensus = { kind: 'poa', slot, validatorsHash: hash, nextValidatorsHash: hash } as const;
  // Two turns, and some for a hand-over.
  const quietSlots = 2 * signers.length + 4;
  return { type: 'ready', time, consensus, renewAt: slots.end(slot), quietSlots };
};

export const createPoaEngine = (
  { slotMs }: PoaParameters,
  genesisTime: number,
  signatureCheck: SignatureCheck,
): ConsensusEngine => {
  const slots = createSlots(genesisTime, slotMs);
  const slotOf = ({ consensus }: Header): number => (consensus.kind === 'poa' ? consensus.slot : 0);
  return {
    kind: 'poa',
    bodyMayBeEmpty: true,
    slotOf,
    checkHeader: (header, ancestry) => checkHeader(slots, header, ancestry),
    believableFrom: (header) => slots.believableFrom(slotOf(header)),
    verifySeal: (sealed, validators) => {
      const field = fieldOf(sealed.header);
      if (!field.ok) return field;
      if (validators === undefined) return err({ type: 'header-seal', id: sealed.id });
      const leader = isLeader(sealed.header, field.value, signersOf(validators));
      return leader.ok ? signatureSeals(sealed, signatureCheck) : leader;
    },
    isSealedByItself: (sealed, known) =>
      signersOf(known).signers.includes(sealed.header.producer) &&
      isSignedInItsSlot(slots, slotOf(sealed.header), sealed, signatureCheck),
    weight: () => 1n,
    prepare: (ancestry, now, candidate) =>
      candidate === undefined
        ? { type: 'wait', until: Number.MAX_SAFE_INTEGER }
        : prepare(slots, ancestry, now, candidate),
    sealTask: (header) => signTask(header, slotOf(header)),
    firstValidators: (_chainId, first) => ownSigners(first),
    validatorsAfter,
    promiseValidators: (header, ancestry, validators) => {
      const next = ownSigners(validators);
      const field = fieldOf(header);
      if (!field.ok) throw new Error('a header of another kind to promise signers');
      const isSame = next.hash === signersOf(ancestry.validators).hash;
      const consensus = { ...field.value, nextValidatorsHash: next.hash };
      return { header: { ...header, consensus }, validators: isSame ? undefined : next.latest };
    },
    factsOf: (header, validators) => ({
      kind: 'poa',
      slot: slotOf(header),
      leader: header.producer,
      signers: validators?.kind === 'poa' ? validators.signers.length : 0,
    }),
  };
};
