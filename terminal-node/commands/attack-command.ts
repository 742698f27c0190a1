// `tabchain attack <name>`: plays an attack against honest nodes in this process and says what they answered. The scripts
// and what they are built from are loaded when the command runs, never by a node. Owns nothing.

import { Option } from 'commander';
import sodium from 'libsodium-wrappers';
import type { Answer, AttackReport } from '../../shared/attacks/index.ts';
import { signatureCheckFrom } from '../../shared/core/crypto/index.ts';
import type { ConsensusKind } from '../../shared/core/model/index.ts';
import {
  type AddCommands,
  columns,
  CommandLineError,
  type CommonOptions,
  declare,
  exitCodes,
  show,
} from './command.ts';

interface AttackOptions extends CommonOptions {
  readonly consensus?: ConsensusKind;
}

const answerText = ({ node, verdict, fault, points, isCut, hasEvidence }: Answer): string =>
  [
    `      ${node}:`,
    ...(fault === undefined ? [] : [fault]),
    ...(verdict === undefined ? [] : [`verdict ${verdict}`]),
    points > 0 ? `takes ${points} points` : 'takes no points',
    ...(hasEvidence === true ? ['and holds the two seals as evidence'] : []),
    ...(isCut ? ['and cuts the attacker off'] : []),
  ].join(' ');

const kindNames: { readonly [Kind in ConsensusKind]: string } = {
  pow: 'proof of work',
  pos: 'proof of stake',
  poa: 'proof of authority',
};

const reportWords = ({
  attack,
  about,
  consensus,
  steps,
  heads,
  height,
  supply,
  alarms,
  held,
}: AttackReport): readonly string[] => [
  `${attack} on ${kindNames[consensus]}: ${about}`,
  ...steps.flatMap((step) => [
    `  ${step.held ? '✓' : '✗'} ${step.what}`,
    `      expected: ${step.expected}`,
    ...step.answers.map(answerText),
  ]),
  `  honest nodes: ${new Set(heads).size === 1 ? 'one chain' : 'several chains'} of ${height} blocks, supply ${supply}`,
  ...alarms.map((alarm) => `  alarm: ${alarm}`),
  held ? 'The network held.' : 'The network did NOT hold.',
];

export const addAttackCommand: AddCommands = (program, choose) => {
  declare<AttackOptions>(program, choose, {
    usage: 'attack [name]',
    summary: 'play an attack against honest nodes in this process, and see what they answer; without a name, list them',
    options: [
      new Option(
        '--consensus <kind>',
        'the network it is played on (default: the first that it can be tried on)',
      ).choices(Object.keys(kindNames)),
    ],
    plan:
      (options, name = '') =>
      async (terminal) => {
        const { attackNames, runAttack } = await import('../../shared/attacks/index.ts');
        if (name === '') {
          show(terminal, options, attackNames, () =>
            columns(attackNames.map((one) => [one.name, one.kinds.join(' '), one.about])),
          );
          return exitCodes.done;
        }
        await sodium.ready;
        const report = await runAttack(name, signatureCheckFrom(sodium), options.consensus);
        if (report === undefined) {
          const on = options.consensus === undefined ? '' : ` on ${kindNames[options.consensus]}`;
          throw new CommandLineError(`There is no attack ${name}${on}; tabchain attack lists those that there are.`);
        }
        show(terminal, options, report, () => reportWords(report));
        return report.held ? exitCodes.done : exitCodes.refused;
      },
  });
};
