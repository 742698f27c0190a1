// Evidence: two sealed headers of one key for one slot; docs/protocol/rules.md. The two signatures in it are a part of
// whether its own is valid, so they are checked once and cost the gas of two. Whether the headers fit a chain, and
// whether the key had won the slot, does not matter: an honest node signs one header a slot, whatever it stands on.
// Writes one offender's stake and seat, its reporter, and a mark that stays.

import { err, ok, type Result } from '../../bytes/index.ts';
import type { SignatureCheck } from '../../crypto/index.ts';
import {
  addAmounts,
  type Amount,
  bytesOf,
  type ChainSpec,
  decodeSealedHeader,
  type Hex32,
  sealSigningBytes,
  type SealedHeader,
} from '../../model/index.ts';
import { writeAccount } from '../state-view.ts';
import type { TransactionFault } from '../transaction-fault.ts';
import { evidenceIsKnown, evidenceMarkKey, rememberEvidence } from '../validators/due.ts';
import { isSigner, slashStake, suspendSigner } from '../validators/slash.ts';
import { stakeOf, stakesOf, unbondingOf } from '../validators/stake-records.ts';
import { type KindRules, type PayloadOf, payerAfter, plainReceipt, type Turn } from './kind-rules.ts';

/** Proof of authority has no figure for it in the spec: as many as proof of stake has by default. */
const authorityEvidenceBlocks = 1000;

const signatureBytes = 64;

interface Offence {
  readonly headers: readonly [SealedHeader, SealedHeader];
  readonly offender: Hex32;
  readonly slot: number;
  /** the greater of the two heights: whoever signs a low one cannot make the other too old */
  readonly height: number;
}

const slotOf = ({ header: { consensus } }: SealedHeader): number | undefined =>
  consensus.kind === 'pow' ? undefined : consensus.slot;

const offenceIn = ({ first, second }: PayloadOf<'evidence'>): Result<Offence, TransactionFault> => {
  const [one, other] = [decodeSealedHeader(first), decodeSealedHeader(second)];
  if (!one.ok || !other.ok) return err({ type: 'evidence-form' });
  const headers = [one.value, other.value] as const;
  const [a, b] = headers;
  const slot = slotOf(a);
  const { producer: offender } = a.header;
  const isDouble =
    a.header.consensus.kind === b.header.consensus.kind &&
    slot === slotOf(b) &&
    offender === b.header.producer &&
    a.sealDigest !== b.sealDigest;
  if (slot === undefined || !isDouble) return err({ type: 'evidence-not-double' });
  return ok({ headers, offender, slot, height: Math.max(a.header.height, b.header.height) });
};

/** The record whose presence means that the chain has this evidence already; `undefined` for what is no evidence. */
export const evidenceRecordOf = (payload: PayloadOf<'evidence'>): string | undefined => {
  const offence = offenceIn(payload);
  return offence.ok ? evidenceMarkKey(offence.value.offender, offence.value.slot) : undefined;
};

const isOfChain = ({ headers }: Offence, { consensus }: ChainSpec, chainId: Hex32): boolean =>
  headers.every(({ header }) => header.chainId === chainId && header.consensus.kind === consensus.kind);

const check = (
  payload: PayloadOf<'evidence'>,
  spec: ChainSpec,
  chainId: Hex32,
): Result<undefined, TransactionFault> => {
  if (spec.consensus.kind === 'pow') return err({ type: 'kind-not-active', kind: 'evidence' });
  const offence = offenceIn(payload);
  if (!offence.ok) return offence;
  return isOfChain(offence.value, spec, chainId) ? ok(undefined) : err({ type: 'evidence-chain' });
};

const sealsHold = (payload: PayloadOf<'evidence'>, signatureCheck: SignatureCheck): boolean => {
  const offence = offenceIn(payload);
  if (!offence.ok) return false;
  const { headers, offender } = offence.value;
  return headers.every(({ header, seal, sealDigest }) =>
    signatureCheck(seal.slice(-signatureBytes), sealSigningBytes(header.chainId, sealDigest), bytesOf(offender)),
  );
};

const windowOf = ({ consensus }: ChainSpec): number =>
  consensus.kind === 'pos' ? consensus.evidenceBlocks : authorityEvidenceBlocks;

/** Nothing to take: the key stakes nothing, unbonds nothing and signs nowhere. */
const isHarmless = ({ layer, facts }: Turn, offender: Hex32): boolean => {
  if (facts.spec.consensus.kind !== 'pos') return !isSigner(layer, offender, facts.height);
  return stakeOf(stakesOf(layer), offender) === 0n && unbondingOf(layer, offender).length === 0;
};

/** Takes what the offence costs, and gives the reporter's share. */
const punish = ({ layer, facts: { spec, height } }: Turn, offender: Hex32): Amount => {
  const { consensus } = spec;
  if (consensus.kind === 'pos') {
    const cut = slashStake(layer, offender, consensus, height);
    return (cut * BigInt(consensus.reporterPermille)) / 1000n;
  }
  suspendSigner(layer, offender, height);
  return 0n;
};

const apply = (payload: PayloadOf<'evidence'>, turn: Turn): ReturnType<ReturnType<typeof evidenceRules>['apply']> => {
  const { layer, transaction, facts } = turn;
  const offence = offenceIn(payload);
  if (!offence.ok) return offence;
  const { offender, slot, height: offenceHeight } = offence.value;
  const upToHeight = offenceHeight + windowOf(facts.spec);
  if (facts.height > upToHeight) return err({ type: 'evidence-expired', upToHeight, height: facts.height });
  if (evidenceIsKnown(layer, offender, slot)) return err({ type: 'evidence-known' });
  if (isHarmless(turn, offender)) return err({ type: 'evidence-harmless' });
  const reward = punish(turn, offender);
  const reporter = payerAfter(turn, 0n, turn.gas);
  // Where the reporter cannot hold its share, it goes the way of the rest.
  writeAccount(layer, transaction.sender, {
    ...reporter,
    balance: addAmounts(reporter.balance, reward) ?? reporter.balance,
  });
  rememberEvidence(layer, offender, slot, facts.height);
  return ok(plainReceipt(turn));
};

export const evidenceRules: KindRules<'evidence'> = (payload) => ({
  amount: 0n,
  extraGas: ({ gasPerSignature }) => 2 * gasPerSignature,
  check: (spec, chainId) => check(payload, spec, chainId),
  signaturesHold: (signatureCheck) => sealsHold(payload, signatureCheck),
  deposit: () => 0n,
  apply: (turn) => apply(payload, turn),
});
