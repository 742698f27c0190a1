// Transactions and what became of them, in the shapes of the API: pure mappings from the core's values. Also the texts
// for bytes, ids and addresses that all shapes share.

import { fromHex, toHex } from '../core/bytes/index.ts';
import {
  accountAddress,
  type ChainSpec,
  formatAddress,
  formatCid,
  type Hex32,
  type Payload,
  type Receipt,
  type Transaction,
} from '../core/model/index.ts';
import { contractIdOf, gasOf } from '../core/state/index.ts';
import type { AddressText, HexText, ReceiptShape, TransactionFields, TransactionShape } from './api.ts';
import { argumentsOf, jsonOfBytes } from './contract-json.ts';

export const showHex = (hex: string): HexText => `0x${hex}`;
export const showBytes = (bytes: Uint8Array): HexText => showHex(toHex(bytes));
export const showAccount = (publicKey: Hex32): AddressText => formatAddress(accountAddress(publicKey));

/** Of params that check-params.ts has looked at; wrong digits are our own bug. */
export const readHex = (text: HexText): Uint8Array => {
  const bytes = fromHex(text.slice(2));
  if (bytes === undefined) throw new RangeError('hexadecimal that was not checked');
  return bytes;
};

const showPayload = (payload: Payload): TransactionFields => {
  switch (payload.kind) {
    case 'transfer':
      return { kind: 'transfer', to: formatAddress(payload.to), amount: payload.amount.toString() };
    case 'record':
      return { kind: 'record', data: showBytes(payload.data) };
    case 'deploy':
      return { ...payload, args: argumentsOf(payload.args), amount: payload.amount.toString() };
    case 'invoke':
      return {
        kind: 'invoke',
        address: formatAddress({ kind: 'contract', id: payload.contract }),
        function: payload.function,
        args: argumentsOf(payload.args),
        amount: payload.amount.toString(),
      };
    case 'file':
      return { ...payload, cid: formatCid(payload.cid) };
    case 'stake':
    case 'unstake':
      return { kind: payload.kind, amount: payload.amount.toString() };
    case 'evidence':
      return { kind: 'evidence', first: showBytes(payload.first), second: showBytes(payload.second) };
    case 'signers':
      return { kind: 'signers', add: payload.add.map(showAccount), remove: payload.remove.map(showAccount) };
    case 'admin':
      return { kind: 'admin', next: showAccount(payload.next) };
  }
};

export const showTransaction = (transaction: Transaction): TransactionShape => {
  const { id, sender, nonce, gasLimit, gasPrice, validUntil, bytes, payload } = transaction;
  return {
    id: showHex(id),
    sender: showAccount(sender),
    nonce,
    gasLimit,
    gasPrice: gasPrice.toString(),
    validUntil,
    size: bytes.length,
    ...showPayload(payload),
  };
};

export const showEvents = (events: Receipt['events']): ReceiptShape['events'] =>
  events.map(({ contract, name, data }) => ({
    address: formatAddress({ kind: 'contract', id: contract }),
    name,
    data: jsonOfBytes(data),
  }));

const showCallReceipt = (receipt: Receipt, { payload, sender, nonce }: Transaction): ReceiptShape => {
  const { status, reason, gasUsed, fee, events, value } = receipt;
  const made = payload.kind === 'deploy' && status === 'ok';
  return {
    status,
    ...(status === 'ok' ? {} : { reason }),
    ...{ gasUsed, fee: fee.toString(), events: showEvents(events) },
    ...(status === 'ok' ? { value: jsonOfBytes(value) } : {}),
    ...(made ? { contract: formatAddress({ kind: 'contract', id: contractIdOf(sender, nonce) }) } : {}),
  };
};

/**
 * Of a transaction that is in a block. Those without a contract use what their size and kind cost, and cannot fail there;
 * of a contract's it is the receipt that the block's execution gave, and nothing where that is not here.
 */
export const showReceipt = (
  spec: ChainSpec,
  transaction: Transaction,
  receipt: Receipt | undefined,
): { readonly receipt?: ReceiptShape } => {
  const { bytes, gasPrice, payload } = transaction;
  if (payload.kind === 'deploy' || payload.kind === 'invoke') {
    return receipt === undefined ? {} : { receipt: showCallReceipt(receipt, transaction) };
  }
  const gasUsed = gasOf(spec, payload, bytes.length);
  return { receipt: { status: 'ok', gasUsed, fee: (BigInt(gasUsed) * gasPrice).toString(), events: [] } };
};
