// The rules of a header on a known parent, cheapest and most attack-relevant first. Each is named as a proposition;
// docs/protocol/rules.md has the text of each.

import { err, ok, type Result } from '../bytes/index.ts';
import type { Ancestry, ConsensusEngine, ValidatorContext } from '../consensus/index.ts';
import { type Hex32, protocolVersion, type SealedHeader } from '../model/index.ts';
import { type BlockNode, historyRootAfter, sealedOf } from './block-tree.ts';
import type { HeaderFault } from './fault.ts';

export interface HeaderRules {
  readonly chainId: Hex32;
  readonly engine: ConsensusEngine;
}

/** What consensus looks at when a block stands on `parent`. */
export const ancestryOf = (parent: BlockNode): Ancestry => ({
  parent: sealedOf(parent).header,
  grandparentTime: parent.parent === undefined ? undefined : sealedOf(parent.parent).header.time,
  validators: parent.validators,
});

/** The parts of a header that need nothing but the header. */
const belongsToChain = ({ header }: SealedHeader, { chainId }: HeaderRules): Result<undefined, HeaderFault> => {
  if (header.version !== protocolVersion) return err({ type: 'header-version', version: header.version });
  return header.chainId === chainId ? ok(undefined) : err({ type: 'header-chain', chainId: header.chainId });
};

const followsParent = ({ header }: SealedHeader, parent: BlockNode): Result<undefined, HeaderFault> => {
  const expected = parent.height + 1;
  if (header.height !== expected) return err({ type: 'header-height', expected, height: header.height });
  const parentTime = sealedOf(parent).header.time;
  if (header.time <= parentTime) return err({ type: 'header-time', parentTime, time: header.time });
  return ok(undefined);
};

/** All rules of a header except the clock; gives who may seal on it. */
export const checkHeader = (
  sealed: SealedHeader,
  parent: BlockNode,
  rules: HeaderRules,
): Result<ValidatorContext | undefined, HeaderFault> => {
  const chain = belongsToChain(sealed, rules);
  if (!chain.ok) return chain;
  const order = followsParent(sealed, parent);
  if (!order.ok) return order;
  const ancestry = ancestryOf(parent);
  const consensus = rules.engine.checkHeader(sealed.header, ancestry);
  if (!consensus.ok) return consensus;
  const seal = rules.engine.verifySeal(sealed, parent.validators);
  if (!seal.ok) return seal;
  const expected = historyRootAfter(parent);
  if (sealed.header.historyRoot !== expected) return err({ type: 'header-history', expected });
  return rules.engine.validatorsAfter(sealed, ancestry);
};
