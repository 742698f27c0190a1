// Whether a network is for teaching: its work is a number of leading zeros that never changes (docs/protocol/pow.md), so that
// nobody takes it for one whose coins are worth something.

import type { ChainSpecShape } from '../../../shared/provider/index.ts';

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

export const isForTeaching = (spec: ChainSpecShape): boolean => {
  const { consensus } = spec;
  return fieldOf(consensus, 'kind') === 'pow' && fieldOf(fieldOf(consensus, 'retarget'), 'kind') === 'fixed';
};
