// Blocks of a person's file: judged as those of peers are, but nobody is penalised, and the first that breaks a rule ends
// the import. Bounded by the list that is given.

import type { BlockFault } from '../chain/index.ts';
import type { Block } from '../model/index.ts';
import type { DecodedMessage } from './decoded-message.ts';
import { moveHead } from './head.ts';
import { type CommandReply, faultName } from './input.ts';
import type { NodeParts, Outbox } from './parts.ts';

export interface GivenSource {
  readonly now: number;
  readonly block: DecodedMessage['block'];
}

/** A file has no more than blocks: one that changes who rules next is judged once its parent is the head. */
const acceptHeader = (parts: NodeParts, block: Block, now: number, out: Outbox) => {
  const accepted = parts.chain.acceptHeader(block, now);
  if (accepted.ok || accepted.error.type !== 'header-validators-missing') return accepted;
  moveHead(parts, out);
  return parts.chain.acceptHeader(parts.chain.complete(block), now);
};

const importOne = (
  parts: NodeParts,
  bytes: Uint8Array,
  { now, block }: GivenSource,
  out: Outbox,
): BlockFault | undefined => {
  const decoded = block(bytes);
  if (!decoded.ok) return { type: 'block-form', fault: decoded.error };
  if (parts.chain.archived.heightOf(decoded.value.id) !== undefined) return undefined; // ours, and old
  const header = acceptHeader(parts, decoded.value, now, out);
  if (!header.ok) return header.error;
  const body = parts.chain.acceptBody(header.value, decoded.value);
  return body.ok ? undefined : body.error;
};

export const importGiven = (
  parts: NodeParts,
  blocks: readonly Uint8Array[],
  source: GivenSource,
  out: Outbox,
): CommandReply => {
  const taken: Uint8Array[] = [];
  let fault: BlockFault | undefined;
  for (const bytes of blocks) {
    fault = importOne(parts, bytes, source, out);
    if (fault !== undefined) break;
    taken.push(bytes);
  }
  moveHead(parts, out);
  // Execution may have found more: the first that it condemned stands before what broke a rule by itself.
  const condemned = taken.findIndex((bytes) => {
    const decoded = source.block(bytes);
    return decoded.ok && parts.chain.tree.get(decoded.value.id)?.status === 'invalid';
  });
  if (condemned !== -1) return refused(condemned, 'a promise of its header does not hold');
  return fault === undefined ? { ok: true, value: {} } : refused(taken.length, faultName(fault));
};

const refused = (index: number, fault: string): CommandReply => ({
  ok: false,
  error: { type: 'block-refused', index, fault },
});
