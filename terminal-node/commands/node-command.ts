// `tabchain node …`: declares the command and starts its run.
// Owns nothing; node-options.ts reads the options.

import { type NodeCommand, nodeCommandOf, type NodeOptions, nodeOptions } from '../node-options.ts';
import { type AddCommands, declare } from './command.ts';
import { runNodeCommand } from './run-node-command.ts';

export const addNodeCommand: AddCommands = (program, choose) => {
  let planned: NodeCommand | undefined;
  declare<NodeOptions>(program, (chosen) => choose({ ...chosen, options: planned ?? chosen.options }), {
    usage: 'node',
    summary: 'run a node in this terminal until Ctrl-C',
    options: nodeOptions(),
    more: 'Without --link and --spec the network that the data folder had open last is opened again.',
    plan: (values) => {
      const command = nodeCommandOf(values);
      planned = command;
      return (terminal) => runNodeCommand(command, terminal);
    },
  });
};
