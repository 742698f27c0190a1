// A question to code that is not deployed: over the state at the head the code is deployed as who asks would, the calls
// before are run, then the one that is asked for; the layer is dropped with the answer. Nothing is kept between
// questions. Bounded: 16 calls before, which share with the deployment the gas of two executions, and then one execution.

import {
  type Address,
  type ContractOutcome,
  type ContractRunner,
  parseBaseUnits,
  payloadLimits,
} from '../core/model/index.ts';
import { createLayer } from '../core/state/index.ts';
import { ruleRefused, wrongParam } from './api-error.ts';
import { argumentBytes, jsonOfBytes, lineIn } from './contract-json.ts';
import type { ContractTrace, DraftQuestion, FunctionCall, PassedCall } from './contract-shape.ts';
import { type CallPayload, type Trial, type TrialCall, tryCall } from './contract-trial.ts';
import type { Live } from './open-network.ts';

/** that the deployment and the calls before may use together */
const executionsBefore = 2;

export interface AskedTrial extends Trial {
  /** of code that is not deployed: what came before */
  readonly draft?: Required<Pick<ContractTrace, 'before' | 'gasBefore'>>;
}

const passed = (outcome: ContractOutcome): PassedCall =>
  outcome.ok
    ? { ok: true, value: jsonOfBytes(outcome.value), gasUsed: outcome.gasUsed }
    : { ok: false, reason: outcome.reason, ...lineIn(outcome.reason), gasUsed: outcome.gasUsed };

const given = (
  { args, amount = '0' }: Omit<FunctionCall, 'function'>,
  path: string,
): Pick<CallPayload, 'args' | 'amount'> => ({
  args: argumentBytes(args, path),
  amount: parseBaseUnits(amount) ?? 0n,
});

/** Faults: −32000 `transaction-too-large`, −32602 for arguments of a deployment where they are not looked for. */
const deploymentOf = ({ code, init = {}, before = [], ...asked }: DraftQuestion): CallPayload => {
  const bytes = new TextEncoder().encode(code).length;
  const limit = payloadLimits.codeBytesMax;
  if (bytes > limit) {
    throw ruleRefused('transaction-too-large', `A contract's code has at most ${limit} bytes; this has ${bytes}.`);
  }
  const isAlone = before.length === 0 && asked.args === undefined && asked.amount === undefined;
  if (asked.function === 'init' && !isAlone) {
    throw wrongParam('function', 'To ask for the deployment, give what it takes in `init`, and no calls before it.');
  }
  return { kind: 'deploy', code, ...given(init, 'init.args') };
};

interface Asker {
  readonly sender: Address;
  /** ms since 1970 */
  readonly now: number;
}

export const tryDraft = (
  live: Live,
  machine: ContractRunner,
  question: DraftQuestion,
  { sender, now }: Asker,
  watch: Pick<TrialCall, 'observe' | 'traced'>,
): AskedTrial => {
  const { mempool, accounts, chain } = live.session.node;
  const deployment = deploymentOf(question);
  const calls = (question.before ?? []).map((call, at) => ({ ...call, ...given(call, `before[${at}].args`) }));
  const last = given(question, 'args');
  const layer = createLayer(chain.state);
  const by = { sender, nonce: mempool.nextNonce(sender.id, accounts), now, below: layer };
  const alone = (): AskedTrial => ({
    ...tryCall(live, machine, { ...by, ...watch, payload: deployment }),
    draft: { before: [], gasBefore: 0 },
  });
  if (question.function === 'init') return alone();
  let left = executionsBefore * machine.gasMax;
  const pass = (payload: CallPayload): Trial => {
    const trial = tryCall(live, machine, { ...by, payload, gas: left });
    left -= trial.outcome.gasUsed;
    if (trial.outcome.ok) trial.stage.commit();
    return trial;
  };
  const { contract, outcome } = pass(deployment);
  if (!outcome.ok) return alone();
  const invoke = (call: Omit<Extract<CallPayload, { kind: 'invoke' }>, 'kind' | 'contract'>): CallPayload => ({
    ...{ kind: 'invoke', contract, function: call.function, args: call.args, amount: call.amount },
  });
  const before = calls.map((call) => passed(pass(invoke(call)).outcome));
  const asked = tryCall(live, machine, { ...by, ...watch, payload: invoke({ ...last, function: question.function }) });
  return { ...asked, draft: { before, gasBefore: executionsBefore * machine.gasMax - left } };
};
