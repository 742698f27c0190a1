// Signing a slot at most once: the record, and the signer that asks it first. Imports model and bytes of the core.

export { createOwnSeals, type OwnSeals } from './own-seals.ts';
export {
  type AdvanceAnswer,
  type AtomicValues,
  createSigningRecord,
  type SignedSlot,
  type SigningRecord,
} from './signing-record.ts';
export {
  createSlotSigner,
  type HoldLock,
  type SignAnswer,
  type SignRefusal,
  type SlotSigner,
  type SlotTask,
} from './slot-signer.ts';
