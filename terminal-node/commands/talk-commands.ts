// `tabchain topic`: free text between the people and programs of a network: hears a topic and publishes each line of
// standard input on it. `tabchain call`: any method of the API, with params as JSON. Owns nothing.
// Bounds: the node's, for topics and texts.

import { createInterface } from 'node:readline';
import { text as readAll } from 'node:stream/consumers';
import { Option } from 'commander';
import { nodeOf } from './asking.ts';
import {
  type AddCommands,
  CommandLineError,
  type CommonOptions,
  declare,
  type ExitCode,
  exitCodes,
  show,
  type Terminal,
} from './command.ts';

/** Says so when nobody was reached. */
const publish = async (
  terminal: Terminal,
  options: CommonOptions,
  send: () => Promise<{ readonly reached: number }>,
): Promise<boolean> => {
  try {
    const { reached } = await send();
    if (reached > 0) return true;
    terminal.complain(options.json ? JSON.stringify({ reached }) : 'Nobody has subscribed to this topic: reached 0.');
  } catch (error) {
    terminal.complain(`Not published: ${error instanceof Error ? error.message : String(error)}`);
  }
  return false;
};

interface TopicOptions extends CommonOptions {
  readonly stay?: boolean;
}

const talk = async (terminal: Terminal, options: TopicOptions, topic: string): Promise<ExitCode> => {
  const node = await nodeOf(options.data);
  await node.request('net_subscribe', { topic });
  let over = (_nodeGone: boolean): void => undefined;
  const ended = new Promise<boolean>((resolve) => (over = resolve));
  const stopHearing = await node.listen(
    ['message'],
    (_event, message) => {
      if (message.topic === topic) show(terminal, options, message, () => [`${message.from}: ${message.text}`]);
    },
    () => over(true),
  );
  terminal.onInterrupt(() => over(false));
  if (terminal.isInteractive) terminal.complain('Type a line to publish it; Ctrl-C ends it.');
  // Only here, where the loop below takes them at once: lines that come while nobody does are lost.
  const lines = createInterface({ input: terminal.input, crlfDelay: Infinity });
  void ended.then(() => lines.close());
  let allReached = true;
  for await (const text of lines) {
    const reached = await publish(terminal, options, () => node.request('net_publish', { topic, text }));
    allReached &&= reached;
  }
  if (options.stay !== true) over(false);
  if (await ended) return exitCodes.noNode;
  stopHearing();
  await node.request('net_unsubscribe', { topic });
  return allReached ? exitCodes.done : exitCodes.refused;
};

const addTopic: AddCommands = (program, choose) => {
  declare<TopicOptions>(program, choose, {
    usage: 'topic <name>',
    summary: 'hear a topic, and publish each line of standard input on it',
    options: [new Option('--stay', 'go on hearing when standard input has ended')],
    plan:
      (options, topic = '') =>
      (terminal) =>
        talk(terminal, options, topic),
  });
};

const paramsIn = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new CommandLineError('The params are not JSON; give one object in quotes, or - for standard input.');
  }
};

const addCall: AddCommands = (program, choose) => {
  declare(program, choose, {
    usage: 'call <method> [json]',
    summary: 'call a method of the API; the result is JSON',
    more: 'All methods and their params: docs/json-rpc.md, or tabchain call rpc.discover',
    plan: (options, method = '', json = '{}') => {
      const given = json === '-' ? undefined : paramsIn(json);
      return async (terminal) => {
        const params = given ?? paramsIn(await readAll(terminal.input));
        const result = await (await nodeOf(options.data)).call(method, params);
        terminal.print(JSON.stringify(result, undefined, options.json ? 0 : 2));
        return exitCodes.done;
      };
    },
  });
};

export const addTalkCommands: AddCommands = (program, choose) => {
  addTopic(program, choose);
  addCall(program, choose);
};
