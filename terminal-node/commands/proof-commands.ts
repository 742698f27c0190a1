// `tabchain proof …`: proofs about accounts and transactions, made by the running node and checked without any.
// Owns nothing.

import type { HexText, ProofShape } from '../../shared/provider/index.ts';
import { checkProofFile } from '../check-proof.ts';
import { nodeOf } from './asking.ts';
import { type AddCommands, CommandLineError, declare, exitCodes, group } from './command.ts';

const isTransaction = (what: string): what is HexText => /^0x[0-9a-f]{64}$/.test(what);

export const addProofCommands: AddCommands = (program, choose) => {
  const proof = group(program, 'proof', 'proofs that need no trust in whoever shows them');
  declare(proof, choose, {
    usage: 'make <address-or-transaction>',
    summary: 'prove a balance or a transaction; the proof is JSON',
    plan: (options, what = '') => {
      if (!isTransaction(what) && !what.startsWith('tab')) {
        throw new CommandLineError(`${what} is neither an address nor the id of a transaction.`);
      }
      return async (terminal) => {
        const node = await nodeOf(options.data);
        const made: ProofShape = isTransaction(what)
          ? await node.request('tx_prove', { id: what })
          : await node.request('account_prove', { address: what });
        terminal.print(JSON.stringify(made));
        return exitCodes.done;
      };
    },
  });
  declare(proof, choose, {
    usage: 'check [file]',
    summary: 'say what a proof proves, without a network; from standard input where no file is named',
    plan:
      (options, file = '-') =>
      async (terminal) => {
        const { lines, code } = await checkProofFile(file, options.json);
        for (const line of lines) terminal.print(line);
        return code === 0 ? exitCodes.done : exitCodes.refused;
      },
  });
};
