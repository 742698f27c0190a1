// Makes a transaction out of a wish: fields from the caller, the rest from chain and mempool. Unless told otherwise the
// price is `gasPriceDefault` and the limit exactly what size and kind cost, which is all that these kinds use.

import {
  type ChainSpec,
  parseAddress,
  parseBaseUnits,
  parseCid,
  type Payload,
  payloadLimits,
  type UnsignedTransaction,
} from '../core/model/index.ts';
import { blockTimeOf, encodeUnsigned, type Hex32 } from '../core/model/index.ts';
import { amountOf, depositPerByte, foundingBytes, gasOf, readAccount } from '../core/state/index.ts';
import type { TransactionRequest } from './api.ts';
import { ruleRefused, wrongParam } from './api-error.ts';
import { contractIdIn } from './contract-events.ts';
import { argumentBytes } from './contract-json.ts';
import type { ContractWish } from './contract-shape.ts';
import type { CallPayload } from './contract-trial.ts';
import type { Live } from './open-network.ts';
import { readHex } from './show-transaction.ts';

/** base units per gas: the least that is more than nothing; with the default spec a transfer costs 0.032 coins */
const gasPriceDefault = 1n;
const dayMs = 86_400_000;
/** a chain with long blocks still gives a transaction this many chances */
const validBlocksMin = 100;
const signatureBytes = 64;

/** A transaction not included within a day of blocks is dropped rather than left to surprise its sender. */
const validForBlocks = (spec: ChainSpec): number =>
  Math.max(validBlocksMin, Math.ceil(dayMs / blockTimeOf(spec.consensus)));

const accountIn = (path: string, text: string): Hex32 => {
  const address = parseAddress(text);
  if (address.ok && address.value.kind === 'account') return address.value.id;
  throw wrongParam(path, 'That is not the address of an account (tab1…).', address.ok ? undefined : address.error.type);
};

const unitsIn = (text: string): bigint => parseBaseUnits(text) ?? 0n;

export const payloadOf = (request: TransactionRequest): Payload => {
  switch (request.kind) {
    case 'stake':
    case 'unstake':
      return { kind: request.kind, amount: unitsIn(request.amount) };
    case 'evidence':
      return { kind: 'evidence', first: readHex(request.first), second: readHex(request.second) };
    case 'signers': {
      const { add = [], remove = [] } = request;
      return {
        kind: 'signers',
        add: add.map((text, i) => accountIn(`add[${i}]`, text)),
        remove: remove.map((text, i) => accountIn(`remove[${i}]`, text)),
      };
    }
    case 'deploy':
    case 'invoke':
      return callPayloadOf(request);
    case 'admin':
      return { kind: 'admin', next: accountIn('next', request.next) };
    default:
      return plainPayloadOf(request);
  }
};

export const callPayloadOf = (request: ContractWish): CallPayload => {
  const args = argumentBytes(request.args);
  const amount = unitsIn(request.amount ?? '0');
  if (request.kind === 'deploy') return { kind: 'deploy', code: request.code, args, amount };
  return {
    kind: 'invoke',
    contract: contractIdIn('address', request.address),
    function: request.function,
    args,
    amount,
  };
};

const plainPayloadOf = (
  request: Extract<TransactionRequest, { readonly kind: 'transfer' | 'record' | 'file' }>,
): Payload => {
  if (request.kind === 'record') {
    const data = readHex(request.data);
    const limit = payloadLimits.recordBytesMax;
    if (data.length > limit) {
      throw ruleRefused('transaction-too-large', `A record holds at most ${limit} bytes; this one has ${data.length}.`);
    }
    return { kind: 'record', data };
  }
  if (request.kind === 'file') {
    const cid = parseCid(request.cid);
    if (!cid.ok) throw wrongParam('cid', 'That is not the content id of a file.', cid.error.type);
    return { kind: 'file', cid: cid.value.bytes, name: request.name, size: request.size, mediaType: request.mediaType };
  }
  const to = parseAddress(request.to);
  if (!to.ok) throw wrongParam('to', 'The recipient is not an address.', to.error.type);
  return { kind: 'transfer', to: to.value, amount: unitsIn(request.amount) };
};

export interface GasTerms {
  readonly gasLimit: number;
  readonly gasPrice: bigint;
}

/** Limit and price of a request: what it gives, else the exact cost of its size and the default price. */
export const gasTermsOf = (spec: ChainSpec, request: TransactionRequest, payload: Payload): GasTerms => {
  const gasPrice = request.gasPrice === undefined ? gasPriceDefault : (parseBaseUnits(request.gasPrice) ?? 0n);
  const zero = '0'.repeat(64); // the numbers before the payload have fixed lengths, so that any of them give its size
  const sample = { chainId: zero, sender: zero, nonce: 0, gasLimit: 0, gasPrice: 0n, validUntil: 0, payload };
  const exact = gasOf(spec, payload, encodeUnsigned(sample).length + signatureBytes);
  return { gasLimit: request.gasLimit ?? exact, gasPrice };
};

/** Unsigned, with the sender's next nonce. */
export const writeTransaction = (
  { session }: Live,
  sender: Hex32,
  payload: Payload,
  terms: GasTerms,
): UnsignedTransaction => {
  const { chain, mempool, accounts } = session.node;
  return {
    chainId: chain.chainId,
    sender,
    nonce: mempool.nextNonce(sender, accounts),
    ...terms,
    validUntil: chain.head().height + validForBlocks(chain.spec),
    payload,
  };
};

/** Due in the block for the account or the contract that it creates. */
const depositOf = ({ node: { accounts, chain } }: Live['session'], payload: Payload): bigint => {
  if (payload.kind === 'deploy') {
    return BigInt(foundingBytes(new TextEncoder().encode(payload.code))) * depositPerByte(chain.spec);
  }
  const isNew =
    payload.kind === 'transfer' && payload.to.kind === 'account' && readAccount(accounts, payload.to.id) === undefined;
  return isNew ? chain.spec.accountDeposit : 0n;
};

/**
 * Refuses what would wait in vain: the deposit for the account or the contract that it creates is due in the block, and
 * the mempool does not count it. Fault: −32000 `amount-over-balance`.
 */
export const checkDeposit = ({ session }: Live, { sender, payload, gasLimit, gasPrice }: UnsignedTransaction): void => {
  const { mempool, accounts } = session.node;
  const account = readAccount(accounts, sender);
  const deposit = depositOf(session, payload);
  if (account === undefined || deposit === 0n) return; // an unknown sender is for the node to refuse
  let needed = ('amount' in payload ? payload.amount : 0n) + BigInt(gasLimit) * gasPrice;
  for (const { transaction } of mempool.list()) {
    if (transaction.sender !== sender) continue;
    needed += BigInt(transaction.gasLimit) * transaction.gasPrice + amountOf(transaction);
  }
  // What exceeds the balance without the deposit is for the node to refuse, after the rules that come before that one.
  if (needed > account.balance || needed + deposit <= account.balance) return;
  const made = payload.kind === 'deploy' ? 'contract' : 'account';
  throw ruleRefused(
    'amount-over-balance',
    `Amount, fee and the deposit of ${deposit} for the new ${made}, with all that waits already, ` +
      `come to ${needed + deposit} base units; the account holds ${account.balance}.`,
  );
};
