// What the state says of who may seal, for whoever hashes it into headers, and the records that the genesis block begins
// with. Holds nothing.

import type { ChainSpec, Validators } from '../../model/index.ts';
import type { StateKey, StateView } from '../state-view.ts';
import { genesisSigners, signersAt, signersRecordOf } from './signer-records.ts';
import { genesisStakes, stakesOf } from './stake-records.ts';

/**
 * Proof of authority: the signers in force for the block at `height`, by the state of its parent. Proof of stake: the
 * stakes as the view has them. `undefined` under proof of work.
 */
export const validatorsOf = (view: StateView, { consensus }: ChainSpec, height: number): Validators | undefined => {
  if (consensus.kind === 'pow') return undefined;
  if (consensus.kind === 'pos') return { kind: 'stakes', stakes: stakesOf(view) };
  const record = signersRecordOf(view);
  if (record === undefined) throw new Error('the state holds no record of signers');
  return { kind: 'signers', signers: signersAt(record, height) };
};

export const genesisValidators = ({ consensus }: ChainSpec): readonly (readonly [StateKey, Uint8Array])[] => {
  if (consensus.kind === 'pow') return [];
  return consensus.kind === 'pos' ? [genesisStakes(consensus.stakes)] : genesisSigners(consensus);
};
