// What is due at a height (q): coins that come back, jails that open. Done before the first transaction of the block at
// that height. Also the marks of evidence that is in the chain (e). Bounds: what transactions put there, two entries at most
// each, so a block has no more to do than an earlier block was paid for; one mark a slot that somebody was punished for.

import { concatBytes, createReader, createWriter, type DecodeFault, type Result, toHex } from '../../bytes/index.ts';
import { hash } from '../../crypto/index.ts';
import { addAmounts, bytesOf, type ChainSpec, type Hex32, readHex32 } from '../../model/index.ts';
import { readAccount, type StateKey, type StateLayer, type StateView, writeAccount } from '../state-view.ts';
import { jailedUntil, unbondingOf, writeJail, writeUnbonding } from './stake-records.ts';

export interface DueEntry {
  readonly kind: 'unbonding' | 'jail';
  /** an account */
  readonly of: Hex32;
}

const kindBytes = { unbonding: 1, jail: 2 } as const;
const kinds = { 1: 'unbonding', 2: 'jail' } as const;
const entryBytes = 33;

const dueKey = (height: number): StateKey => `q${height.toString(16).padStart(64, '0')}`;
const evidenceKey = (mark: Hex32): StateKey => `e${mark}`;

const encodeEntry = ({ kind, of }: DueEntry): Uint8Array =>
  createWriter(entryBytes).u8(kindBytes[kind]).fixed(bytesOf(of), 32).finish();

export const encodeDue = (entries: readonly DueEntry[]): Uint8Array => concatBytes(...entries.map(encodeEntry));

export const decodeDue = (bytes: Uint8Array): Result<readonly DueEntry[], DecodeFault> => {
  const reader = createReader(bytes);
  const count = Math.ceil(bytes.length / entryBytes);
  const entries = reader.list(count, count, (): DueEntry => {
    const kind = reader.u8();
    if (kind !== 1 && kind !== 2) {
      reader.refuse('an unknown kind of what is due');
      return { kind: 'unbonding', of: readHex32(reader) };
    }
    return { kind: kinds[kind], of: readHex32(reader) };
  });
  if (count === 0) reader.refuse('no entries');
  return reader.finish(entries);
};

/** Appends without reading, because a block may put thousands at one height. */
export const addDue = (layer: StateLayer, height: number, entry: DueEntry): void => {
  const key = dueKey(height);
  layer.set(key, concatBytes(layer.get(key) ?? new Uint8Array(0), encodeEntry(entry)));
};

/** Who is jailed with an end at one of these heights, both counted. */
export const jailedWithin = (view: StateView, from: number, to: number): readonly Hex32[] => {
  const jailed = new Set<Hex32>();
  for (let height = from; height <= to; height++) {
    const bytes = view.get(dueKey(height));
    const due = bytes === undefined ? undefined : decodeDue(bytes);
    if (due?.ok !== true) continue;
    for (const { kind, of } of due.value) if (kind === 'jail' && jailedUntil(view, of) === height) jailed.add(of);
  }
  return [...jailed];
};

/** The record of evidence against a key for a slot. */
const markOf = (offender: Hex32, slot: number): Hex32 =>
  toHex(hash('evidence', bytesOf(offender), createWriter(8).uint(slot).finish()));

export const evidenceMarkKey = (offender: Hex32, slot: number): string => evidenceKey(markOf(offender, slot));

export const evidenceIsKnown = (view: StateView, offender: Hex32, slot: number): boolean =>
  view.get(evidenceMarkKey(offender, slot)) !== undefined;

/**
 * Remembers evidence for ever: who signed a slot twice chooses the heights in its headers and could sign it a third time,
 * so there is no height after which the same key and slot cannot come again.
 */
export const rememberEvidence = (layer: StateLayer, offender: Hex32, slot: number, height: number): void => {
  layer.set(evidenceKey(markOf(offender, slot)), createWriter(8).uint(height).finish());
};

/** Credits what has come to its height. Where that would burst the balance it stays, and is tried again. */
const release = (layer: StateLayer, account: Hex32, height: number, retryHeight: number): void => {
  const entries = unbondingOf(layer, account);
  const ripe = entries.filter(({ atHeight }) => atHeight <= height);
  const sum = ripe.reduce((total, { amount }) => total + amount, 0n);
  const owner = readAccount(layer, account) ?? { balance: 0n, nonce: 0 };
  const balance = addAmounts(owner.balance, sum);
  if (balance === undefined) {
    addDue(layer, retryHeight, { kind: 'unbonding', of: account });
    return;
  }
  if (ripe.length === 0) return;
  writeUnbonding(layer, account, entries.slice(ripe.length));
  writeAccount(layer, account, { ...owner, balance });
};

const openJail = (layer: StateLayer, account: Hex32, height: number): void => {
  const until = jailedUntil(layer, account);
  if (until !== undefined && until <= height) writeJail(layer, account, undefined);
};

/** Does what is due at the height of a block, before its transactions. */
export const applyDue = (layer: StateLayer, { consensus }: ChainSpec, height: number): void => {
  const key = dueKey(height);
  const bytes = layer.get(key);
  if (bytes === undefined) return;
  const due = decodeDue(bytes);
  if (!due.ok) throw new Error(`the state holds a damaged record of what is due at ${height}`);
  layer.set(key, undefined);
  const retryHeight = height + (consensus.kind === 'pos' ? consensus.unbondingBlocks : 1);
  for (const { kind, of } of due.value) {
    if (kind === 'unbonding') release(layer, of, height, retryHeight);
    else openJail(layer, of, height);
  }
};
