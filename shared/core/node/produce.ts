// Production: keeps one draft on the head in the hands of the sealer. A new head means a new draft at once; new
// transactions mean one after `redraftMs`; the clock means one when the engine says so.

import { equalBytes } from '../bytes/index.ts';
import { type Block, bytesOf, encodeBlock, sealHeader } from '../model/index.ts';
import { buildBlock } from '../production/index.ts';
import { isFetchingState } from './fetch-state.ts';
import { importOwn } from './import-block.ts';
import { type CommandReply, faultName } from './input.ts';
import { type NodeParts, type Outbox, say } from './parts.ts';

/** New transactions wait this long for company before the draft is made again (ms). */
const redraftMs = 1000;

export const startProducing = (
  parts: NodeParts,
  command: { readonly producer: string; readonly intensityPermille: number },
): CommandReply => {
  if (parts.chain.mode === 'light')
    return { ok: false, error: { type: 'producing-not-possible', reason: 'light-mode' } };
  const { production } = parts;
  production.running = true;
  production.producer = command.producer;
  production.intensityPermille = command.intensityPermille;
  production.draft = undefined;
  return { ok: true, value: {} };
};

export const stopProducing = (parts: NodeParts, out: Outbox): CommandReply => {
  parts.production.running = false;
  parts.production.draft = undefined;
  parts.production.retryAt = undefined;
  out.effects.push({ type: 'stop-sealing' });
  return { ok: true, value: {} };
};

const draftIsCurrent = ({ production, chain, mempoolVersion }: NodeParts, now: number): boolean => {
  const { draft, draftOn, retryAt } = production;
  if (draftOn?.head !== chain.head().id) return false;
  const settled = draftOn.mempoolVersion === mempoolVersion || now < draftOn.madeAt + redraftMs;
  if (draft !== undefined) return settled && now < draft.renewAt;
  return settled && retryAt !== undefined && now < retryAt;
};

/** Makes the draft anew if anything it rests on has changed. */
export const keepDraft = (parts: NodeParts, now: number, out: Outbox): void => {
  const { production, chain } = parts;
  if (!production.running || production.producer === undefined || draftIsCurrent(parts, now)) return;
  // The rules look at a parent's parent, which the base of the tree does not have; and what is about to be left is not built on.
  const isOnBase = chain.head().parent === undefined && chain.head().height > 0;
  if (isOnBase || isFetchingState(parts)) return;
  // The network has a heavier chain than this, whose blocks are still to come.
  if (chain.bestHeader().weight < parts.sync.minimumWeight) return;
  const result = buildBlock(chain, parts.mempool, production.producer, now);
  production.draftOn = { head: chain.head().id, mempoolVersion: parts.mempoolVersion, madeAt: now };
  if (result.type !== 'draft') {
    production.draft = undefined;
    production.retryAt = result.type === 'wait' ? result.until : Number.MAX_SAFE_INTEGER;
    out.effects.push({ type: 'stop-sealing' });
    return;
  }
  production.draft = result.draft;
  production.retryAt = undefined;
  const { task } = result.draft;
  if (task.type !== 'search') return;
  out.effects.push({
    type: 'seal',
    task: { type: 'search', sealDigest: bytesOf(task.sealDigest), target: bytesOf(task.target) },
    intensityPermille: production.intensityPermille,
  });
};

/** When `keepDraft` would do something by itself. */
export const draftWakeAt = ({ production, mempoolVersion }: NodeParts): number | undefined => {
  if (!production.running) return undefined;
  const { draft, draftOn, retryAt } = production;
  const renewal = draft?.renewAt ?? retryAt;
  const waiting = draftOn !== undefined && draftOn.mempoolVersion !== mempoolVersion;
  const redraft = waiting ? draftOn.madeAt + redraftMs : undefined;
  const times = [renewal, redraft].filter((time) => time !== undefined);
  return times.length === 0 ? undefined : Math.min(...times);
};

/** A nonce came back. One for a draft that is no longer ours is dropped. */
export const onSealed = (
  parts: NodeParts,
  sealDigest: Uint8Array,
  nonce: Uint8Array,
  now: number,
  out: Outbox,
): void => {
  const { draft } = parts.production;
  if (draft?.task.type !== 'search' || !equalBytes(bytesOf(draft.task.sealDigest), sealDigest)) return;
  parts.production.draft = undefined;
  parts.production.draftOn = undefined;
  const transactions = draft.transactions.map(({ transaction }) => transaction);
  const sealed = sealHeader(draft.header, nonce);
  const bytes = encodeBlock(sealed, transactions);
  const block: Block = { ...sealed, transactions, size: bytes.length };
  const fault = importOwn(parts, block, bytes, now, out);
  if (fault === undefined) return;
  say(out, { type: 'log', level: 'error', what: 'a block of our own was refused', fault: faultName(fault) });
};
