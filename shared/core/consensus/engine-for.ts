// The only place that asks a chain spec, or a header that comes without one, for its kind of consensus. A kind is available once its engine exists.
// Imported by composition roots; everything else is handed an engine.

import { err, ok, type Result } from '../bytes/index.ts';
import type { ChainSpec, ConsensusKind, Header, SealedHeader } from '../model/index.ts';
import type { ConsensusEngine, ConsensusFault } from './engine.ts';
import { createPowEngine, powSealHolds, powWeight } from './pow.ts';

export interface ConsensusNotAvailable {
  readonly type: 'consensus-not-available';
  readonly kind: ConsensusKind;
}

/** The engine of a chain, or which kind of consensus this version does not speak. */
export const engineFor = ({ consensus }: ChainSpec): Result<ConsensusEngine, ConsensusNotAvailable> =>
  consensus.kind === 'pow'
    ? ok(createPowEngine(consensus))
    : err({ type: 'consensus-not-available', kind: consensus.kind });

/** Whether the seal fits its own header, as far as that can be told without the chain's spec: for proofs. */
export const loneSealHolds = (sealed: SealedHeader): Result<undefined, ConsensusFault> => powSealHolds(sealed);

/** What a header adds to a chain, by itself. */
export const loneWeight = (header: Header): bigint => powWeight(header);
