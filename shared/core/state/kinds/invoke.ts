// Invoke: a function of a contract runs, with coins for it where an amount is given; docs/protocol/contracts.md.
// A contract that is not there, or a function that it does not export, is a failed call: it may differ between two chains,
// and the fee is paid for finding out.

import { err } from '../../bytes/index.ts';
import { contractRules, contractRulesHold } from './contract-call.ts';
import type { KindRules } from './kind-rules.ts';

export const invokeRules: KindRules<'invoke'> = ({ contract, function: name, args, amount }) =>
  contractRules(
    {
      amount,
      check: (spec) => {
        const rules = contractRulesHold(spec, 'invoke', args);
        return rules.ok && (name === '' || name === 'init') ? err({ type: 'function-unfit' }) : rules;
      },
      deposit: () => 0n,
    },
    () => ({
      ...{ contract, function: name, args, amount },
      prepare: () => undefined, // the coins that it is given find out whether it is there
    }),
  );
