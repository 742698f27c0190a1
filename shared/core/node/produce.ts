// Production: keeps one draft on the head in the hands of the sealer. A new head means a new draft at once; new
// transactions mean one after `redraftMs`; the clock means one when the engine says so. A draft that is to be signed is
// signed at once and stays until the signature is there: its slot is the producer's only once.

import { concatBytes, equalBytes } from '../bytes/index.ts';
import { type BlockNode, type Chain, sealedOf } from '../chain/index.ts';
import { type Block, bytesOf, encodeBlock, type Hex32, sealHeader } from '../model/index.ts';
import { buildBlock, type Draft } from '../production/index.ts';
import { isFetchingState } from './fetch-state.ts';
import { importOwn } from './import-block.ts';
import { type CommandReply, faultName, type Input } from './input.ts';
import { type NodeParts, type Outbox, say } from './parts.ts';

/** New transactions wait this long for company before the draft is made again (ms). */
const redraftMs = 1000;
/** Slots of two epochs at least that somebody looks ahead. */
const proofsMax = 256;
/** After the host could not prove, it is asked again (ms): a wallet is unlocked by a person. */
const proveAgainMs = 5000;

export const startProducing = (
  parts: NodeParts,
  command: { readonly producer: string; readonly intensityPermille: number },
): CommandReply => {
  if (parts.chain.mode === 'light')
    return { ok: false, error: { type: 'producing-not-possible', reason: 'light-mode' } };
  const { production } = parts;
  if (production.producer !== command.producer) {
    production.signedUpTo = -1;
    production.proofs.clear();
  }
  production.running = true;
  production.producer = command.producer;
  production.intensityPermille = command.intensityPermille;
  production.draft = undefined;
  production.draftOn = undefined;
  return { ok: true, value: {} };
};

export const stopProducing = (parts: NodeParts, out: Outbox): CommandReply => {
  parts.production.running = false;
  parts.production.draft = undefined;
  parts.production.signing = undefined;
  parts.production.retryAt = undefined;
  out.effects.push({ type: 'stop-sealing' });
  return { ok: true, value: {} };
};

const draftIsCurrent = ({ production, chain, mempoolVersion }: NodeParts, now: number): boolean => {
  const { draft, draftOn, retryAt, signing } = production;
  if (signing !== undefined && now < signing.renewAt) return true;
  if (draftOn?.head !== chain.head().id) return false;
  const settled = draftOn.mempoolVersion === mempoolVersion || now < draftOn.madeAt + redraftMs;
  if (draft !== undefined) return settled && now < draft.renewAt;
  return settled && retryAt !== undefined && now < retryAt;
};

/** The slot of the newest block by this key that is no more than so many slots below the best header. */
const seenSlotOf = (chain: Chain, producer: Hex32, quietSlots: number): number | undefined => {
  const newest = chain.engine.slotOf(sealedOf(chain.bestHeader()).header) ?? 0;
  for (let at: BlockNode | undefined = chain.bestHeader(); at !== undefined && at.height > 0; at = at.parent) {
    const { header } = sealedOf(at);
    const slot = chain.engine.slotOf(header) ?? 0;
    if (header.producer === producer) return slot;
    if (slot < newest - quietSlots) return undefined;
  }
  return undefined;
};

/** Hands the draft to whoever seals it. */
const haveSealed = (parts: NodeParts, draft: Draft, out: Outbox): void => {
  const { production, chain } = parts;
  const { task } = draft;
  const sealDigest = bytesOf(task.sealDigest);
  if (task.type === 'search') {
    production.draft = draft;
    const search = { type: 'search', sealDigest, target: bytesOf(task.target) } as const;
    out.effects.push({ type: 'seal', task: search, intensityPermille: production.intensityPermille });
    return;
  }
  production.draft = undefined;
  production.signing = draft;
  production.signedUpTo = task.slot;
  production.ownSlotAt = draft.header.time;
  const { producer } = draft.header;
  const { slot } = task;
  const rest = { seenSlot: seenSlotOf(chain, producer, draft.quietSlots), quietSlots: draft.quietSlots };
  out.effects.push({ type: 'sign', task: { chainId: chain.chainId, producer, slot, sealDigest, ...rest } });
};

const mayBuild = ({ chain, sync, ...parts }: NodeParts): boolean => {
  // The rules look at a parent's parent, which the base of the tree does not have; and what is about to be left is not built on.
  const isOnBase = chain.head().parent === undefined && chain.head().height > 0;
  if (isOnBase || isFetchingState({ chain, sync, ...parts })) return false;
  // The network has a heavier chain than this, whose blocks are still to come.
  return chain.bestHeader().weight >= sync.minimumWeight;
};

/** Makes the draft anew if anything it rests on has changed. */
export const keepDraft = (parts: NodeParts, now: number, out: Outbox): void => {
  const { production, chain } = parts;
  if (!production.running || production.producer === undefined || draftIsCurrent(parts, now)) return;
  if (!mayBuild(parts)) return;
  const { signedUpTo, producer, proofs } = production;
  const candidate = { producer, signedUpTo, proofOf: (input: string) => proofs.get(input) };
  const result = buildBlock(chain, parts.mempool, candidate, now);
  production.draftOn = { head: chain.head().id, mempoolVersion: parts.mempoolVersion, madeAt: now };
  production.signing = undefined;
  production.retryAt = undefined;
  if (result.type === 'draft') {
    haveSealed(parts, result.draft, out);
    return;
  }
  production.draft = undefined;
  production.retryAt = result.type === 'wait' ? result.until : Number.MAX_SAFE_INTEGER;
  production.ownSlotAt = result.type === 'wait' ? result.ownSlotAt : undefined;
  out.effects.push({ type: 'stop-sealing' });
  if (result.type !== 'prove') return;
  const inputs = result.inputs.filter((input) => !proofs.has(input));
  for (const input of inputs) proofs.set(input, undefined);
  if (inputs.length > 0) out.effects.push({ type: 'prove', producer, inputs });
};

/** When `keepDraft` would do something by itself. */
export const draftWakeAt = ({ production, mempoolVersion }: NodeParts): number | undefined => {
  if (!production.running) return undefined;
  const { draft, draftOn, retryAt, signing } = production;
  const renewal = draft?.renewAt ?? signing?.renewAt ?? retryAt;
  const waiting = draftOn !== undefined && draftOn.mempoolVersion !== mempoolVersion && signing === undefined;
  const redraft = waiting ? draftOn.madeAt + redraftMs : undefined;
  const times = [renewal, redraft].filter((time) => time !== undefined);
  return times.length === 0 ? undefined : Math.min(...times);
};

const importSealed = (parts: NodeParts, draft: Draft, seal: Uint8Array, now: number, out: Outbox): void => {
  parts.production.draftOn = undefined;
  const transactions = draft.transactions.map(({ transaction }) => transaction);
  const sealed = sealHeader(draft.header, seal);
  const bytes = encodeBlock(sealed, transactions);
  const { validators } = draft;
  const block: Block = {
    ...sealed,
    ...(validators === undefined ? {} : { validators }),
    transactions,
    size: bytes.length,
  };
  const fault = importOwn(parts, block, bytes, now, out);
  if (fault === undefined) return;
  say(out, { type: 'log', level: 'error', what: 'a block of our own was refused', fault: faultName(fault) });
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
  importSealed(parts, draft, nonce, now, out);
};

/** A signature came back, or none: then this slot is lost, and the next own one is waited for. */
export const onSigned = (
  parts: NodeParts,
  { sealDigest, answer }: Extract<Input, { type: 'signed' }>,
  now: number,
  out: Outbox,
): void => {
  const { signing } = parts.production;
  if (signing === undefined || !equalBytes(bytesOf(signing.task.sealDigest), sealDigest)) return;
  parts.production.signing = undefined;
  if (!answer.ok) {
    parts.production.draftOn = undefined;
    say(out, { type: 'log', level: 'warn', what: 'a slot passes without our block', fault: answer.reason });
    return;
  }
  importSealed(parts, signing, concatBytes(signing.proof ?? new Uint8Array(0), answer.signature), now, out);
};

/** VRF proofs came back, or none: then they are asked for again later. */
export const onProved = (
  { production }: NodeParts,
  { inputs, proofs }: Extract<Input, { type: 'proved' }>,
  now: number,
): void => {
  for (const [index, input] of inputs.entries()) {
    const proof = proofs?.[index];
    if (proof === undefined) production.proofs.delete(input);
    else production.proofs.set(input, proof);
  }
  for (const oldest of production.proofs.keys())
    if (production.proofs.size > proofsMax) production.proofs.delete(oldest);
  if (proofs === undefined) production.retryAt = now + proveAgainMs;
  else production.draftOn = undefined;
};
