// `tabchain attack <name>`: plays an attack against honest nodes in this process and says what they answered. The scripts
// and what they are built from are loaded when the command runs, never by a node. Owns nothing.

import sodium from 'libsodium-wrappers';
import type { Answer, AttackReport } from '../../shared/attacks/index.ts';
import { signatureCheckFrom } from '../../shared/core/crypto/index.ts';
import { type AddCommands, columns, CommandLineError, declare, exitCodes, show } from './command.ts';

const answerText = ({ node, verdict, fault, points, isCut }: Answer): string =>
  [
    `      ${node}:`,
    ...(fault === undefined ? [] : [fault]),
    ...(verdict === undefined ? [] : [`verdict ${verdict}`]),
    points > 0 ? `takes ${points} points` : 'takes no points',
    ...(isCut ? ['and cuts the attacker off'] : []),
  ].join(' ');

const reportWords = ({
  attack,
  about,
  steps,
  heads,
  height,
  supply,
  alarms,
  held,
}: AttackReport): readonly string[] => [
  `${attack}: ${about}`,
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
  declare(program, choose, {
    usage: 'attack [name]',
    summary: 'play an attack against honest nodes in this process, and see what they answer; without a name, list them',
    plan:
      (options, name = '') =>
      async (terminal) => {
        const { attackNames, runAttack } = await import('../../shared/attacks/index.ts');
        if (name === '') {
          show(terminal, options, attackNames, () => columns(attackNames.map((one) => [one.name, one.about])));
          return exitCodes.done;
        }
        await sodium.ready;
        const report = await runAttack(name, signatureCheckFrom(sodium));
        if (report === undefined) {
          throw new CommandLineError(`There is no attack ${name}; tabchain attack lists those that there are.`);
        }
        show(terminal, options, report, () => reportWords(report));
        return report.held ? exitCodes.done : exitCodes.refused;
      },
  });
};
