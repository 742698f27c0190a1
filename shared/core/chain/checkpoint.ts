// A checkpoint: a block that somebody whom this node trusts knows to be settled, and what the chain up to it weighs. Until
// the head is as high, no header is taken in that stands at its height and is another block. Owns nothing.

import { err, ok, type Result } from '../bytes/index.ts';
import type { Hex32, SealedHeader } from '../model/index.ts';
import type { HeaderFault } from './fault.ts';

export interface Checkpoint {
  readonly height: number;
  readonly id: Hex32;
  /** weights of all blocks from genesis to this one */
  readonly weight: bigint;
}

/** Whether a chain has another block at that height: then it is not the chain that the checkpoint is of. */
export const contradicts = (
  chain: { readonly idAt: (height: number) => Hex32 | undefined },
  { height, id }: Checkpoint,
): boolean => {
  const own = chain.idAt(height);
  return own !== undefined && own !== id;
};

/** rules.md: "At the height of the checkpoint stands its block". */
export const isCheckpointAtItsHeight = (
  { id }: SealedHeader,
  height: number,
  checkpoint: Checkpoint | undefined,
): Result<undefined, HeaderFault> =>
  checkpoint?.height === height && checkpoint.id !== id
    ? err({ type: 'header-not-checkpoint', height, expected: checkpoint.id })
    : ok(undefined);
