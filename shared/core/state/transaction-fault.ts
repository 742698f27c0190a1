// Why a transaction is refused: one fault per rule, with what the rule saw. docs/protocol/rules.md has the rules' text;
// the API passes the fault's name on as `data.fault`.

import type { Amount, Hex32, PayloadKind } from '../model/index.ts';

export type TransactionFault =
  | { readonly type: 'wrong-chain'; readonly chainId: Hex32 }
  | { readonly type: 'kind-not-active'; readonly kind: PayloadKind }
  | { readonly type: 'transaction-too-large'; readonly size: number; readonly limit: number }
  | { readonly type: 'amount-zero' }
  | { readonly type: 'amount-overflow' }
  | { readonly type: 'recipient-not-account' }
  | { readonly type: 'record-empty' }
  | { readonly type: 'gas-below-intrinsic'; readonly gasLimit: number; readonly intrinsic: number }
  | { readonly type: 'gas-over-block'; readonly gasLimit: number; readonly limit: number }
  | { readonly type: 'signature-invalid' }
  | { readonly type: 'expired'; readonly validUntil: number; readonly height: number }
  | { readonly type: 'sender-unknown' }
  | { readonly type: 'nonce-too-low'; readonly expected: number; readonly nonce: number }
  | { readonly type: 'nonce-too-high'; readonly expected: number; readonly nonce: number }
  | { readonly type: 'amount-over-balance'; readonly needed: Amount; readonly balance: Amount }
  | { readonly type: 'recipient-overflow' };
