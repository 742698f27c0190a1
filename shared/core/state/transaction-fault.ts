// Why a transaction is refused: one fault per rule, with what the rule saw. docs/protocol/rules.md has the rules' text;
// the API passes the fault's name on as `data.fault`.

import type { Amount, CidFault, Hex32, PayloadKind } from '../model/index.ts';

export type TransactionFault =
  | { readonly type: 'wrong-chain'; readonly chainId: Hex32 }
  | { readonly type: 'kind-not-active'; readonly kind: PayloadKind }
  | { readonly type: 'transaction-too-large'; readonly size: number; readonly limit: number }
  | { readonly type: 'amount-zero' }
  | { readonly type: 'amount-overflow' }
  | { readonly type: 'recipient-not-account' }
  | { readonly type: 'record-empty' }
  | { readonly type: 'file-cid-malformed'; readonly reason: CidFault['type'] }
  | { readonly type: 'file-name-invalid' }
  | { readonly type: 'file-size-out-of-range'; readonly size: number; readonly limit: number }
  | { readonly type: 'file-media-type-invalid' }
  | { readonly type: 'code-empty' }
  | { readonly type: 'function-unfit' }
  | { readonly type: 'arguments-malformed' }
  | { readonly type: 'gas-below-intrinsic'; readonly gasLimit: number; readonly intrinsic: number }
  | { readonly type: 'gas-over-block'; readonly gasLimit: number; readonly limit: number }
  | { readonly type: 'signature-invalid' }
  | { readonly type: 'expired'; readonly validUntil: number; readonly height: number }
  | { readonly type: 'sender-unknown' }
  | { readonly type: 'nonce-too-low'; readonly expected: number; readonly nonce: number }
  | { readonly type: 'nonce-too-high'; readonly expected: number; readonly nonce: number }
  | { readonly type: 'amount-over-balance'; readonly needed: Amount; readonly balance: Amount }
  | { readonly type: 'recipient-overflow' }
  | ValidatorFault;

/** Of the kinds that change who may seal. */
export type ValidatorFault =
  // proof of stake
  | { readonly type: 'jailed'; readonly untilHeight: number }
  | { readonly type: 'validators-full'; readonly least: Amount }
  | { readonly type: 'amount-over-stake'; readonly stake: Amount }
  | { readonly type: 'last-stake' }
  | { readonly type: 'unbonding-full'; readonly limit: number }
  // proof of authority
  | { readonly type: 'signers-nothing' }
  | { readonly type: 'signer-twice' }
  | { readonly type: 'not-admin' }
  | { readonly type: 'signer-known'; readonly signer: Hex32 }
  | { readonly type: 'signer-unknown'; readonly signer: Hex32 }
  | { readonly type: 'signers-empty' }
  | { readonly type: 'signers-full'; readonly limit: number }
  | { readonly type: 'signers-pending-full'; readonly limit: number }
  | { readonly type: 'admin-unchanged' }
  // both
  | { readonly type: 'evidence-form' }
  | { readonly type: 'evidence-not-double' }
  | { readonly type: 'evidence-chain' }
  | { readonly type: 'evidence-expired'; readonly upToHeight: number; readonly height: number }
  | { readonly type: 'evidence-known' }
  | { readonly type: 'evidence-harmless' };
