// The genesis block of a spec. Its header commits to the spec (in the place of a parent) and to the state of the
// allocations; its id is the chain id, so whoever has the spec can compute it and nobody can pass off another.

import { toHex } from '../bytes/index.ts';
import { emptyRange, hash, merkleRoot, rangeRoot } from '../crypto/index.ts';
import {
  type ChainSpec,
  type ConsensusField,
  encodeChainSpec,
  encodeValidators,
  type Hex32,
  protocolVersion,
  type SealedHeader,
  sealHeader,
  zeroHex32,
} from '../model/index.ts';
import { createState, genesisEntries, type State, validatorsOf } from '../state/index.ts';

export interface Genesis {
  readonly chainId: Hex32;
  readonly block: SealedHeader;
  readonly state: State;
  /** who may seal the first block, by that state (validators.ts) */
  readonly validators: Uint8Array | undefined;
}

const genesisConsensus = (spec: ChainSpec): ConsensusField => {
  const { consensus } = spec;
  if (consensus.kind === 'pow') return { kind: 'pow', target: consensus.initialTarget };
  const validators = { slot: 0, validatorsHash: zeroHex32, nextValidatorsHash: zeroHex32 };
  return consensus.kind === 'poa'
    ? { kind: 'poa', ...validators }
    : { kind: 'pos', ...validators, vrfOutput: new Uint8Array(64) };
};

const genesisSealBytes = { pow: 8, pos: 144, poa: 64 } as const;

export const createGenesis = (spec: ChainSpec): Genesis => {
  const state = createState(genesisEntries(spec));
  const nothing = toHex(merkleRoot([]));
  const block = sealHeader(
    {
      version: protocolVersion,
      chainId: zeroHex32,
      height: 0,
      parent: toHex(hash('spec', encodeChainSpec(spec))),
      time: spec.genesisTime,
      producer: zeroHex32,
      transactionRoot: nothing,
      stateRoot: state.root(),
      receiptRoot: nothing,
      historyRoot: toHex(rangeRoot(emptyRange)),
      gasUsed: 0,
      consensus: genesisConsensus(spec),
    },
    new Uint8Array(genesisSealBytes[spec.consensus.kind]),
  );
  const first = validatorsOf(state, spec, 1);
  return { chainId: block.id, block, state, validators: first === undefined ? undefined : encodeValidators(first) };
};
