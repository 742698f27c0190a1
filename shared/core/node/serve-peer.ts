// Answers to peers, and what their node streams bring. Every answer is bounded by one message; what is not in memory is
// fetched by the driver, which performs `serve-headers` and `serve-bodies` by itself (serve-stored.ts).

import { archiveStep, sealedOf } from '../chain/index.ts';
import { encodeBlock, type Hex32, type SealedHeader } from '../model/index.ts';
import { headersAfter } from '../sync/index.ts';
import { encodeMessage, fittingHeaders, type Message, wireLimits } from '../wire/index.ts';
import { archivedHeadersKey } from './archive-records.ts';
import { onProof } from './ask-proof.ts';
import { decodedMessage, type DecodedMessage } from './decoded-message.ts';
import { statusMessage } from './head.ts';
import { importAnnouncement, importAnswered, importBlock, type MessageSource } from './import-block.ts';
import type { ArchivedHeaders, Input } from './input.ts';
import { takeState } from './fetch-state.ts';
import { endAsk } from './light-payments.ts';
import { type NodeParts, type Outbox, say } from './parts.ts';
import type { GossipVerdict, NetworkEvent, PeerId } from './ports.ts';
import { fullTokens } from './proof-tokens.ts';
import { serveProof } from './serve-proof.ts';
import { serveState } from './serve-state.ts';
import { fullStateBudget } from './state-serving.ts';
import { takeHeaders } from './take-headers.ts';
import { takeTransactions } from './take-transaction.ts';

/** Room that a message's own fields take. */
const envelopeBytes = 1024;

const send = (out: Outbox, peer: PeerId, message: Message): void => {
  out.effects.push({ type: 'send', peer, bytes: encodeMessage(message) });
};

/** The records of the archive that have the headers of these heights; none has the genesis block's. */
const archivedHeaders = ({ chain, spec }: NodeParts, from: number, to: number): Omit<ArchivedHeaders, 'rest'> => {
  const step = archiveStep(spec);
  const records: ArchivedHeaders['records'][number][] = [];
  const lowest = from - (from % step);
  for (let first = lowest; first <= to; first += step) {
    const ids: Hex32[] = [];
    for (let height = Math.max(1, first); height < first + step; height++) ids.push(chain.archived.idAt(height) ?? '');
    records.push({ key: archivedHeadersKey(first), ids });
  }
  return { records, skip: from - Math.max(1, lowest), leave: lowest + records.length * step - 1 - to };
};

/** From memory at once; what is below the base of the tree is left to the driver and the store. */
const serveHeaders = (
  parts: NodeParts,
  peer: PeerId,
  { request, locator }: Extract<Message, { type: 'get-headers' }>,
  out: Outbox,
): void => {
  const { chain } = parts;
  const { from, to } = headersAfter(chain, locator, wireLimits.headersMax);
  const base = chain.tree.base().height;
  const headers: SealedHeader[] = [];
  for (let height = Math.max(from, base); height <= to; height++) {
    const node = chain.at(height);
    if (node !== undefined) headers.push(sealedOf(node));
  }
  const archivedTo = Math.min(to, base - 1);
  if (from > archivedTo) send(out, peer, { type: 'headers', request, headers: fittingHeaders(headers) });
  else {
    const archived = archivedHeaders(parts, from, archivedTo);
    out.effects.push({ type: 'serve-headers', peer, request, ...archived, rest: headers });
  }
};

/** Whether the block's body was here and checked. */
const mayHaveBody = ({ chain }: NodeParts, id: Hex32): boolean => {
  const node = chain.tree.get(id);
  if (node === undefined) return chain.archived.heightOf(id) !== undefined;
  return node.status === 'applied' || node.status === 'body';
};

/** Blocks from memory at once; where one is not there, the whole answer is left to the driver and the store. */
const serveBlocks = (
  parts: NodeParts,
  peer: PeerId,
  message: Extract<Message, { type: 'get-blocks' }>,
  out: Outbox,
): void => {
  const blocks: Uint8Array[] = [];
  let size = envelopeBytes;
  const ids = message.ids.filter((id) => mayHaveBody(parts, id));
  for (const id of ids) {
    const block = parts.chain.bodyOf(id);
    if (block === undefined) {
      out.effects.push({ type: 'serve-bodies', peer, request: message.request, ids });
      return;
    }
    size += block.size + 4;
    if (size > wireLimits.messageBytesMax) break;
    blocks.push(encodeBlock(block, block.transactions));
  }
  send(out, peer, { type: 'blocks', request: message.request, blocks });
};

const serveMempool = (parts: NodeParts, peer: PeerId, out: Outbox): void => {
  const book = parts.peers.get(peer);
  if (book === undefined || book.mempoolServed) return;
  book.mempoolServed = true;
  let batch: Uint8Array[] = [];
  let size = envelopeBytes;
  const flush = (): void => {
    if (batch.length > 0) send(out, peer, { type: 'transactions', transactions: batch });
    batch = [];
    size = envelopeBytes;
  };
  for (const { transaction } of parts.mempool.list()) {
    const length = transaction.bytes.length + 4;
    if (batch.length === wireLimits.transactionsMax || size + length > wireLimits.messageBytesMax) flush();
    batch.push(transaction.bytes);
    size += length;
  }
  flush();
};

/** What a light node has no state or blocks for. Nobody should ask it, because it stands at the genesis block. */
const isNotForLight = (message: Message, { peer }: MessageSource, out: Outbox): boolean => {
  if (message.type === 'get-blocks') send(out, peer, { type: 'blocks', request: message.request, blocks: [] });
  else if (message.type === 'get-state') {
    send(out, peer, { type: 'state', request: message.request, part: new Uint8Array(0) });
  } else return message.type === 'blocks' || message.type === 'state' || message.type === 'transactions';
  return true;
};

const onMessage = (parts: NodeParts, message: Message, source: MessageSource, out: Outbox): void => {
  const { peer } = source;
  if (parts.chain.mode === 'light' && isNotForLight(message, source, out)) return;
  switch (message.type) {
    case 'status':
      parts.sync.claim(peer, message);
      return;
    case 'get-headers':
      serveHeaders(parts, peer, message, out);
      return;
    case 'headers':
      takeHeaders(parts, message, source, out);
      return;
    case 'get-blocks':
      serveBlocks(parts, peer, message, out);
      return;
    case 'blocks':
      importAnswered(parts, message, source, out);
      return;
    case 'announce':
      importAnnouncement(parts, message.header, source, out);
      return;
    case 'block':
      importBlock(parts, message, source, false, out);
      return;
    case 'transactions':
      takeTransactions(parts, message.transactions, source, false, out);
      return;
    case 'get-mempool':
      serveMempool(parts, peer, out);
      return;
    case 'get-proof':
      serveProof(parts, peer, message, source.now, out);
      return;
    case 'proof': {
      const ended = onProof(parts, message, source, out);
      if (ended !== undefined) endAsk(parts, ended, source.now, out);
      return;
    }
    case 'get-state':
      serveState(parts, { ...message, peer }, source.now, out);
      return;
    case 'state':
      takeState(parts, message, source, out);
      return;
    case 'refusal':
      say(out, {
        type: 'log',
        level: 'warn',
        what: `a peer refused ${message.id.slice(0, 12)}`,
        peer,
        fault: message.reason,
      });
  }
};

const garbage = (peer: PeerId, reason: string, out: Outbox): void => {
  say(out, { type: 'log', level: 'warn', what: 'a peer sent bytes that are no message', peer, fault: reason });
  out.effects.push({ type: 'penalise', peer, points: 100, reason });
};

const onGossip = (
  parts: NodeParts,
  event: Extract<NetworkEvent, { type: 'gossip' }>,
  decoded: DecodedMessage,
  now: number,
  out: Outbox,
): GossipVerdict => {
  if (!decoded.message.ok) {
    garbage(event.peer, decoded.message.error.type, out);
    return 'reject';
  }
  const source = { peer: event.peer, now, ...decoded };
  const { value } = decoded.message;
  if (event.topic === 'block' && value.type === 'block') return importBlock(parts, value, source, true, out);
  if (event.topic === 'block' && value.type === 'announce') return importAnnouncement(parts, value.header, source, out);
  if (event.topic === 'transaction' && value.type === 'transactions') {
    if (parts.chain.mode === 'light') return 'ignore'; // it cannot tell whether they are worth passing on
    return takeTransactions(parts, value.transactions, source, true, out);
  }
  garbage(event.peer, `${value.type} on the ${event.topic} topic`, out);
  return 'reject';
};

const onPeerUp = (parts: NodeParts, event: Extract<NetworkEvent, { type: 'peer-up' }>, out: Outbox): void => {
  parts.peers.set(event.peer, {
    path: event.path,
    kind: event.kind,
    mempoolAsked: false,
    mempoolServed: false,
    proofTokens: fullTokens(),
    stateBudget: fullStateBudget(),
  });
  parts.sync.addPeer(event.peer);
  out.effects.push({ type: 'send', peer: event.peer, bytes: statusMessage(parts.chain) });
};

/** Asks each peer once for its waiting transactions, when we are far enough to judge them. */
export const askForMempools = (parts: NodeParts, out: Outbox): void => {
  if (parts.chain.mode === 'light' || parts.sync.state(parts.chain) !== 'following') return;
  for (const [peer, book] of parts.peers) {
    if (book.mempoolAsked || parts.sync.claimOf(peer) === undefined) continue;
    book.mempoolAsked = true;
    send(out, peer, { type: 'get-mempool' });
  }
};

export const onNetwork = (
  parts: NodeParts,
  { event, decoded }: Extract<Input, { type: 'network' }>,
  now: number,
  out: Outbox,
): void => {
  const decodedOf = (bytes: Uint8Array): DecodedMessage => decoded ?? decodedMessage(bytes, parts.spec.blockBytesMax);
  switch (event.type) {
    case 'peer-up':
      onPeerUp(parts, event, out);
      return;
    case 'peer-path': {
      const book = parts.peers.get(event.peer);
      if (book !== undefined) book.path = event.path;
      return;
    }
    case 'peer-down':
      parts.peers.delete(event.peer);
      parts.sync.removePeer(event.peer);
      parts.stateStart.fetch.removePeer(event.peer);
      return;
    case 'message': {
      if (!parts.peers.has(event.peer)) return;
      const { message, ...decoders } = decodedOf(event.bytes);
      if (message.ok) onMessage(parts, message.value, { peer: event.peer, now, ...decoders }, out);
      else garbage(event.peer, message.error.type, out);
      return;
    }
    case 'gossip': {
      const verdict = onGossip(parts, event, decodedOf(event.bytes), now, out);
      // Before the commit of what it brought: who is next to hear of it does not wait for our disk.
      const commitAt = out.effects.findIndex(({ type }) => type === 'commit');
      const judgeAt = commitAt === -1 ? out.effects.length : commitAt;
      out.effects.splice(judgeAt, 0, { type: 'judge', messageId: event.messageId, verdict });
    }
  }
};
