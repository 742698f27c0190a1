// Headers that a peer serves as a part of its own chain. What is kept of them sync says (presync.ts); a header that breaks
// a rule costs its server, and so does one of a chain that this node has found wrong. Owns nothing; one message at a time.

import { type HeaderFault, meaningOf, sealedOf } from '../chain/index.ts';
import type { SealedHeader } from '../model/index.ts';
import type { Message } from '../wire/index.ts';
import { moveHead, warnOfForeignBranch, warnOfOtherChain } from './head.ts';
import { noteHeaderFault, noteSlot, refuse, type Source } from './import-block.ts';
import { faultName } from './input.ts';
import type { NodeParts, Outbox } from './parts.ts';

/** A header that a peer serves as a part of its own chain, which it has executed. */
const refuseServed = (
  parts: NodeParts,
  fault: HeaderFault,
  sealed: SealedHeader,
  source: Source,
  out: Outbox,
): void => {
  noteHeaderFault(parts, fault, sealed, undefined, source);
  refuse(fault, sealed.id, source, out);
  const { concerns, points } = meaningOf(fault);
  if (concerns === 'chain') {
    out.effects.push({ type: 'penalise', peer: source.peer, points, reason: faultName(fault) });
  }
  if (fault.type === 'header-not-checkpoint') warnOfOtherChain(parts, fault, out);
};

export const takeHeaders = (
  parts: NodeParts,
  { request, headers }: Extract<Message, { type: 'headers' }>,
  source: Source,
  out: Outbox,
): void => {
  const { chain, sync } = parts;
  const { peer, now } = source;
  if (!sync.onHeaders(peer, request)) return; // late
  const { keep, isProven, known, refused, foreign, ...weighed } = sync.weigh(chain, peer, headers, now);
  let last = known;
  for (const judged of keep) {
    const kept = chain.keepHeader(judged, isProven);
    if (!kept.ok) {
      refuseServed(parts, kept.error, sealedOf(judged), source, out);
      break;
    }
    last = kept.value;
    noteSlot(parts, sealedOf(judged), out);
  }
  if (refused !== undefined) refuseServed(parts, refused.fault, refused.sealed, source, out);
  const isTold = foreign !== undefined && warnOfForeignBranch(parts, peer, foreign, out);
  const walk = isTold ? undefined : weighed.walk;
  sync.learned(chain, peer, { count: headers.length, last, isNews: last !== known, walk }, now);
  moveHead(parts, out);
};
