// Groups of generated contracts, deployed on the real state and called one after the other: what became of each call, as
// lines that must be equal on every host, whatever its caches hold. No Node, no browser in here.
// Bounded: a state for each group, and calls of at most 900,000 gas.

import { concatBytes, toHex } from '../../shared/core/bytes/index.ts';
import type { ContractMachine } from '../../shared/core/contracts/index.ts';
import { sha256 } from '../../shared/core/crypto/index.ts';
import type { ContractValue } from '../../shared/core/model/index.ts';
import { createState } from '../../shared/core/state/index.ts';
import {
  argumentBytes,
  type CallResult,
  contractStage,
  type ContractStage,
} from '../../shared/testing/contracts/index.ts';
import { type SeededRandom, seededRandom } from '../../shared/testing/simulation/index.ts';
import { generateContract, generatedFunctions } from './generated-contract.ts';

export interface GeneratedGroups {
  /** groups have the seeds 1, 2, … */
  readonly groups: number;
  /** of a group, which call each other */
  readonly contracts: number;
  /** of each contract */
  readonly calls: number;
}

/** One call in ten ends somewhere in the middle. */
const gasLimitOf = (random: SeededRandom): number => (random.happens(100) ? random.between(20_000, 400_000) : 900_000);
const texts = ['', 'Iıİ', 'abc,def', 'ä€😀', '12.5', '__proto__'];

const argumentsOf = (random: SeededRandom): readonly ContractValue[] => [
  random.between(-1000, 1000),
  BigInt(random.below(2 ** 32)) ** BigInt(random.between(0, 5)) - 5n,
  random.pick(texts),
  Array.from({ length: random.below(6) }, () => random.between(-50, 50)),
];

/** The root of the state after each call. */
const rootsOf = ({ layer }: ContractStage) => {
  const state = createState([]);
  return (): string => {
    const written = [...layer.written()].map(([key, after]) => ({ key, before: state.get(key), after }));
    state.adopt(state.preview(written.filter(({ before, after }) => before !== after)));
    return state.root();
  };
};

const shown = ({ ok, reason, value, events, gasUsed }: CallResult): string => {
  const parts = [[value ?? null], ...events.map(({ contract, name, data }) => [contract, name, data])];
  const digest = toHex(sha256(concatBytes(...parts.map(argumentBytes)))).slice(0, 16);
  return `gas ${gasUsed}, ${ok ? 'ok' : reason}, ${events.length} events ${digest}`;
};

/** What a group's deployments and calls came to: a line each, with gas, outcome, events and state root. */
const runGroup = (machine: ContractMachine, seed: number, { contracts, calls }: GeneratedGroups): string[] => {
  const random = seededRandom(seed);
  const stage = contractStage(machine);
  const rootAfter = rootsOf(stage);
  const lines: string[] = [];
  const addresses: string[] = [];
  const deployed = Array.from({ length: contracts }, (_, index) => {
    const contract = stage.deploy(generateContract(random.fork()), [addresses.slice(-3)], { amount: 100n });
    addresses.push(contract.address);
    lines.push(`seed ${seed}, deployment ${index}: ${rootAfter()}`);
    return contract;
  });
  for (let call = 0; call < contracts * calls; call++) {
    const index = call % contracts;
    const name = `act${random.below(generatedFunctions)}`;
    const options = {
      from: random.pick(['alice', 'bob']),
      amount: BigInt(random.below(3)),
      gasLimit: gasLimitOf(random),
    };
    const result = deployed[index]?.call(name, argumentsOf(random), options);
    if (result === undefined) throw new Error('no contracts to call');
    lines.push(`seed ${seed}, call ${call} of ${name} of ${index}: ${shown(result)}, root ${rootAfter()}`);
  }
  return lines;
};

export const runGenerated = (machine: ContractMachine, asked: GeneratedGroups): readonly string[] =>
  Array.from({ length: asked.groups }, (_, index) => runGroup(machine, index + 1, asked)).flat();
