// Why a transaction about stakes, signers or the admin was refused, in one sentence with the numbers that matter.
// A fault that is new in the core does not compile here until it has its sentence.

import type { ValidatorFault } from '../core/state/index.ts';
import { showAccount } from './show-transaction.ts';

export const validatorFaultSentence = (fault: ValidatorFault): string => {
  switch (fault.type) {
    case 'jailed':
      return `This key signed twice for one slot; it may stake again from block ${fault.untilHeight} on.`;
    case 'validators-full':
      return `All 256 seats are taken; a stake of more than ${fault.least} base units takes the lowest.`;
    case 'amount-over-stake':
      return `The account has a stake of ${fault.stake} base units.`;
    case 'last-stake':
      return 'This is the last stake: without it nobody could make blocks any more.';
    case 'unbonding-full':
      return `At most ${fault.limit} amounts may be on their way back at once.`;
    case 'signers-nothing':
      return 'No signer is added and none is removed.';
    case 'signer-twice':
      return 'A signer is named twice.';
    case 'not-admin':
      return 'Only the admin of this network may do that.';
    case 'signer-known':
      return `${showAccount(fault.signer)} is a signer already, or will be by a change that waits.`;
    case 'signer-unknown':
      return `${showAccount(fault.signer)} is no signer, or will not be by a change that waits.`;
    case 'signers-empty':
      return 'No signer would be left, so nobody could make blocks any more.';
    case 'signers-full':
      return `A network has at most ${fault.limit} signers.`;
    case 'signers-pending-full':
      return `${fault.limit} changes wait already until they are in force.`;
    case 'admin-unchanged':
      return 'That is who is admin, or named to follow, already.';
    case 'evidence-form':
      return 'The evidence does not hold two sealed headers.';
    case 'evidence-not-double':
      return 'The two headers are not two of one key for one slot.';
    case 'evidence-chain':
      return 'The two headers are not both of this network.';
    case 'evidence-expired':
      return `This evidence counted up to block ${fault.upToHeight}; the next one is ${fault.height}.`;
    case 'evidence-known':
      return 'The chain has evidence of this key and slot already.';
    case 'evidence-harmless':
      return 'The key has no stake to lose and is no signer.';
  }
};
