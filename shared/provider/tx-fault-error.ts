// Why a transaction was refused, as an error of the API: the fault's name and one sentence with the numbers that matter.
// A fault that is new in the core does not compile here until it has its sentence.

import type { CommandFault } from '../core/node/index.ts';
import { notPossibleNow, ruleRefused, type ThrownApiError } from './api-error.ts';
import { validatorFaultSentence } from './validator-fault-sentence.ts';

const sentence = (
  fault: Exclude<CommandFault, { readonly type: 'producing-not-possible' | 'proof-not-found' }>,
): string => {
  switch (fault.type) {
    case 'transaction-form':
      return `These bytes are not a transaction (${fault.what}).`;
    case 'wrong-chain':
      return 'The transaction was signed for another network.';
    case 'kind-not-active':
      return `This network does not accept transactions of the kind “${fault.kind}”.`;
    case 'transaction-too-large':
      return `The transaction has ${fault.size} bytes; at most ${fault.limit} are allowed.`;
    case 'amount-zero':
      return 'An amount of 0 moves nothing.';
    case 'amount-overflow':
      return 'Amount and fee together are more than can exist.';
    case 'recipient-not-account':
      return 'Coins are sent to accounts (tab1…); this address is a contract.';
    case 'record-empty':
      return 'The record holds nothing.';
    case 'file-cid-malformed':
      return 'The content id of the file is not one: it does not read as a CID of version 1.';
    case 'file-name-invalid':
      return 'The name of the file is empty, or has signs in it that a file name must not have.';
    case 'file-size-out-of-range':
      return `A file has 1 to ${fault.limit} bytes; this one claims ${fault.size}.`;
    case 'file-media-type-invalid':
      return 'The media type of the file is not of the form type/subtype in lower case.';
    case 'code-empty':
      return 'There is no code to deploy.';
    case 'function-unfit':
      return 'A call names a function; init runs at deployment only.';
    case 'arguments-malformed':
      return 'The arguments are not the bytes of a list of values.';
    case 'gas-below-intrinsic':
      return `The gas limit of ${fault.gasLimit} is below ${fault.intrinsic}, which the size of the transaction costs.`;
    case 'gas-over-block':
      return `The gas limit of ${fault.gasLimit} is above ${fault.limit}, which is all that a block may use.`;
    case 'signature-invalid':
      return 'The signature does not fit the transaction and its sender.';
    case 'expired':
      return `The transaction was valid until height ${fault.validUntil}; the chain is at ${fault.height}.`;
    case 'sender-unknown':
      return 'The account of the sender has never received a coin, so it cannot pay the fee.';
    case 'nonce-too-low':
      return `The nonce ${fault.nonce} is taken; the next one is ${fault.expected}.`;
    case 'nonce-too-high':
      return 'highest' in fault
        ? `The nonce ${fault.nonce} is too far ahead; the highest that can wait is ${fault.highest}.`
        : `The nonce ${fault.nonce} comes too soon; the next one is ${fault.expected}.`;
    case 'amount-over-balance':
      return `Amount and fee, with all that waits already, come to ${fault.needed} base units; the account holds ${fault.balance}.`;
    case 'recipient-overflow':
      return 'The recipient cannot hold that many more coins.';
    case 'already-known':
      return 'The transaction is waiting already.';
    case 'replacement-underpriced':
      return `A waiting transaction has the same nonce; to replace it the gas price must be at least ${fault.gasPriceMin}.`;
    case 'block-refused':
      return `The block breaks a rule: ${fault.fault}.`;
    case 'mempool-full':
      return `Too many transactions wait; a gas price of at least ${fault.gasPriceMin} gets in.`;
    default:
      return validatorFaultSentence(fault);
  }
};

const proofSentences: Readonly<Record<Extract<CommandFault, { readonly type: 'proof-not-found' }>['reason'], string>> =
  {
    none: 'No full node that was asked has that in its chain.',
    'no-peer': 'No full node is linked that stands where this tab stands, so nobody could be asked for a proof.',
    'no-answer': 'The full nodes that were asked did not answer with a proof of the chain that this tab follows.',
    'too-many': 'Too many proofs are being asked for at this moment.',
    'not-light': 'The node is in full mode and knows it by itself.',
  };

export const transactionError = (fault: CommandFault): ThrownApiError => {
  if (fault.type === 'proof-not-found') return notPossibleNow('proof-not-found', proofSentences[fault.reason]);
  return fault.type === 'producing-not-possible'
    ? notPossibleNow('node-stopped', `The node could not take the command: ${fault.reason}.`)
    : ruleRefused(fault.type, sentence(fault));
};
