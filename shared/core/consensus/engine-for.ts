// The only place that asks a chain spec, or a header that comes without one, for its kind of consensus.
// Imported by composition roots; everything else is handed an engine.

import type { Result } from '../bytes/index.ts';
import { type SignatureCheck, vrfOutputOf, vrfVerify } from '../crypto/index.ts';
import type { ChainSpec, Header, SealedHeader } from '../model/index.ts';
import type { ConsensusFault } from './consensus-fault.ts';
import type { ConsensusEngine } from './engine.ts';
import { createPoaEngine } from './poa.ts';
import { createPosEngine, type Vrf } from './pos.ts';
import { createPowEngine, powSealHolds, powWeight } from './pow.ts';
import { signatureSeals } from './slots.ts';

/** What seals are checked with. */
export interface SealChecks {
  readonly signatureCheck: SignatureCheck;
  /** that of RFC 9381 unless given */
  readonly vrf?: Vrf;
}

const rfcVrf: Vrf = { verify: vrfVerify, outputOf: vrfOutputOf };

export const engineFor = (
  { consensus, genesisTime }: ChainSpec,
  { signatureCheck, vrf = rfcVrf }: SealChecks,
): ConsensusEngine => {
  switch (consensus.kind) {
    case 'pow':
      return createPowEngine(consensus);
    case 'poa':
      return createPoaEngine(consensus, genesisTime, signatureCheck);
    case 'pos':
      return createPosEngine(consensus, genesisTime, { signatureCheck, vrf });
  }
};

/**
 * Whether the seal fits its own header, as far as that can be told without the chain's spec: for proofs. A nonce shows its
 * work; a signature shows that the key the header names has made it, and not that the key may seal.
 */
export const loneSealHolds = (
  sealed: SealedHeader,
  signatureCheck: SignatureCheck,
): Result<undefined, ConsensusFault> =>
  sealed.header.consensus.kind === 'pow' ? powSealHolds(sealed) : signatureSeals(sealed, signatureCheck);

/** What a header adds to a chain, by itself: the hashes it took on average. A signature takes none. */
export const loneWeight = (header: Header): bigint => powWeight(header);
