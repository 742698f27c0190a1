// contract_* and event_list: transactions of contracts through tx_send, and questions that this node answers by itself,
// without a transaction. Owns nothing; a question takes at most the gas of one execution.

import { accountAddress, type Address, formatAddress, parseAddress, zeroHex32 } from '../core/model/index.ts';
import { contractIdOf, depositPerByte, readCode, readContract, storedEntries } from '../core/state/index.ts';
import { notFound, wrongParam } from './api-error.ts';
import { listCalls } from './contract-calls.ts';
import { type AskedTrial, tryDraft } from './contract-draft.ts';
import { contractIdIn, listEvents } from './contract-events.ts';
import { functionsOf, jsonOfBytes, lineIn } from './contract-json.ts';
import type { ContractMethodTable, ContractQuestion } from './contract-shape.ts';
import { traceCall } from './contract-trace.ts';
import { contractFailed, machineOf, type TrialCall, tryCall } from './contract-trial.ts';
import type { Methods, ProviderParts } from './methods.ts';
import { showAccount } from './show-transaction.ts';
import type { SendInTurn } from './transaction-methods.ts';
import { callPayloadOf } from './transaction-writer.ts';

const storageShownMax = 100;

const askerOf = (from: string | undefined): Address => {
  if (from === undefined) return accountAddress(zeroHex32);
  const address = parseAddress(from);
  if (address.ok) return address.value;
  throw wrongParam('from', 'That is not an address.', address.error.type);
};

const ask = async (
  { holder, options }: ProviderParts,
  question: ContractQuestion,
  watch: Pick<TrialCall, 'observe' | 'traced'> = {},
): Promise<AskedTrial> => {
  const live = holder.need();
  const machine = await machineOf(live);
  const asker = { sender: askerOf(question.from), now: options.clock.now() };
  if ('code' in question) return tryDraft(live, machine, question, asker, watch);
  const { address, function: name, args, amount } = question;
  const wish = { kind: 'invoke', address, function: name, ...(args === undefined ? {} : { args }) } as const;
  const payload = callPayloadOf(amount === undefined ? wish : { ...wish, amount });
  return tryCall(live, machine, { payload, nonce: 0, ...asker, ...watch });
};

const show = async (
  { holder }: ProviderParts,
  address: string,
): Promise<ContractMethodTable['contract_get']['result']> => {
  const live = holder.need();
  const id = contractIdIn('address', address);
  const machine = await machineOf(live);
  const { state, spec } = live.session.node.chain;
  const record = readContract(state, id);
  const code = readCode(state, id);
  if (record === undefined || code === undefined) throw notFound('No contract has that address on this chain.');
  const inspection = machine.inspect(code);
  return {
    ...{ address, code, keys: record.keys, height: record.height },
    creator: showAccount(record.creator),
    balance: record.balance.toString(),
    deposit: (BigInt(record.storedBytes) * depositPerByte(spec)).toString(),
    functions: inspection.ok ? functionsOf(inspection.functions) : [],
    storage: storedEntries(state, id, storageShownMax).map(({ key, value }) => ({ key, value: jsonOfBytes(value) })),
  };
};

export const contractMethods = (parts: ProviderParts, send: SendInTurn): Methods<keyof ContractMethodTable> => ({
  contract_deploy: async (wish) => {
    const { id, sender, nonce } = await send({ kind: 'deploy', ...wish });
    return { id, address: formatAddress({ kind: 'contract', id: contractIdOf(sender, nonce) }) };
  },
  contract_invoke: async (wish) => ({ id: (await send({ kind: 'invoke', ...wish })).id }),
  contract_view: async (question) => {
    const { outcome, draft } = await ask(parts, question);
    if (!outcome.ok) throw contractFailed(outcome.reason);
    const { gasBefore } = draft ?? {};
    const told = { value: jsonOfBytes(outcome.value), gasUsed: outcome.gasUsed };
    return gasBefore === undefined ? told : { ...told, gasBefore };
  },
  contract_trace: (question) => traceCall((watch) => ask(parts, question, watch)),
  contract_get: ({ address }) => show(parts, address),
  contract_inspect: async ({ code }) => {
    const inspection = (await machineOf(parts.holder.need())).inspect(code);
    if (!inspection.ok) return { ok: false, reason: inspection.reason, ...lineIn(inspection.reason) };
    const { evaluationGas, functions } = inspection;
    return { ok: true, evaluationGas, functions: functionsOf(functions) };
  },
  contract_calls: (question) => listCalls(parts.holder.need(), question),
  event_list: (question) => listEvents(parts.holder.need(), question),
});
