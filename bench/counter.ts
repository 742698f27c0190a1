// Measures a counter as a contract of this network beside the same counter on @ethereumjs/evm, in Node or in a worker:
// calls (blocks of signed increments up to the state root), views, and deploys. After each round of calls the counter has
// to stand where it must, or the measurement ends.
// Bounds: 100 people and as many transactions in a block; blocks are signed before the clock runs.

import sodium from 'libsodium-wrappers';
import { createContractMachine } from '../shared/core/contracts/index.ts';
import { signatureCheckFrom } from '../shared/core/crypto/index.ts';
import type { Counter } from './counter-shape.ts';
import { counterEvm } from './counter-evm.ts';
import { counterHere } from './counter-here.ts';
import { type Contender, measureInterleaved, type Rounds } from './measure.ts';

export type CounterWork = 'call' | 'view' | 'deploy';

const people = 100;

/**
 * A block a round for calls and deploys; of calls so many that most rounds find both machines compiled, as in a node that
 * has run for a minute. Deploys let the state grow, so there are fewer of them.
 */
const rounds: { readonly [W in CounterWork]: Rounds } = {
  call: { rounds: 61, roundMs: 1 },
  view: { rounds: 15, roundMs: 200 },
  deploy: { rounds: 9, roundMs: 1 },
};

const executing = (name: string, counter: Counter, blockOf: () => readonly Uint8Array[]): Contender => {
  let block: readonly Uint8Array[] = [];
  return {
    name,
    prepare: () => {
      block = blockOf();
    },
    work: async () => {
      await counter.execute(block);
      return block.length;
    },
  };
};

const calling = (name: string, counter: Counter): Contender => {
  const blocks = executing(name, counter, counter.calls);
  let expected = 0n;
  return {
    ...blocks,
    prepare: async () => {
      if ((await counter.view()) !== expected) throw new Error(`${name} does not count`);
      expected += BigInt(people);
      await blocks.prepare?.();
    },
  };
};

const viewing = (name: string, counter: Counter): Contender => ({
  name,
  work: async (count) => {
    for (let i = 0; i < count; i++) if ((await counter.view()) !== 0n) throw new Error(`${name} is wrong`);
    return count;
  },
});

const contenderOf = (work: CounterWork, name: string, counter: Counter): Contender => {
  if (work === 'call') return calling(name, counter);
  return work === 'view' ? viewing(name, counter) : executing(name, counter, counter.deploys);
};

/** Calls, views or deploys in a second: here, and on the EVM. `binary` is the metered machine, `source` the counter's. */
export async function measureCounter(
  work: CounterWork,
  binary: Uint8Array<ArrayBuffer>,
  source: string,
): Promise<readonly number[]> {
  await sodium.ready;
  const signatureCheck = signatureCheckFrom(sodium);
  const machine = createContractMachine(binary, { signatureCheck });
  const here = counterHere({ people, source, machine, sodium, signatureCheck });
  const contenders = [contenderOf(work, 'here', here), contenderOf(work, 'evm', await counterEvm(people))];
  return measureInterleaved(contenders, rounds[work]);
}
