// The one switch over the kinds of transactions. A kind without rules is refused as `kind-not-active`; a new kind gets a
// module beside this and a case here. Holds no state.

import type { Payload } from '../../model/index.ts';
import { fileRules } from './file.ts';
import { deployRules } from './deploy.ts';
import { invokeRules } from './invoke.ts';
import type { PayloadRules } from './kind-rules.ts';
import { evidenceRules } from './evidence.ts';
import { recordRules } from './record.ts';
import { adminRules, signersRules } from './signers.ts';
import { stakeRules, unstakeRules } from './stake.ts';
import { transferRules } from './transfer.ts';

/** The rules of a payload; `undefined` where its kind has none. */
export const rulesOfPayload = (payload: Payload): PayloadRules | undefined => {
  switch (payload.kind) {
    case 'transfer':
      return transferRules(payload);
    case 'record':
      return recordRules(payload);
    case 'stake':
      return stakeRules(payload);
    case 'unstake':
      return unstakeRules(payload);
    case 'evidence':
      return evidenceRules(payload);
    case 'signers':
      return signersRules(payload);
    case 'admin':
      return adminRules(payload);
    case 'file':
      return fileRules(payload);
    case 'deploy':
      return deployRules(payload);
    case 'invoke':
      return invokeRules(payload);
    default:
      return undefined;
  }
};
