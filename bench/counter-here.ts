// The counter of public/contracts as this network runs it: blocks of signed transactions, one from each sender, from their
// bytes to the state root, as a node takes them: decoded, rules and signature checked once, executed, the state adopted.
// Every block builds on the one before. A transaction that fails is an error, so no speed comes from failing.
// Bounds: as many transactions in a block as there are people; the state grows with what is deployed.

import { createGenesis } from '../shared/core/chain/index.ts';
import type { ContractMachine } from '../shared/core/contracts/index.ts';
import type { SignatureCheck } from '../shared/core/crypto/index.ts';
import {
  decodeContractValue,
  decodeTransaction,
  encodeContractValue,
  encodeUnsigned,
  transactionSigningBytes,
  withSignature,
} from '../shared/core/model/index.ts';
import type { ChainSpec, Payload, UnsignedTransaction } from '../shared/core/model/index.ts';
import {
  applyBlock,
  type CheckedTransaction,
  checkTransactionForm,
  contractIdOf,
  createContractStage,
  createLayer,
  signatureIsValid,
} from '../shared/core/state/index.ts';
import type { Counter } from './counter-shape.ts';
import {
  blockTimeMs,
  createPeople,
  easySpec,
  genesisTime,
  type Person,
  type SigningSodium,
} from './signed-transfers.ts';

export interface CounterHere {
  readonly people: number;
  readonly source: string;
  readonly machine: ContractMachine;
  readonly sodium: SigningSodium;
  readonly signatureCheck: SignatureCheck;
}

const noArguments = ((): Uint8Array => {
  const bytes = encodeContractValue([], 64);
  if (!bytes.ok) throw new Error(bytes.error.what);
  return bytes.value;
})();

/** Signs what a person sends next; a block of them leaves all limits of gas room. */
const signing = (spec: ChainSpec, people: readonly Person[], sodium: SigningSodium) => {
  const { chainId } = createGenesis(spec);
  const gasLimit = Math.floor(spec.blockGasMax / people.length);
  return (sender: Person, nonce: number, payload: Payload): Uint8Array => {
    const terms = { chainId, nonce, gasPrice: 1n, gasLimit, validUntil: 10_000 };
    const unsigned: UnsignedTransaction = { ...terms, sender: sender.publicKey, payload };
    const message = transactionSigningBytes(encodeUnsigned(unsigned));
    return withSignature(unsigned, sodium.crypto_sign_detached(message, sender.privateKey)).bytes;
  };
};

const checking = (spec: ChainSpec, signatureCheck: SignatureCheck) => {
  const rules = { spec, chainId: createGenesis(spec).chainId };
  return (bytes: Uint8Array): CheckedTransaction => {
    const transaction = decodeTransaction(bytes);
    const checked = transaction.ok ? checkTransactionForm(transaction.value, rules) : transaction;
    if (!checked.ok) throw new Error(`a transaction was refused: ${checked.error.type}`);
    if (!signatureIsValid(checked.value.transaction, signatureCheck)) throw new Error('a signature was refused');
    return checked.value;
  };
};

/** The counter is the first person's first transaction; everybody sends one transaction a block from then on. */
export function counterHere({ people: count, source, machine, sodium, signatureCheck }: CounterHere): Counter {
  const people = createPeople(count, sodium);
  const spec = easySpec(people);
  const { chainId, state } = createGenesis(spec);
  const sign = signing(spec, people, sodium);
  const check = checking(spec, signatureCheck);
  const [founder] = people;
  if (founder === undefined) throw new RangeError('a counter without people');
  const contract = contractIdOf(founder.publicKey, 0);
  const nonces = people.map(() => 0);
  const placeOf = (height: number) => ({ height, time: genesisTime + height * blockTimeMs });
  let height = 0;

  const execute = (block: readonly Uint8Array[]): void => {
    height += 1;
    const facts = { spec, ...placeOf(height), producer: 'f'.repeat(64), contracts: () => machine };
    const execution = applyBlock(state, block.map(check), facts);
    if (!execution.ok) throw new Error(`a block was refused: ${execution.error.type}`);
    const refused = execution.value.receipts.find(({ status }) => status !== 'ok');
    if (refused !== undefined) throw new Error(`a contract refused: ${refused.reason}`);
    state.adopt(execution.value.state);
  };
  const next = (payloadOf: (index: number) => Payload, senders = people): readonly Uint8Array[] =>
    senders.map((sender, index) => {
      const nonce = nonces[index] ?? 0;
      nonces[index] = nonce + 1;
      return sign(sender, nonce, payloadOf(index));
    });
  const deploying = (code: string): Payload => ({ kind: 'deploy', code, args: noArguments, amount: 0n });
  const view = (): bigint => {
    const sender = { kind: 'account', id: founder.publicKey } as const;
    const call = { contract, function: 'value', args: noArguments, amount: 0n, sender, origin: sender };
    const block = { chainId, ...placeOf(height + 1) };
    const outcome = machine.run({ ...call, gas: machine.gasMax }, createContractStage(createLayer(state)), block);
    const value = outcome.ok ? decodeContractValue(outcome.value) : undefined;
    if (value?.ok !== true || typeof value.value !== 'bigint') throw new Error('the counter does not say its value');
    return value.value;
  };

  execute(next(() => deploying(source), [founder]));
  return {
    calls: () => next(() => ({ kind: 'invoke', contract, function: 'increment', args: noArguments, amount: 0n })),
    // no two are of the same code: each is read and kept for itself
    deploys: () => next((index) => deploying(`// ${height} ${index}\n${source}`)),
    execute,
    view,
  };
}
