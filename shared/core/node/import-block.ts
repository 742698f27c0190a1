// A block from outside, read downwards: form, header on its parent, body against header, body, execution. Who sent it
// learns the verdict as soon as the body fits the header; what only execution can find is the producer's fault, not the
// forwarder's.

import { err, ok, type Result } from '../bytes/index.ts';
import { type BlockFault, type BlockNode, bodyMatchesHeader, type HeaderFault, meaningOf } from '../chain/index.ts';
import {
  type Block,
  decodeBlock,
  decodeSealedHeader,
  type Hex32,
  type SealedHeader,
  zeroHex32,
} from '../model/index.ts';
import { encodeMessage, wireLimits } from '../wire/index.ts';
import { moveHead } from './head.ts';
import type { DecodedMessage } from './decoded-message.ts';
import { faultName } from './input.ts';
import { seenBlocksMax } from './light-books.ts';
import { keepNewest, type NodeParts, type Outbox, say } from './parts.ts';
import { type NotedSeal, noteSeal } from './seal-books.ts';
import type { GossipVerdict, PeerId } from './ports.ts';

/** Blocks whose time has not come, kept until it has. */
const heldMax = 64;
/** Own blocks whose coming and going is counted: more than any reorganisation that a person could have seen. */
const oursMax = 10_000;

export interface Source {
  readonly peer: PeerId;
  readonly now: number;
  /** decodes a block of the message */
  readonly block: DecodedMessage['block'];
}

export interface MessageSource extends Source {
  /** decodes a transaction of the message */
  readonly transaction: DecodedMessage['transaction'];
}

/** Notes a fault: log, penalty by the table, the reason to the peer, and the verdict for gossip. */
export const refuse = (fault: BlockFault, id: Hex32, { peer }: Source, out: Outbox): GossipVerdict => {
  const { concerns, points } = meaningOf(fault);
  if (concerns === 'now' || concerns === 'chain') return 'ignore';
  const reason = faultName(fault);
  say(out, { type: 'log', level: 'warn', what: 'a block was refused', peer, fault: reason });
  out.effects.push({ type: 'send', peer, bytes: encodeMessage({ type: 'refusal', id, reason }) });
  if (points > 0) out.effects.push({ type: 'penalise', peer, points, reason });
  return 'reject';
};

const hold = (
  parts: NodeParts,
  until: number,
  sealed: SealedHeader,
  bytes: Uint8Array | undefined,
  peer: PeerId,
): void => {
  if (parts.held.some((other) => other.sealed.id === sealed.id)) return;
  if (parts.held.length >= heldMax) parts.held.shift();
  parts.held.push({ until, sealed, bytes, peer });
};

/** What the peer's headers, asked for in their order, may mend. */
const asksForChain: ReadonlySet<HeaderFault['type']> = new Set<HeaderFault['type']>([
  'header-parent-unknown',
  'header-below-checkpoint',
  'header-validators-missing',
  'header-slot-taken',
]);

/** What a header's fault asks for: wait for its time, or ask the peer for what lies between. */
export const noteHeaderFault = (
  parts: NodeParts,
  fault: HeaderFault,
  sealed: SealedHeader,
  bytes: Uint8Array | undefined,
  source: Source,
): void => {
  if (asksForChain.has(fault.type)) parts.sync.hint(source.peer);
  if (fault.type === 'header-from-future') hold(parts, fault.believableFrom, sealed, bytes, source.peer);
};

/**
 * One pushed header after the other would be a long chain that nobody has weighed: until ours weighs what the checkpoint
 * says, its sender is asked for all of it.
 */
const weighsEnough = (
  { chain, sync }: NodeParts,
  node: BlockNode,
): Result<BlockNode, Extract<HeaderFault, { type: 'header-below-checkpoint' }>> => {
  const least = sync.minimumWeight;
  if (node.weight >= least || chain.bestHeader().weight >= least || chain.tree.get(node.id) === node) return ok(node);
  return err({ type: 'header-below-checkpoint', weight: node.weight, least });
};

/** Two headers of one key in one slot are told, once. */
export const noteSlot = (
  { chain, seals }: Pick<NodeParts, 'chain' | 'seals'>,
  sealed: SealedHeader,
  out: Outbox,
): NotedSeal['place'] => {
  const slot = chain.engine.slotOf(sealed.header);
  if (slot === undefined) return 'first';
  const { place, equivocation } = noteSeal(seals, sealed, slot);
  if (equivocation !== undefined) {
    const [first, second] = equivocation;
    say(out, { type: 'equivocation', first: first.bytes, second: second.bytes });
  }
  return place;
};

/** Of the headers that one key seals in one slot, a third is not taken in unless a chain is asked for that has it. */
const hasRoomInSlot = (
  parts: NodeParts,
  sealed: SealedHeader,
  judged: Result<BlockNode, HeaderFault>,
  out: Outbox,
): Result<BlockNode, HeaderFault> => {
  if (!judged.ok || parts.chain.tree.get(sealed.id) !== undefined) return judged;
  const slot = parts.chain.engine.slotOf(sealed.header);
  return noteSlot(parts, sealed, out) === 'third' ? err({ type: 'header-slot-taken', slot: slot ?? 0 }) : judged;
};

/** The header, or its fault, seen to. */
export const takeHeader = (
  parts: NodeParts,
  sealed: SealedHeader,
  bytes: Uint8Array | undefined,
  source: Source,
  out: Outbox,
): { readonly node: BlockNode } | { readonly fault: HeaderFault } => {
  const { chain } = parts;
  const judged = hasRoomInSlot(parts, sealed, chain.judgeHeader(sealed, source.now), out);
  const isHeavyEnough = judged.ok ? weighsEnough(parts, judged.value) : judged;
  const accepted = judged.ok && isHeavyEnough.ok ? chain.keepHeader(judged.value, false) : isHeavyEnough;
  if (accepted.ok) return { node: accepted.value };
  noteHeaderFault(parts, accepted.error, sealed, bytes, source);
  return { fault: accepted.error };
};

/** Passes a new block on to the peers that gossip does not reach, and to gossip when it did not come from there. */
const forward = (
  parts: NodeParts,
  block: Block,
  bytes: Uint8Array,
  from: PeerId | undefined,
  cameByGossip: boolean,
  out: Outbox,
): void => {
  const { validators } = block;
  const whole = encodeMessage({ type: 'block', block: bytes, ...(validators === undefined ? {} : { validators }) });
  const fits = whole.length <= wireLimits.gossipBytesMax;
  if (!fits && parts.chain.mode === 'light') return; // an announcement promises the body
  const message = fits ? whole : encodeMessage({ type: 'announce', header: block });
  if (!cameByGossip) out.effects.push({ type: 'publish', topic: 'block', bytes: message });
  for (const [peer, { path }] of parts.peers) {
    if (path === 'relayed' && peer !== from) out.effects.push({ type: 'send', peer, bytes: message });
  }
};

const importDecoded = (
  parts: NodeParts,
  block: Block,
  bytes: Uint8Array,
  source: Source,
  cameByGossip: boolean,
  out: Outbox,
): GossipVerdict => {
  const header = takeHeader(parts, block, bytes, source, out);
  if ('fault' in header) return refuse(header.fault, block.id, source, out);
  const { node } = header;
  if (node.status !== 'header' || parts.light.seen.has(node.id)) return 'ignore';
  const matches = bodyMatchesHeader(block);
  if (!matches.ok) return refuse(matches.error, block.id, source, out);
  const body = parts.chain.acceptBody(node, block);
  // Whoever passes a block on has checked all of it that needs no execution: a forwarder who did not is at fault.
  if (!body.ok) return refuse(body.error, block.id, source, out);
  if (parts.chain.mode === 'light') keepNewest(parts.light.seen, node.id, seenBlocksMax);
  say(out, { type: 'block', id: node.id, height: node.height, peer: source.peer });
  forward(parts, block, bytes, source.peer, cameByGossip, out);
  return 'accept';
};

/** A block as it is pushed: with who rules next, where that changes. */
export interface PushedBlock {
  readonly block: Uint8Array;
  readonly validators?: Uint8Array;
}

/** One block pushed to us. */
export const importBlock = (
  parts: NodeParts,
  { block: bytes, validators }: PushedBlock,
  source: Source,
  cameByGossip: boolean,
  out: Outbox,
): GossipVerdict => {
  const block = source.block(bytes);
  if (!block.ok) return refuse({ type: 'block-form', fault: block.error }, zeroHex32, source, out);
  const whole = validators === undefined ? block.value : { ...block.value, validators };
  const verdict = importDecoded(parts, whole, bytes, source, cameByGossip, out);
  moveHead(parts, out);
  return verdict;
};

/** An announcement of a block too long for gossip: sync asks the announcer for the body. */
export const importAnnouncement = (
  parts: NodeParts,
  sealed: SealedHeader,
  source: Source,
  out: Outbox,
): GossipVerdict => {
  const known = parts.chain.tree.get(sealed.id) !== undefined;
  const header = takeHeader(parts, sealed, undefined, source, out);
  if ('fault' in header) return refuse(header.fault, sealed.id, source, out);
  // What a peer announces it has, or will have in a moment.
  const { id, height, weight } = header.node;
  if (parts.chain.mode === 'light') {
    moveHead(parts, out);
    return 'ignore'; // whoever passes it on promises the body
  }
  const claim = parts.sync.claimOf(source.peer);
  if (claim === undefined || claim.weight < weight) parts.sync.claim(source.peer, { head: id, height, weight });
  return known ? 'ignore' : 'accept';
};

const pushedBlock = (block: Uint8Array, { validators }: SealedHeader): PushedBlock =>
  validators === undefined ? { block } : { block, validators };

/** Tries held blocks again whose time has come. */
export const importHeld = (parts: NodeParts, now: number, out: Outbox): void => {
  const ready = parts.held.filter(({ until }) => until <= now);
  if (ready.length === 0) return;
  const waiting = parts.held.filter(({ until }) => until > now);
  parts.held.splice(0, parts.held.length, ...waiting);
  const block: Source['block'] = (bytes) => decodeBlock(bytes, parts.spec.blockBytesMax);
  for (const { sealed, bytes, peer } of ready) {
    if (bytes === undefined) importAnnouncement(parts, sealed, { peer, now, block }, out);
    else importBlock(parts, pushedBlock(bytes, sealed), { peer, now, block }, false, out);
  }
};

/** Our own block, fresh from the sealer: committed before anyone hears of it. */
export const importOwn = (
  parts: NodeParts,
  block: Block,
  bytes: Uint8Array,
  now: number,
  out: Outbox,
): BlockFault | undefined => {
  const header = parts.chain.acceptHeader(block, now);
  if (!header.ok) return header.error;
  const body = parts.chain.acceptBody(header.value, block);
  if (!body.ok) return body.error;
  noteSlot(parts, block, out); // another may seal with our key
  if (parts.chain.engine.slotOf(block.header) !== undefined) {
    out.effects.push({ type: 'keep-seal', chainId: parts.chain.chainId, header: block.bytes });
  }
  keepNewest(parts.production.ours, block.id, oursMax);
  say(out, { type: 'block', id: block.id, height: header.value.height });
  moveHead(parts, out);
  forward(parts, block, bytes, undefined, false, out);
  return undefined;
};

/** What was sealed here before this start: a second copy of a key may come with another header for one of these slots. */
export const noteOwnSeals = (parts: NodeParts, headers: readonly Uint8Array[], out: Outbox): void => {
  for (const header of headers) {
    const sealed = decodeSealedHeader(header);
    if (sealed.ok && sealed.value.header.chainId === parts.chain.chainId) noteSlot(parts, sealed.value, out);
  }
};

/** Bodies that sync asked for. Ids nobody asked for cost the peer points. */
export const importAnswered = (
  parts: NodeParts,
  answer: { readonly request: number; readonly blocks: readonly Uint8Array[] },
  source: Source,
  out: Outbox,
): void => {
  const decoded: Block[] = [];
  for (const bytes of answer.blocks) {
    const block = source.block(bytes);
    if (block.ok) decoded.push(block.value);
    else refuse({ type: 'block-form', fault: block.error }, zeroHex32, source, out);
  }
  const asked = parts.sync.onBlocks(
    source.peer,
    answer.request,
    decoded.map(({ id }) => id),
  );
  if (asked === undefined) return; // late: the request has timed out and went to another peer
  for (const block of decoded) {
    const node = parts.chain.tree.get(block.id);
    if (asked.has(block.id) && node?.status !== 'header') continue; // it came another way, or its chain has failed
    if (!asked.has(block.id) || node === undefined) {
      out.effects.push({ type: 'penalise', peer: source.peer, points: 20, reason: 'a block that was not asked for' });
      continue;
    }
    const body = parts.chain.acceptBody(node, block);
    if (!body.ok) refuse(body.error, block.id, source, out);
    // One that is fetched alone was announced just now; many are a chain that is caught up with, told by its progress.
    else if (decoded.length === 1) say(out, { type: 'block', id: node.id, height: node.height, peer: source.peer });
  }
  moveHead(parts, out);
};
