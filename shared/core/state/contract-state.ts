// Contracts in the state: where their records stand, and the world that the contract machine works on while one
// transaction runs. Everything is written into a journal over the layer first; a failed call rolls it back to its
// checkpoint, and only a transaction that succeeds is written through.
// Bounded by gas: every read and write was paid for.

import {
  addAmounts,
  type Address,
  type Amount,
  bytesOf,
  type ChainSpec,
  type ContractEvent,
  type ContractRecord,
  contractRecordBytes,
  type ContractStorage,
  type ContractWorld,
  decodeContractRecord,
  decodeStoredEntry,
  encodeContractRecord,
  encodeStoredEntry,
  type Hex32,
  type StoredEntry,
  zeroHex32,
} from '../model/index.ts';
import { createWriter, toHex } from '../bytes/index.ts';
import { hash } from '../crypto/index.ts';
import { recordOverheadBytes, recordSize, type State } from './state.ts';
import { readAccount, type StateKey, type StateLayer, type StateView, writeAccount } from './state-view.ts';

export const contractKey = (contract: Hex32): StateKey => `c${contract}`;
const codeKey = (contract: Hex32): StateKey => `k${contract}`;

/** The digits of the state key of what a contract stores under a key: H('contract-storage', contract ‖ key). */
const entryDigits = (contract: Hex32, key: string): Hex32 =>
  toHex(hash('contract-storage', bytesOf(contract), createWriter(72).text(key).finish()));

export const storageKey = (contract: Hex32, key: string): StateKey => `s${entryDigits(contract, key)}`;

/** H('contract-address', sender ‖ nonce as eight bytes). */
export const contractIdOf = (sender: Hex32, nonce: number): Hex32 =>
  toHex(hash('contract-address', bytesOf(sender), createWriter(8).uint(nonce).finish()));

/**
 * What a byte of the state is worth: an account's record takes 336 bytes and costs `accountDeposit`, so a byte costs that
 * share, rounded up.
 */
export const depositPerByte = (spec: ChainSpec): Amount => {
  const accountBytes = BigInt(recordOverheadBytes + 16);
  return (spec.accountDeposit + accountBytes - 1n) / accountBytes;
};

const recordOf = (bytes: Uint8Array, contract: Hex32): ContractRecord => {
  const record = decodeContractRecord(bytes);
  if (!record.ok) throw new Error(`the state holds a damaged record of the contract ${contract}`);
  return record.value;
};

export const readContract = (view: StateView, contract: Hex32): ContractRecord | undefined => {
  const bytes = view.get(contractKey(contract));
  return bytes === undefined ? undefined : recordOf(bytes, contract);
};

/** Whether there is a contract in the state. */
export const hasContracts = (state: Pick<State, 'entries'>): boolean => {
  for (const [key] of state.entries()) if (key.startsWith('c')) return true;
  return false;
};

const decoder = new TextDecoder();

export const readCode = (view: StateView, contract: Hex32): string | undefined => {
  const bytes = view.get(codeKey(contract));
  return bytes === undefined ? undefined : decoder.decode(bytes);
};

const entryOf = (bytes: Uint8Array, digits: Hex32): StoredEntry => {
  const entry = decodeStoredEntry(bytes);
  if (!entry.ok) throw new Error(`the state holds a damaged entry ${digits}`);
  return entry.value;
};

const readEntry = (view: StateView, digits: Hex32): StoredEntry | undefined => {
  const bytes = view.get(`s${digits}`);
  return bytes === undefined ? undefined : entryOf(bytes, digits);
};

/** What a contract stores under a key, in canonical bytes. */
export const readStored = (view: StateView, contract: Hex32, key: string): Uint8Array | undefined =>
  readEntry(view, entryDigits(contract, key))?.value;

/** Entries of a contract in their order, at most `count`, from the one behind `after` on. */
export const storedEntries = (
  view: StateView,
  contract: Hex32,
  count: number,
  after?: string,
): readonly StoredEntry[] => {
  const start = after === undefined ? undefined : readEntry(view, entryDigits(contract, after));
  let digits = after === undefined ? readContract(view, contract)?.first : start?.next;
  const entries: StoredEntry[] = [];
  while (digits !== undefined && digits !== zeroHex32 && entries.length < count) {
    const entry = readEntry(view, digits);
    if (entry === undefined) throw new Error(`the state lacks the entry ${digits}`);
    entries.push(entry);
    digits = entry.next;
  }
  return entries;
};

interface Journal extends StateLayer {
  /** how many changes there were */
  readonly length: () => number;
  readonly rollBack: (length: number) => void;
}

const createJournal = (below: StateView): Journal => {
  const changes = new Map<StateKey, Uint8Array | undefined>();
  const log: { readonly key: StateKey; readonly wasSet: boolean; readonly before: Uint8Array | undefined }[] = [];
  return {
    get: (key) => (changes.has(key) ? changes.get(key) : below.get(key)),
    set: (key, value) => {
      log.push({ key, wasSet: changes.has(key), before: changes.get(key) });
      changes.set(key, value);
    },
    written: () => changes,
    length: () => log.length,
    rollBack: (length) => {
      for (let last = log.pop(); last !== undefined; last = log.pop()) {
        if (last.wasSet) changes.set(last.key, last.before);
        else changes.delete(last.key);
        if (log.length <= length) return;
      }
    },
  };
};

/**
 * What decodes a record, and remembers the last: a call reads its contract's record several times, and an entry before
 * it writes it. Bytes of a record are never written into, so the same bytes are the same record.
 */
const decodingOnce = <T>(decode: (bytes: Uint8Array, name: Hex32) => T): typeof decode => {
  let last: { readonly bytes: Uint8Array; readonly record: T } | undefined;
  return (bytes, name) => {
    if (last?.bytes !== bytes) last = { bytes, record: decode(bytes, name) };
    return last.record;
  };
};

/** Contracts as the journal has them. */
type ReadContract = (contract: Hex32) => ContractRecord | undefined;

const contractsIn = (journal: Journal): ReadContract => {
  const decode = decodingOnce(recordOf);
  return (contract) => {
    const bytes = journal.get(contractKey(contract));
    return bytes === undefined ? undefined : decode(bytes, contract);
  };
};

/** The digits of an entry's key, and of the last one asked without hashing again: what is written was mostly read before. */
const digitsOnce = (): typeof entryDigits => {
  let last = { contract: '', key: '', digits: '' };
  return (contract, key) => {
    if (last.key !== key || last.contract !== contract) last = { contract, key, digits: entryDigits(contract, key) };
    return last.digits;
  };
};

/** A contract's storage in its own records, linked in the order of insertion. */
const storageIn = (journal: Journal, contracts: ReadContract, grow: (bytes: number) => void): ContractStorage => {
  const digitsOf = digitsOnce();
  const decode = decodingOnce(entryOf);
  const read = (digits: Hex32): { readonly entry: StoredEntry; readonly size: number } | undefined => {
    const bytes = journal.get(`s${digits}`);
    return bytes === undefined ? undefined : { entry: decode(bytes, digits), size: recordSize(bytes) };
  };
  const update = (contract: Hex32, change: (record: ContractRecord) => ContractRecord): void => {
    const record = contracts(contract);
    if (record === undefined) throw new Error(`a contract without a record: ${contract}`);
    const next = change(record);
    if (next === record) return;
    grow(next.storedBytes - record.storedBytes);
    journal.set(contractKey(contract), encodeContractRecord(next));
  };
  /** Writes an entry; its size. */
  const put = (digits: Hex32, entry: StoredEntry): number => {
    const bytes = encodeStoredEntry(entry);
    journal.set(`s${digits}`, bytes);
    return recordSize(bytes);
  };
  const relink = (digits: Hex32, change: Partial<Pick<StoredEntry, 'previous' | 'next'>>): void => {
    const known = digits === zeroHex32 ? undefined : read(digits);
    if (known !== undefined) put(digits, { ...known.entry, ...change });
  };
  return {
    get: (contract, key) => read(digitsOf(contract, key))?.entry.value,
    set: (contract, key, value) => {
      const digits = digitsOf(contract, key);
      const known = read(digits);
      update(contract, (record) => {
        const { previous, next } = known?.entry ?? { previous: record.last, next: zeroHex32 };
        const growth = put(digits, { key, value, previous, next }) - (known?.size ?? 0);
        const storedBytes = record.storedBytes + growth;
        if (known !== undefined) return growth === 0 ? record : { ...record, storedBytes };
        relink(record.last, { next: digits });
        const first = record.first === zeroHex32 ? digits : record.first;
        return { ...record, storedBytes, keys: record.keys + 1, first, last: digits };
      });
    },
    delete: (contract, key) => {
      const digits = digitsOf(contract, key);
      const found = read(digits);
      if (found === undefined) return false;
      const known = found.entry;
      journal.set(`s${digits}`, undefined);
      relink(known.previous, { next: known.next });
      relink(known.next, { previous: known.previous });
      update(contract, (record) => ({
        ...record,
        storedBytes: record.storedBytes - found.size,
        keys: record.keys - 1,
        first: record.first === digits ? known.next : record.first,
        last: record.last === digits ? known.previous : record.last,
      }));
      return true;
    },
    first: (contract) => storedEntries(journal, contract, 1)[0]?.key,
    next: (contract, key) => storedEntries(journal, contract, 1, key)[0]?.key,
  };
};

/** Coins of a contract to an account, which is created, or to a contract, which must be there. */
const payIn =
  (journal: Journal, contracts: ReadContract, created: () => void) =>
  (from: Hex32, to: Address, amount: Amount): string | undefined => {
    const payer = contracts(from);
    if (payer === undefined || payer.balance < amount) return 'not enough coins';
    journal.set(contractKey(from), encodeContractRecord({ ...payer, balance: payer.balance - amount }));
    if (to.kind === 'contract') return creditContract(journal, contracts, to.id, amount);
    return creditAccount(journal, to.id, amount, created);
  };

/** Why it cannot be, with nothing written; supply is bounded so that no sum overflows, and it is checked all the same. */
const creditAccount = (layer: StateLayer, id: Hex32, amount: Amount, created: () => void): string | undefined => {
  const known = readAccount(layer, id);
  const balance = addAmounts(known?.balance ?? 0n, amount);
  if (balance === undefined) return 'more coins than an account holds';
  if (known === undefined) created();
  writeAccount(layer, id, { balance, nonce: known?.nonce ?? 0 });
  return undefined;
};

const creditContract = (layer: StateLayer, contracts: ReadContract, id: Hex32, amount: Amount): string | undefined => {
  const record = contracts(id);
  if (record === undefined) return 'no such contract';
  if (amount === 0n) return undefined;
  const balance = addAmounts(record.balance, amount);
  if (balance === undefined) return 'more coins than a contract holds';
  layer.set(contractKey(id), encodeContractRecord({ ...record, balance }));
  return undefined;
};

/** The state while one transaction's contracts run. */
export interface ContractStage extends ContractWorld {
  /** reads and writes what is not the machine's business, in the same journal */
  readonly records: StateLayer;
  readonly events: readonly ContractEvent[];
  /** bytes that contracts store more than before; negative when less */
  readonly grown: () => number;
  /** accounts that came to be */
  readonly created: () => number;
  /** Puts a new contract there, with its code and coins. */
  readonly found: (contract: Hex32, record: Pick<ContractRecord, 'creator' | 'height'>, code: Uint8Array) => void;
  /** Gives coins to a contract; says why it cannot. */
  readonly credit: (contract: Hex32, amount: Amount) => string | undefined;
  /** Writes everything through. */
  readonly commit: () => void;
}

export const createContractStage = (layer: StateLayer): ContractStage => {
  const journal = createJournal(layer);
  const events: ContractEvent[] = [];
  let grown = 0;
  let created = 0;
  const contracts = contractsIn(journal);
  const storage = storageIn(journal, contracts, (bytes) => {
    grown += bytes;
  });
  const pay = payIn(journal, contracts, () => {
    created++;
  });
  const checkpoint = (): (() => void) => {
    const before = { length: journal.length(), events: events.length, grown, created };
    return () => {
      if (journal.length() > before.length) journal.rollBack(before.length);
      events.length = before.events;
      ({ grown, created } = before);
    };
  };
  return {
    records: journal,
    events,
    storage,
    grown: () => grown,
    created: () => created,
    codeOf: (contract) => {
      const record = contracts(contract);
      const code = journal.get(codeKey(contract));
      if (record === undefined || code === undefined) return undefined;
      return {
        hash: record.codeHash,
        get text() {
          return decoder.decode(code); // only where it is evaluated: an image needs its hash
        },
      };
    },
    pay: (from, to, amount) => {
      const undo = checkpoint();
      const refusal = pay(from, to, amount);
      if (refusal !== undefined) undo();
      return refusal;
    },
    emit: (contract, name, data) => {
      events.push({ contract, name, data });
    },
    checkpoint,
    found: (contract, { creator, height }, code) => {
      const storedBytes = foundingBytes(code);
      const codeHash = toHex(hash('contract-code', code));
      const links = { keys: 0, first: zeroHex32, last: zeroHex32 };
      journal.set(codeKey(contract), code);
      const record = { balance: 0n, creator, height, codeHash, storedBytes, ...links };
      journal.set(contractKey(contract), encodeContractRecord(record));
      grown += storedBytes;
    },
    credit: (contract, amount) => creditContract(journal, contracts, contract, amount),
    commit: () => {
      for (const [key, value] of journal.written()) layer.set(key, value);
    },
  };
};

/** What a new contract takes of the state before it has stored anything. */
export const foundingBytes = (code: Uint8Array): number => recordSize(code) + recordOverheadBytes + contractRecordBytes;
