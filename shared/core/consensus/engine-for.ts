// The only place that asks a chain spec for its kind of consensus. A kind is available once its engine exists.
// Imported by composition roots; everything else is handed an engine.

import { err, ok, type Result } from '../bytes/index.ts';
import type { ChainSpec, ConsensusKind } from '../model/index.ts';
import type { ConsensusEngine } from './engine.ts';
import { createPowEngine } from './pow.ts';

export interface ConsensusNotAvailable {
  readonly type: 'consensus-not-available';
  readonly kind: ConsensusKind;
}

/** The engine of a chain, or which kind of consensus this version does not speak. */
export const engineFor = ({ consensus }: ChainSpec): Result<ConsensusEngine, ConsensusNotAvailable> =>
  consensus.kind === 'pow'
    ? ok(createPowEngine(consensus))
    : err({ type: 'consensus-not-available', kind: consensus.kind });
