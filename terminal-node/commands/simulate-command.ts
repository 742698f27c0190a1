// `tabchain simulate`: a whole network of tabs on a virtual clock, from one seed, with troubles and attackers. The same seed
// gives the same events and the same digest. The simulator is loaded when the command runs. Owns nothing.

import sodium from 'libsodium-wrappers';
import { Option } from 'commander';
import { signatureCheckFrom } from '../../shared/core/crypto/index.ts';
import type { Attack, SimulationPlan } from '../../shared/testing/simulation/index.ts';
import {
  type AddCommands,
  collected,
  CommandLineError,
  type CommonOptions,
  declare,
  exitCodes,
  show,
} from './command.ts';

interface SimulateOptions extends CommonOptions {
  readonly seed: string;
  readonly nodes: string;
  readonly minutes: string;
  readonly attack?: readonly string[];
}

const attacks: readonly Attack[] = [
  ...(['garbage', 'bad bodies', 'header flood', 'future blocks', 'false promises'] as const),
  ...(['weight liar', 'withheld bodies', 'stale chain', 'censor', 'sync liar'] as const),
];

const wholeOf = (option: string, text: string, min: number, max: number): number => {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= min && number <= max) return number;
  throw new CommandLineError(`--${option} ${text} is not a whole number from ${min} to ${max}.`);
};

const attackOf = (text: string): Attack => {
  const found = attacks.find((one) => one === text);
  if (found !== undefined) return found;
  throw new CommandLineError(`--attack ${text} is none of: ${attacks.join(', ')}.`);
};

const planOf = (options: SimulateOptions, faults: SimulationPlan['faults']): SimulationPlan => ({
  honestNodes: wholeOf('nodes', options.nodes, 2, 100),
  miners: Math.max(2, Math.floor(wholeOf('nodes', options.nodes, 2, 100) / 3)),
  attacks: (options.attack ?? []).map(attackOf),
  ...{ attackersMine: false, faults, rounds: 1, blockTimeMs: 10_000, settleDepth: 16, partitionMs: 80_000 },
  links: {
    latencyMs: [20, 300],
    lossPermille: [0, 300],
    ...{ duplicatePermille: 50, relayedPermille: 100, bytesPerMs: [25, 250] },
  },
  turbulentMs: wholeOf('minutes', options.minutes, 1, 60) * 60_000,
  ...{ healsWithinBlocks: 20, people: 8, actEveryMs: 2_000, skewMsMax: 10_000 },
});

export const addSimulateCommand: AddCommands = (program, choose) => {
  declare<SimulateOptions>(program, choose, {
    usage: 'simulate',
    summary: 'a whole network on a virtual clock, from a seed that repeats it',
    options: [
      new Option('--seed <number>', 'the same seed gives the same events').default('1'),
      new Option('--nodes <count>', 'honest nodes, a third of which mine').default('8'),
      new Option('--minutes <count>', 'of virtual time with troubles').default('3'),
      new Option('--attack <name>', 'one attacker of this kind; may be given several times').argParser(collected),
    ],
    more: `Attackers: ${attacks.join(', ')}.`,
    plan: (options) => {
      const seed = wholeOf('seed', options.seed, 0, 2 ** 32 - 1);
      planOf(options, []);
      return async (terminal) => {
        const { allFaults, runSimulation } = await import('../../shared/testing/simulation/index.ts');
        await sodium.ready;
        const faults = allFaults.filter((kind) => kind !== 'long pause');
        const result = await runSimulation(seed, planOf(options, faults), signatureCheckFrom(sodium));
        if ('violations' in result) {
          const { violations, lastEvents } = result;
          show(terminal, options, result, () => ['did NOT hold', ...violations, ...lastEvents.slice(-20)]);
          return exitCodes.refused;
        }
        const { height, events, digest, sent, included, reorganisations, deepestReorganisation } = result;
        const told = { seed, height, events, digest, sent, included, reorganisations, deepestReorganisation };
        show(terminal, options, told, () => [
          `held: ${height} blocks, ${events} events, ${included} of ${sent} payments in blocks`,
          `${reorganisations} reorganisations, the deepest of ${deepestReorganisation} blocks`,
          `seed ${seed}, digest ${digest}`,
        ]);
        return exitCodes.done;
      };
    },
  });
};
