// Deploy: code becomes a contract at an address of its sender and nonce, and its `init` runs, if it has one.
// docs/protocol/contracts.md. The deposit for code and record must be there in advance; what `init` stores comes on top.

import { err } from '../../bytes/index.ts';
import { contractIdOf, depositPerByte, foundingBytes } from '../contract-state.ts';
import { contractRules, contractRulesHold } from './contract-call.ts';
import type { KindRules } from './kind-rules.ts';

const encoder = new TextEncoder();

export const deployRules: KindRules<'deploy'> = ({ code, args, amount }) => {
  const bytes = encoder.encode(code);
  return contractRules(
    {
      amount,
      check: (spec) => {
        const rules = contractRulesHold(spec, 'deploy', args);
        return rules.ok && bytes.length === 0 ? err({ type: 'code-empty' }) : rules;
      },
      deposit: (_view, spec) => BigInt(foundingBytes(bytes)) * depositPerByte(spec),
    },
    ({ transaction: { sender, nonce }, facts }) => {
      const contract = contractIdOf(sender, nonce);
      return {
        ...{ contract, function: 'init', args, amount },
        prepare: (stage) => {
          stage.found(contract, { creator: sender, height: facts.height }, bytes);
        },
      };
    },
  );
};
