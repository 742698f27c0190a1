// A contract under test on the real state and the real machine: deploy it, call it as one person or another, look at what
// it stored, emitted and holds. Each call is a transaction in a block of its own.
//   const { deploy } = contractStage(machine);
//   const counter = deploy(code, [5]);
//   expect(counter.call('increment', [2]).value).toBe(7n);
// Bounded by what a test does with it; nothing is kept elsewhere.

import {
  accountAddress,
  type Amount,
  type ChainSpec,
  type ContractRunner,
  type ContractStep,
  type ContractValue,
  decodeContractValue,
  encodeAccount,
  encodeContractValue,
  formatAddress,
  type Hex32,
  parseChainSpec,
  type Payload,
  type Receipt,
} from '../../core/model/index.ts';
import {
  accountKey,
  applyTransaction,
  contractIdOf,
  createLayer,
  readAccount,
  readContract,
  type StateLayer,
  storedEntries,
} from '../../core/state/index.ts';
import { toHex } from '../../core/bytes/index.ts';

export interface CallOptions {
  /** who calls; `alice` unless given */
  readonly from?: string;
  readonly amount?: Amount;
  readonly gasLimit?: number;
}

export interface CallResult {
  readonly ok: boolean;
  readonly reason: string;
  readonly value: ContractValue | undefined;
  readonly events: readonly { readonly contract: Hex32; readonly name: string; readonly data: ContractValue }[];
  readonly gasUsed: number;
  readonly steps: readonly ContractStep[];
}

export interface DeployedContract {
  readonly address: string;
  readonly id: Hex32;
  readonly call: (name: string, args?: readonly ContractValue[], options?: CallOptions) => CallResult;
  /** What it stores, in its order. */
  readonly storage: () => Readonly<Record<string, ContractValue>>;
  readonly balance: () => Amount;
}

export interface ContractStage {
  /** Throws when the deployment fails. */
  readonly deploy: (code: string, args?: readonly ContractValue[], options?: CallOptions) => DeployedContract;
  readonly tryDeploy: (code: string, args?: readonly ContractValue[], options?: CallOptions) => CallResult;
  /** The address of a person of this name, who has coins. */
  readonly addressOf: (name: string) => string;
  /** The same, and the person need not have an account. */
  readonly plainAddressOf: (name: string) => string;
  readonly balanceOf: (name: string) => Amount;
  /** Lets time pass, ms; each call is a block one second later anyway. */
  readonly wait: (ms: number) => void;
  readonly layer: StateLayer;
  readonly spec: ChainSpec;
}

const startBalance = 1_000_000_000_000n;
const gasPerCall = 25_000_000;
const chainId = 'cc'.repeat(32);

const specOf = (): ChainSpec => {
  const spec = parseChainSpec({
    name: 'Stage',
    genesisTime: 1_700_000_000_000,
    salt: '00'.repeat(16),
    accountDeposit: '0',
    consensus: { kind: 'pow', blockTimeMs: 10_000 },
  });
  if (!spec.ok) throw new Error(spec.error.path);
  return spec.value;
};

const encoder = new TextEncoder();

/** A key for a name: nobody signs here. */
export const keyOf = (name: string): Hex32 => toHex(encoder.encode(name.padEnd(32, '.')).slice(0, 32));

export const argumentBytes = (args: readonly ContractValue[]): Uint8Array => {
  const bytes = encodeContractValue(args, 16 * 1024);
  if (!bytes.ok) throw new TypeError(bytes.error.what);
  return bytes.value;
};

export const valueOf = (bytes: Uint8Array): ContractValue | undefined => {
  if (bytes.length === 0) return undefined;
  const value = decodeContractValue(bytes);
  if (!value.ok) throw new TypeError(value.error.type);
  return value.value;
};

const resultOf = (receipt: Receipt, steps: readonly ContractStep[]): CallResult => ({
  ok: receipt.status === 'ok',
  reason: receipt.reason,
  value: receipt.status === 'ok' ? valueOf(receipt.value) : undefined,
  events: receipt.events.map(({ contract, name, data }) => ({ contract, name, data: valueOf(data) ?? null })),
  gasUsed: receipt.gasUsed,
  steps,
});

export const contractStage = (machine: ContractRunner, spec: ChainSpec = specOf()): ContractStage => {
  const layer = createLayer({ get: () => undefined });
  let height = 0;
  let time = spec.genesisTime;

  const sender = (name: string): { readonly key: Hex32; readonly nonce: number } => {
    const key = keyOf(name);
    const known = readAccount(layer, key);
    if (known === undefined) layer.set(accountKey(key), encodeAccount({ balance: startBalance, nonce: 0 }));
    return { key, nonce: known?.nonce ?? 0 };
  };

  const send = (payload: Payload, { from = 'alice', gasLimit = gasPerCall }: CallOptions): CallResult => {
    const { key, nonce } = sender(from);
    height++;
    time += 1000;
    const steps: ContractStep[] = [];
    const bytes = new Uint8Array(0);
    const numbers = { nonce, gasLimit, gasPrice: 1n, validUntil: height };
    const texts = { id: '', signedHash: '', signature: bytes, bytes };
    const transaction = { chainId, sender: key, ...numbers, payload, ...texts };
    const facts = { spec, height, time, contracts: () => machine, observe: (step: ContractStep) => steps.push(step) };
    const receipt = applyTransaction({ transaction, gas: 0 }, layer, facts);
    if (!receipt.ok) throw new Error(`the transaction is refused: ${receipt.error.type}`);
    return resultOf(receipt.value, steps);
  };

  const tryDeploy = (code: string, args: readonly ContractValue[] = [], options: CallOptions = {}): CallResult =>
    send({ kind: 'deploy', code, args: argumentBytes(args), amount: options.amount ?? 0n }, options);

  return {
    spec,
    layer,
    tryDeploy,
    deploy: (code, args, options = {}) => {
      const { key, nonce } = sender(options.from ?? 'alice');
      const done = tryDeploy(code, args, options);
      if (!done.ok) throw new Error(`the deployment failed: ${done.reason}`);
      const id = contractIdOf(key, nonce);
      return {
        id,
        address: formatAddress({ kind: 'contract', id }),
        call: (name, callArgs = [], callOptions = {}) =>
          send(
            {
              ...{ kind: 'invoke', contract: id, function: name, args: argumentBytes(callArgs) },
              amount: callOptions.amount ?? 0n,
            },
            callOptions,
          ),
        storage: () =>
          Object.fromEntries(
            storedEntries(layer, id, 10_000).map(({ key: name, value }) => [name, valueOf(value) ?? null]),
          ),
        balance: () => readContract(layer, id)?.balance ?? 0n,
      };
    },
    addressOf: (name) => formatAddress(accountAddress(sender(name).key)),
    plainAddressOf: (name) => formatAddress(accountAddress(keyOf(name))),
    balanceOf: (name) => readAccount(layer, sender(name).key)?.balance ?? 0n,
    wait: (ms) => {
      time += ms;
    },
  };
};
