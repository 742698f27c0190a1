// Proof of stake: in each slot every staker draws, by a VRF that only its key can compute, and may seal where what it drew is
// below its share of the stake. Epochs give the draws their seed, and make stake count two epochs after it was brought. Every block
// weighs 1. docs/protocol/pos.md has the rules, the reasons and the attacks. Stateless; O(1) a header, however far its slot.

import { createWriter, equalBytes, err, ok, type Result, toHex } from '../bytes/index.ts';
import { hash, type SignatureCheck, type VrfVerify } from '../crypto/index.ts';
import {
  bytesOf,
  type ConsensusField,
  type Header,
  type Hex32,
  type PosParameters,
  type SealedHeader,
  zeroHex32,
} from '../model/index.ts';
import type { ConsensusFault } from './consensus-fault.ts';
import type { Ancestry, Candidate, ConsensusEngine, ConsensusFacts, Preparation } from './engine.ts';
import { createSlots, isSignedInItsSlot, signatureSeals, signTask, type Slots } from './slots.ts';
import {
  type StakesContext,
  stakesContext,
  type StakeTable,
  stakeTable,
  type ValidatorContext,
} from './validator-context.ts';

type PosField = Extract<ConsensusField, { kind: 'pos' }>;

/** The verifiable random function: of a proof that is right for key and input, or of a proof of our own. */
export interface Vrf {
  readonly verify: VrfVerify;
  readonly outputOf: (proof: Uint8Array) => Uint8Array | undefined;
}

interface Rules {
  readonly slots: Slots;
  readonly epochSlots: number;
  readonly signatureCheck: SignatureCheck;
  readonly vrf: Vrf;
}

const outputBits = 512n;
const proofBytes = 80;
/** Slots that a producer looks ahead at once: so many proofs take it a few tens of ms. */
const slotsAhead = 8;
/** In which a holder of a twentieth of the stake wins at least once in 19 of 20 cases. */
const quietSlots = 60;
/** What people are shown: billionths. */
const shownParts = 1_000_000_000n;

const uintBytes = (value: number): Uint8Array => createWriter(8).uint(value).finish();

const fieldOf = ({ consensus }: Header): Result<PosField, ConsensusFault> =>
  consensus.kind === 'pos'
    ? ok(consensus)
    : err({ type: 'header-consensus-kind', expected: 'pos', actual: consensus.kind });

const stakesOf = (validators: ValidatorContext | undefined): StakesContext => {
  if (validators?.kind !== 'pos') throw new Error('a parent without its stakes');
  return validators;
};

const tableOf = (bytes: Uint8Array | undefined): StakeTable => {
  const table = bytes === undefined ? undefined : stakeTable(bytes);
  if (table?.ok !== true) throw new Error('a state without stakes');
  return table.value;
};

/** The context carried forward to an epoch: epochs without a block are passed over in one step. */
export const inEpoch = (context: StakesContext, epoch: number): StakesContext => {
  if (epoch <= context.epoch) return context;
  const { live } = context;
  return stakesContext({
    epoch,
    seed: toHex(hash('epoch-seed', bytesOf(context.seed), uintBytes(epoch), bytesOf(context.mix))),
    mix: zeroHex32,
    current: epoch === context.epoch + 1 ? context.next : live,
    next: live,
    live,
  });
};

export const slotInput = (seed: Hex32, slot: number): Uint8Array => hash('slot-input', bytesOf(seed), uintBytes(slot));

/** output × total < stake × 2^512 */
export const wins = (output: Uint8Array, stake: bigint, total: bigint): boolean =>
  BigInt(`0x${toHex(output)}`) * total < stake << outputBits;

const createRuling = ({ epochSlots }: Pick<Rules, 'epochSlots'>) => {
  const counted = Math.floor((2 * epochSlots) / 3);
  return {
    /** who rules a slot, by what its parent left */
    at: (validators: ValidatorContext | undefined, slot: number): StakesContext =>
      inEpoch(stakesOf(validators), Math.floor(slot / epochSlots)),
    /** what a block of this slot leaves */
    after: (ruling: StakesContext, { slot, vrfOutput }: PosField, live: StakeTable): StakesContext => {
      const isCounted = slot % epochSlots < counted;
      if (!isCounted && live === ruling.live) return ruling;
      const mix = isCounted ? toHex(hash('epoch-mix', bytesOf(ruling.mix), vrfOutput)) : ruling.mix;
      const { epoch, seed, current, next } = ruling;
      return stakesContext({ epoch, seed, mix, current, next, live });
    },
  };
};

type Ruling = ReturnType<typeof createRuling>;

const checkHeader = (
  { slots }: Rules,
  ruling: Ruling,
  header: Header,
  { validators }: Ancestry,
): Result<undefined, ConsensusFault> => {
  const field = fieldOf(header);
  if (!field.ok) return field;
  const { slot, vrfOutput, validatorsHash } = field.value;
  const time = slots.timeHolds(header, slot);
  if (!time.ok) return time;
  const ruled = ruling.at(validators, slot);
  if (validatorsHash !== ruled.hash) {
    return err({ type: 'header-validators', expected: ruled.hash, actual: validatorsHash });
  }
  const { stakes, total } = ruled.current;
  return wins(vrfOutput, stakes.get(header.producer) ?? 0n, total)
    ? ok(undefined)
    : err({ type: 'header-producer', slot, producer: header.producer });
};

/** The proof gives the output that the header has, and the signature is the producer's. */
const verifySeal = (
  { signatureCheck, vrf }: Rules,
  ruling: Ruling,
  sealed: SealedHeader,
  validators: ValidatorContext | undefined,
): Result<undefined, ConsensusFault> => {
  const { header, seal, id } = sealed;
  const field = fieldOf(header);
  if (!field.ok) return field;
  if (validators === undefined) return err({ type: 'header-seal', id });
  const { slot, vrfOutput } = field.value;
  const ruled = ruling.at(validators, slot);
  // Whoever has no stake costs no check of a proof.
  if (!ruled.current.stakes.has(header.producer)) {
    return err({ type: 'header-producer', slot, producer: header.producer });
  }
  const signature = signatureSeals(sealed, signatureCheck);
  if (!signature.ok) return signature;
  const proof = seal.subarray(0, proofBytes);
  const output = vrf.verify(bytesOf(header.producer), slotInput(ruled.seed, slot), proof);
  return output !== undefined && equalBytes(output, vrfOutput) ? ok(undefined) : err({ type: 'header-seal', id });
};

const validatorsAfter = (
  ruling: Ruling,
  { header, validators }: Pick<SealedHeader, 'header' | 'validators'>,
  ancestry: Ancestry,
): Result<ValidatorContext, ConsensusFault> => {
  const field = fieldOf(header);
  if (!field.ok) return field;
  const promised = field.value.nextValidatorsHash;
  const ruled = ruling.at(ancestry.validators, field.value.slot);
  const unchanged = ruling.after(ruled, field.value, ruled.live);
  if (promised === unchanged.hash) return ok(unchanged);
  if (validators === undefined) return err({ type: 'header-validators-missing', promised });
  const live = stakeTable(validators);
  const next = live.ok ? ruling.after(ruled, field.value, live.value) : undefined;
  return next?.hash === promised
    ? ok(next)
    : err({ type: 'header-next-validators', expected: promised, actual: next?.hash ?? zeroHex32 });
};

interface Draw {
  readonly slot: number;
  readonly input: Hex32;
  readonly stake: bigint;
  readonly ruled: StakesContext;
}

const drawsFrom = (
  ruling: Ruling,
  validators: ValidatorContext | undefined,
  producer: Hex32,
  from: number,
): readonly Draw[] =>
  Array.from({ length: slotsAhead }, (_, index) => {
    const slot = from + index;
    const ruled = ruling.at(validators, slot);
    const stake = ruled.current.stakes.get(producer) ?? 0n;
    return { slot, input: toHex(slotInput(ruled.seed, slot)), stake, ruled };
  }).filter(({ stake }) => stake > 0n);

const prepare = (
  { slots, vrf }: Rules,
  ruling: Ruling,
  { parent, validators }: Ancestry,
  { now, candidate }: { readonly now: number; readonly candidate: Candidate },
): Preparation => {
  const parentSlot = parent.consensus.kind === 'pos' ? parent.consensus.slot : 0;
  const current = slots.at(now);
  const from = Math.max(slots.isOpen(current, now) ? current : current + 1, parentSlot + 1, candidate.signedUpTo + 1);
  const draws = drawsFrom(ruling, validators, candidate.producer, from);
  const lacking = draws.filter(({ input }) => candidate.proofOf(input) === undefined);
  if (lacking.length > 0) return { type: 'prove', inputs: lacking.map(({ input }) => input) };
  for (const { slot, input, stake, ruled } of draws) {
    const proof = candidate.proofOf(input);
    const vrfOutput = proof === undefined ? undefined : vrf.outputOf(proof);
    if (proof === undefined || vrfOutput === undefined || !wins(vrfOutput, stake, ruled.current.total)) continue;
    const time = slots.begin(slot);
    if (now < time) return { type: 'wait', until: time, ownSlotAt: time };
    const { hash: validatorsHash } = ruled;
    const consensus = { kind: 'pos', slot, vrfOutput, validatorsHash, nextValidatorsHash: zeroHex32 } as const;
    return { type: 'ready', time, consensus, renewAt: slots.end(slot), proof, quietSlots };
  }
  return { type: 'wait', until: slots.begin(from + slotsAhead / 2) };
};

const facts = (ruling: Ruling, header: Header, validators: ValidatorContext | undefined): ConsensusFacts => {
  const field = fieldOf(header);
  if (!field.ok) throw new Error('a header of another kind to tell of');
  const { slot, vrfOutput } = field.value;
  const drawn = Number((BigInt(`0x${toHex(vrfOutput)}`) * shownParts) >> outputBits);
  if (validators === undefined) return { kind: 'pos', slot, drawn };
  const { current, epoch } = ruling.at(validators, slot);
  const threshold = Number(((current.stakes.get(header.producer) ?? 0n) * shownParts) / current.total);
  return { kind: 'pos', slot, epoch, drawn, threshold };
};

const firstContext = (chainId: Hex32, first: Uint8Array | undefined): StakesContext => {
  const table = tableOf(first);
  const seed = toHex(hash('epoch-seed', bytesOf(chainId)));
  return stakesContext({ epoch: 0, seed, mix: zeroHex32, current: table, next: table, live: table });
};

export const createPosEngine = (
  { slotMs, epochSlots }: PosParameters,
  genesisTime: number,
  checks: Pick<Rules, 'signatureCheck' | 'vrf'>,
): ConsensusEngine => {
  const slots = createSlots(genesisTime, slotMs);
  const rules: Rules = { slots, epochSlots, ...checks };
  const ruling = createRuling(rules);
  const slotOf = ({ consensus }: Header): number => (consensus.kind === 'pos' ? consensus.slot : 0);
  return {
    kind: 'pos',
    bodyMayBeEmpty: true,
    slotOf,
    checkHeader: (header, ancestry) => checkHeader(rules, ruling, header, ancestry),
    believableFrom: (header) => slots.believableFrom(slotOf(header)),
    verifySeal: (sealed, validators) => verifySeal(rules, ruling, sealed, validators),
    isSealedByItself: (sealed, known) => {
      const { current, next, live } = stakesOf(known);
      const hasStake = [current, next, live].some(({ stakes }) => stakes.has(sealed.header.producer));
      return hasStake && isSignedInItsSlot(slots, slotOf(sealed.header), sealed, checks.signatureCheck);
    },
    weight: () => 1n,
    prepare: (ancestry, now, candidate) =>
      candidate === undefined
        ? { type: 'wait', until: Number.MAX_SAFE_INTEGER }
        : prepare(rules, ruling, ancestry, { now, candidate }),
    sealTask: (header) => signTask(header, slotOf(header)),
    firstValidators: firstContext,
    validatorsAfter: (sealed, ancestry) => validatorsAfter(ruling, sealed, ancestry),
    promiseValidators: (header, ancestry, validators) => {
      const field = fieldOf(header);
      if (!field.ok) throw new Error('a header of another kind to promise stakes');
      const ruled = ruling.at(ancestry.validators, field.value.slot);
      const table = tableOf(validators);
      const isSame = table.hash === ruled.live.hash;
      const next = ruling.after(ruled, field.value, isSame ? ruled.live : table);
      const consensus = { ...field.value, nextValidatorsHash: next.hash };
      return { header: { ...header, consensus }, validators: isSame ? undefined : table.bytes };
    },
    factsOf: (header, validators) => facts(ruling, header, validators),
  };
};
