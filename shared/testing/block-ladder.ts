// Offers blocks to a chain as a node does, from bytes upwards, and tells how far they came. Synchronous, without a node
// around it, so that a test sees the chain's own verdicts.

import { type BlockFault, type Chain, createChain } from '../core/chain/index.ts';
import type { SignatureCheck } from '../core/crypto/index.ts';
import { type Block, decodeBlock, type Hex32 } from '../core/model/index.ts';
import type { BlockForge } from './block-forge.ts';

export type Offered =
  | { readonly type: 'refused'; readonly at: 'form' | 'header' | 'body' | 'execution'; readonly fault: BlockFault }
  /** its header and body are taken in; the head is another block */
  | { readonly type: 'aside' }
  | { readonly type: 'head' };

export const openTestChain = (
  forge: BlockForge,
  signatureCheck: SignatureCheck,
  isVerified: (signedHash: Hex32) => boolean = () => false,
  cacheBytesMax = 1024 * 1024,
): Chain => {
  const { spec, engine } = forge;
  return createChain({ spec, genesis: forge.genesisOf(), engine, signatureCheck, isVerified, cacheBytesMax });
};

/** Late enough for every block of a test chain. */
export const longAfter = Number.MAX_SAFE_INTEGER;

export const offerBlock = (chain: Chain, block: Block, now = longAfter): Offered => {
  const header = chain.acceptHeader(block, now);
  if (!header.ok) return { type: 'refused', at: 'header', fault: header.error };
  const body = chain.acceptBody(header.value, block);
  if (!body.ok) return { type: 'refused', at: 'body', fault: body.error };
  const condemned = chain.advance().condemned.find(({ id }) => id === block.id);
  if (condemned !== undefined) return { type: 'refused', at: 'execution', fault: condemned.fault };
  return chain.head().id === block.id ? { type: 'head' } : { type: 'aside' };
};

export const offerBytes = (chain: Chain, bytes: Uint8Array, now = longAfter): Offered => {
  const block = decodeBlock(bytes, chain.spec.blockBytesMax);
  if (!block.ok) return { type: 'refused', at: 'form', fault: { type: 'block-form', fault: block.error } };
  return offerBlock(chain, block.value, now);
};
