// Time in slots, for the kinds of consensus that have them: slot s begins at genesisTime + s × slotMs, and a block of the slot has
// exactly that time. Owns the rule that a signature seals, and how far ahead of our clock a slot may be.
// Stateless; pure integers.

import { err, ok, type Result } from '../bytes/index.ts';
import type { SignatureCheck } from '../crypto/index.ts';
import {
  bytesOf,
  encodeHeader,
  type Header,
  sealDigestOf,
  type SealedHeader,
  sealSigningBytes,
} from '../model/index.ts';
import { toHex } from '../bytes/index.ts';
import type { SealTask } from './engine.ts';
import type { ConsensusFault } from './consensus-fault.ts';

export interface Slots {
  readonly at: (time: number) => number;
  readonly begin: (slot: number) => number;
  /** The time is that of the slot. */
  readonly timeHolds: (header: Header, slot: number) => Result<undefined, ConsensusFault>;
  /** From when on a block of this slot is believed. */
  readonly believableFrom: (slot: number) => number;
  /** Whether a block may still be made in the slot that has begun: one that comes late finds the next block beside it. */
  readonly isOpen: (slot: number, now: number) => boolean;
  readonly end: (slot: number) => number;
}

/**
 * A header is held until its slot begins by our clock, less this: clocks that are set by the net differ by less, and a block
 * that is held loses time on every hop. Nobody gains by stamping ahead: the slot before keeps its block, which is the lower.
 */
const earlyMs = (slotMs: number): number => Math.min(500, Math.floor(slotMs / 10));

/** A block is begun in the first half of its slot, so that the next leader has it before its own begins. */
const openShare = 2;

export const createSlots = (genesisTime: number, slotMs: number): Slots => {
  const begin = (slot: number): number => genesisTime + slot * slotMs;
  const early = earlyMs(slotMs);
  return {
    at: (time) => Math.floor((time - genesisTime) / slotMs),
    begin,
    timeHolds: ({ time }, slot) => (time === begin(slot) ? ok(undefined) : err({ type: 'header-slot', slot, time })),
    believableFrom: (slot) => begin(slot) - early,
    isOpen: (slot, now) => now < begin(slot) + slotMs / openShare,
    end: (slot) => begin(slot + 1),
  };
};

/** The signature is the last 64 bytes of a seal. */
export const signatureSeals = (
  { header, seal, sealDigest, id }: SealedHeader,
  signatureCheck: SignatureCheck,
): Result<undefined, ConsensusFault> =>
  signatureCheck(seal.slice(-64), sealSigningBytes(header.chainId, sealDigest), bytesOf(header.producer))
    ? ok(undefined)
    : err({ type: 'header-seal', id });

/** A signature of its own producer, in a slot of its time, so that a chain has one such header for each slot at most. */
export const isSignedInItsSlot = (
  slots: Slots,
  slot: number,
  sealed: SealedHeader,
  signatureCheck: SignatureCheck,
): boolean => slots.timeHolds(sealed.header, slot).ok && signatureSeals(sealed, signatureCheck).ok;

export const signTask = (header: Header, slot: number): SealTask => ({
  type: 'sign',
  sealDigest: toHex(sealDigestOf(encodeHeader(header))),
  slot,
});
