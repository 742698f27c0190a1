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

export const readContract = (view: StateView, contract: Hex32): ContractRecord | undefined => {
  const bytes = view.get(contractKey(contract));
  if (bytes === undefined) return undefined;
  const record = decodeContractRecord(bytes);
  if (!record.ok) throw new Error(`the state holds a damaged record of the contract ${contract}`);
  return record.value;
};

/** Whether there is a contract in the state. */
export const hasContracts = (state: Pick<State, 'entries'>): boolean => {
  for (const [key] of state.entries()) if (key.startsWith('c')) return true;
  return false;
};

export const readCode = (view: StateView, contract: Hex32): string | undefined => {
  const bytes = view.get(codeKey(contract));
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
};

const readEntry = (view: StateView, digits: Hex32): StoredEntry | undefined => {
  const bytes = view.get(`s${digits}`);
  if (bytes === undefined) return undefined;
  const entry = decodeStoredEntry(bytes);
  if (!entry.ok) throw new Error(`the state holds a damaged entry ${digits}`);
  return entry.value;
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

/** A contract's storage in its own records, linked in the order of insertion. */
const storageIn = (journal: Journal, grow: (bytes: number) => void): ContractStorage => {
  const update = (contract: Hex32, change: (record: ContractRecord) => ContractRecord): void => {
    const record = readContract(journal, contract);
    if (record === undefined) throw new Error(`a contract without a record: ${contract}`);
    const next = change(record);
    grow(next.storedBytes - record.storedBytes);
    journal.set(contractKey(contract), encodeContractRecord(next));
  };
  const put = (digits: Hex32, entry: StoredEntry | undefined): void => {
    journal.set(`s${digits}`, entry === undefined ? undefined : encodeStoredEntry(entry));
  };
  const relink = (digits: Hex32, change: Partial<Pick<StoredEntry, 'previous' | 'next'>>): void => {
    const entry = digits === zeroHex32 ? undefined : readEntry(journal, digits);
    if (entry !== undefined) put(digits, { ...entry, ...change });
  };
  return {
    get: (contract, key) => readStored(journal, contract, key),
    set: (contract, key, value) => {
      const digits = entryDigits(contract, key);
      const known = readEntry(journal, digits);
      update(contract, (record) => {
        const previous = known?.previous ?? record.last;
        const entry = { key, value, previous, next: known?.next ?? zeroHex32 };
        const before = known === undefined ? 0 : recordSize(encodeStoredEntry(known));
        put(digits, entry);
        const storedBytes = record.storedBytes + recordSize(encodeStoredEntry(entry)) - before;
        if (known !== undefined) return { ...record, storedBytes };
        relink(record.last, { next: digits });
        const first = record.first === zeroHex32 ? digits : record.first;
        return { ...record, storedBytes, keys: record.keys + 1, first, last: digits };
      });
    },
    delete: (contract, key) => {
      const digits = entryDigits(contract, key);
      const known = readEntry(journal, digits);
      if (known === undefined) return false;
      put(digits, undefined);
      relink(known.previous, { next: known.next });
      relink(known.next, { previous: known.previous });
      update(contract, (record) => ({
        ...record,
        storedBytes: record.storedBytes - recordSize(encodeStoredEntry(known)),
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
  (journal: Journal, created: () => void) =>
  (from: Hex32, to: Address, amount: Amount): string | undefined => {
    const payer = readContract(journal, from);
    if (payer === undefined || payer.balance < amount) return 'not enough coins';
    journal.set(contractKey(from), encodeContractRecord({ ...payer, balance: payer.balance - amount }));
    return creditIn(journal, to, amount, created);
  };

/** Why it cannot be, with nothing written; supply is bounded so that no sum overflows, and it is checked all the same. */
const creditIn = (layer: StateLayer, to: Address, amount: Amount, created: () => void): string | undefined => {
  if (to.kind === 'account') {
    const known = readAccount(layer, to.id);
    const balance = addAmounts(known?.balance ?? 0n, amount);
    if (balance === undefined) return 'more coins than an account holds';
    if (known === undefined) created();
    writeAccount(layer, to.id, { balance, nonce: known?.nonce ?? 0 });
    return undefined;
  }
  const record = readContract(layer, to.id);
  if (record === undefined) return 'no such contract';
  const balance = addAmounts(record.balance, amount);
  if (balance === undefined) return 'more coins than a contract holds';
  layer.set(contractKey(to.id), encodeContractRecord({ ...record, balance }));
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
  const storage = storageIn(journal, (bytes) => {
    grown += bytes;
  });
  const pay = payIn(journal, () => {
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
      const record = readContract(journal, contract);
      const text = readCode(journal, contract);
      return record === undefined || text === undefined ? undefined : { hash: record.codeHash, text };
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
    credit: (contract, amount) => creditIn(journal, { kind: 'contract', id: contract }, amount, () => undefined),
    commit: () => {
      for (const [key, value] of journal.written()) layer.set(key, value);
    },
  };
};

/** What a new contract takes of the state before it has stored anything. */
export const foundingBytes = (code: Uint8Array): number => recordSize(code) + recordOverheadBytes + contractRecordBytes;
