// The figures `import-nimiq` and `mempool-nimiq`: what `import-level` and `mempool-node` measure, beside the same of
// @nimiq/core 1.6.4, the nearest peer: a chain in JavaScript for Node and browsers, whose signatures, hashes and Argon2d are
// native. Both work on as many transfers, signed with Ed25519, 500 a block, in turn on the same machine; imports end in a
// database on the disk (LevelDB, LMDB), mempools are in memory. At least twice its rates are wanted.
// Bound: one process of the peer, which ends with the figure.

import { importIntoLevel } from './import-level.ts';
import { importPlan } from './importing.ts';
import { type BenchFigure, type Contender, figure, type LeftOut } from './measure.ts';
import { startNimiq } from './nimiq-contender.ts';
import { nimiqPackage } from './nimiq-package.ts';
import type { NimiqPlan } from './nimiq-peer.ts';
import { measureTakingIn, takingInPlan } from './taking-in.ts';

type Measure = (beside: Contender) => Promise<readonly number[]>;

const besideNimiq = (name: string, plan: NimiqPlan, measure: Measure) => ({
  run: async (isAskedFor: boolean): Promise<BenchFigure | LeftOut> => {
    const found = await nimiqPackage(isAskedFor);
    if ('leftOut' in found) return found;
    await using nimiq = await startNimiq(found, plan);
    const [ours = Number.NaN, theirs = Number.NaN] = await measure(nimiq.contender);
    return figure(name, 'node', 'tx/s', ours, theirs);
  },
});

const { blocks, transfersPerBlock } = importPlan;
const { senders, transfersPerSender } = takingInPlan;

export const imports = besideNimiq(
  'import-nimiq',
  { what: 'import', people: transfersPerBlock, rounds: blocks },
  importIntoLevel,
);

export const mempool = besideNimiq(
  'mempool-nimiq',
  { what: 'mempool', people: senders, rounds: transfersPerSender },
  measureTakingIn,
);
