// A command that asks the running node by one method of the API and says the answer: with --json as it is, else in words,
// in which amounts are coins of the network. Owns nothing.

import type { Option } from 'commander';
import { formatCoins } from '../../shared/core/model/index.ts';
import type { Method, ParamsOf, ResultOf } from '../../shared/provider/index.ts';
import { nodeOf } from './asking.ts';
import { type AddCommands, type CommonOptions, declare, exitCodes, show } from './command.ts';

interface Coins {
  readonly coins: (amount: string) => string;
}

export interface Looking<M extends Method, Options extends CommonOptions> {
  readonly usage: string;
  readonly summary: string;
  readonly method: M;
  readonly options?: readonly Option[];
  readonly params: (options: Options, ...args: string[]) => ParamsOf<M>;
  readonly words: (result: ResultOf<M>, about: Coins) => readonly string[];
}

export const look = <M extends Method, Options extends CommonOptions = CommonOptions>(
  program: Parameters<AddCommands>[0],
  choose: Parameters<AddCommands>[1],
  { usage, summary, method, options = [], params, words }: Looking<M, Options>,
): void => {
  declare<Options>(program, choose, {
    usage,
    summary,
    options,
    plan: (given, ...args) => {
      const asked = params(given, ...args);
      return async (terminal) => {
        const node = await nodeOf(given.data);
        const result = await node.request(method, asked);
        if (given.json) {
          terminal.print(JSON.stringify(result));
          return exitCodes.done;
        }
        const { network } = await node.request('node_info', {});
        const coins = (amount: string): string => `${formatCoins(BigInt(amount), network.decimals)} ${network.symbol}`;
        show(terminal, given, result, () => words(result, { coins }));
        return exitCodes.done;
      };
    },
  });
};
