// The state at the head of the chain: every record in memory, with the trie that authenticates it. It is one mutable
// value owned by the chain; blocks change it through `applyChanges`, and a reorganisation undoes them with the `before`
// values that each block's changes keep. Bounded by the spec's stateBytesMax, which apply-block enforces.

import { createReader, createWriter, type DecodeFault, equalBytes, type Result, toHex } from '../bytes/index.ts';
import { hash } from '../crypto/index.ts';
import { bytesOf, type ChainSpec, encodeAccount, type Hex32 } from '../model/index.ts';
import { accountKey, createLayer, readStateKey, type StateKey, type StateLayer, type StateView } from './state-view.ts';
import { emptyTrie, type Trie, updateTrie } from './trie.ts';
import { provePath, type TrieProof } from './trie-proof.ts';
import { genesisValidators } from './validators/validators-of.ts';

export interface StateChange {
  readonly key: StateKey;
  readonly before: Uint8Array | undefined;
  readonly after: Uint8Array | undefined;
}

export interface State extends StateView {
  readonly root: () => Hex32;
  /** bytes of all records as counted against stateBytesMax */
  readonly size: () => number;
  /** the root that the changes would give; nothing is changed */
  readonly preview: (changes: readonly StateChange[]) => PreviewedState;
  /** makes a previewed state the current one */
  readonly adopt: (preview: PreviewedState) => void;
  readonly entries: () => IterableIterator<[StateKey, Uint8Array]>;
  /** what ties the record at this key, or that there is none, to the root */
  readonly prove: (key: StateKey) => TrieProof;
  /** A state that begins as this one and goes a way of its own, as long as this one is not changed. */
  readonly fork: () => StateFork;
}

/** Holds only what it changed; bounded by the records of the two states. */
export interface StateFork extends State {
  /** all that was adopted here, to be adopted by the state that it began as */
  readonly outcome: () => PreviewedState;
}

export interface PreviewedState {
  readonly root: Hex32;
  readonly size: number;
  readonly trie: Trie;
  readonly changes: readonly StateChange[];
}

/** What a record costs in memory beside its value: trie node (250 bytes in V8) and map entry with its key. */
export const recordOverheadBytes = 320;

/** What a record counts against stateBytesMax. */
export const recordSize = (value: Uint8Array | undefined): number =>
  value === undefined ? 0 : recordOverheadBytes + value.length;

/** Where a key stands in the trie: the letter's code, then the 32 bytes, hashed so that paths are spread evenly. */
export const pathOfKey = (key: StateKey): Uint8Array =>
  hash('state-key', Uint8Array.of(key.charCodeAt(0)), bytesOf(key.slice(1)));

const trieChange = (key: StateKey, value: Uint8Array | undefined) => ({
  path: pathOfKey(key),
  valueHash: value === undefined ? undefined : hash('state-value', value),
});

interface Records extends StateView {
  readonly put: (key: StateKey, value: Uint8Array | undefined) => void;
  readonly entries: () => IterableIterator<[StateKey, Uint8Array]>;
}

const stateOn = (records: Records, trieOf: Trie, sizeOf: number): State & { readonly trie: () => Trie } => {
  let trie = trieOf;
  let size = sizeOf;
  return {
    get: records.get,
    entries: records.entries,
    trie: () => trie,
    root: () => toHex(trie.root),
    size: () => size,
    preview: (changes) => {
      const next = updateTrie(
        trie,
        changes.map(({ key, after }) => trieChange(key, after)),
      );
      let nextSize = size;
      for (const { before, after } of changes) nextSize += recordSize(after) - recordSize(before);
      return { root: toHex(next.root), size: nextSize, trie: next, changes };
    },
    adopt: (preview) => {
      trie = preview.trie;
      size = preview.size;
      for (const { key, after } of preview.changes) records.put(key, after);
    },
    prove: (key) => provePath(trie, pathOfKey(key)),
    fork: () => forkOf(records, trie, size),
  };
};

const forkOf = (origin: Records, trie: Trie, size: number): StateFork => {
  const layer = createLayer(origin);
  const entries = function* (): Generator<[StateKey, Uint8Array], undefined> {
    const written = layer.written();
    for (const entry of origin.entries()) if (!written.has(entry[0])) yield entry;
    for (const [key, value] of written) if (value !== undefined) yield [key, value];
  };
  const state = stateOn({ get: layer.get, put: layer.set, entries }, trie, size);
  return {
    ...state,
    outcome: () => ({
      root: state.root(),
      size: state.size(),
      trie: state.trie(),
      changes: changesOf(layer, origin),
    }),
  };
};

export const createState = (entries: Iterable<readonly [StateKey, Uint8Array]>): State => {
  const values = new Map<StateKey, Uint8Array>(entries);
  const trie = updateTrie(
    emptyTrie,
    [...values].map(([key, value]) => trieChange(key, value)),
  );
  let size = 0;
  for (const value of values.values()) size += recordSize(value);
  const put = (key: StateKey, value: Uint8Array | undefined): void => {
    if (value === undefined) values.delete(key);
    else values.set(key, value);
  };
  return stateOn({ get: (key) => values.get(key), put, entries: () => values.entries() }, trie, size);
};

/** The changes of a layer over a state, without those that changed nothing. */
export const changesOf = (layer: StateLayer, below: StateView): readonly StateChange[] => {
  const changes: StateChange[] = [];
  for (const [key, after] of layer.written()) {
    const before = below.get(key);
    const isSame = before === undefined || after === undefined ? before === after : equalBytes(before, after);
    if (!isSame) changes.push({ key, before, after });
  }
  return changes;
};

/** The changes that take a block back. */
export const undoOf = (changes: readonly StateChange[]): readonly StateChange[] =>
  changes.map(({ key, before, after }) => ({ key, before: after, after: before }));

/** The state at the genesis block: the allocations, and who may seal. */
export const genesisEntries = (spec: ChainSpec): readonly (readonly [StateKey, Uint8Array])[] => [
  ...spec.allocations.map(
    ({ account, amount }) => [accountKey(account), encodeAccount({ balance: amount, nonce: 0 })] as const,
  ),
  ...genesisValidators(spec),
];

const writeOptional = (writer: ReturnType<typeof createWriter>, value: Uint8Array | undefined): void => {
  writer.u8(value === undefined ? 0 : 1);
  if (value !== undefined) writer.bytes32(value);
};

/** A block's changes as they are stored; not part of consensus. */
export const encodeChanges = (changes: readonly StateChange[]): Uint8Array => {
  const writer = createWriter(changes.length * 96 + 4).u32(changes.length);
  for (const { key, before, after } of changes) {
    writer.text(key);
    writeOptional(writer, before);
    writeOptional(writer, after);
  }
  return writer.finish();
};

export const decodeChanges = (bytes: Uint8Array): Result<readonly StateChange[], DecodeFault> => {
  const reader = createReader(bytes);
  const optional = (): Uint8Array | undefined => {
    const flag = reader.u8();
    if (flag > 1) reader.refuse('a flag above 1');
    return flag === 0 ? undefined : reader.bytes32(bytes.length);
  };
  const changes = reader.list(reader.u32(), bytes.length, () => ({
    key: readStateKey(reader),
    before: optional(),
    after: optional(),
  }));
  if (new Set(changes.map(({ key }) => key)).size !== changes.length) reader.refuse('a key twice');
  return reader.finish(changes);
};
