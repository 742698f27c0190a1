// The figure `mempool-node`: the same as `mempool`, under Node.js: transactions per second that a terminal node takes from
// gossip into its mempool, beside the signatures that bare libsodium verifies on one thread in the same process.

import { type BenchFigure, figure } from './measure.ts';
import { measureTakingIn } from './taking-in.ts';

export async function run(): Promise<BenchFigure> {
  const [taken = Number.NaN, verified = Number.NaN] = await measureTakingIn();
  return figure('mempool-node', 'node', 'tx/s', taken, verified);
}
