// Makes one call of IndexedDB fail as a browser in trouble does. Every method by which a store reaches its database is a
// place that is named by its number in the order of calls; the one that is chosen throws, or its request or transaction
// fails later with the error of one's choice, or another tab asks for a newer version of the database just then. Owns the
// patched prototypes until `restore`; it is for a page of its own.

export interface IdbFault {
  /**
   * throws: the call itself · fails: its request or transaction, later · unanswered: its transaction fails and the requests
   * are never heard of again, as Chromium has it when there is no more space · upgrade: another tab wants the database
   */
  readonly how: 'throws' | 'fails' | 'unanswered' | 'upgrade';
  /** of the DOMException */
  readonly name: string;
  readonly message: string;
}

export interface IdbFaultPlan {
  readonly fault: IdbFault;
  /** name of the database that another tab wants */
  readonly database: string;
  /** from 1 */
  readonly atCall: number;
}

export interface InjectedFault {
  /** the method that was made to fail; `undefined` if there were fewer calls */
  readonly site: () => string | undefined;
  /** Undoes everything; resolves when no other tab wants the database any more. */
  readonly restore: () => Promise<void>;
}

type Method = (this: unknown, ...values: readonly unknown[]) => unknown;

const isMethod = (value: unknown): value is Method => typeof value === 'function';

/** From now on the object says that this went wrong with it. */
const failWith = (target: IDBRequest | IDBTransaction, error: DOMException): void => {
  Object.defineProperty(target, 'error', { configurable: true, value: error });
};

const abort = (transaction: IDBTransaction): void => {
  try {
    transaction.abort();
  } catch (reason) {
    // It has ended by itself.
    if (!(reason instanceof DOMException && reason.name === 'InvalidStateError')) throw reason;
  }
};

/** The connection comes all the same, and is let go: nobody waits for it any more. */
const failOpening = (request: IDBOpenDBRequest, error: DOMException): void => {
  request.addEventListener('success', () => {
    request.result.close();
  });
  queueMicrotask(() => {
    failWith(request, error);
    request.dispatchEvent(new Event('error'));
  });
};

/** beyond any that the page has had */
const newerVersion = 1000;

const upgradeElsewhere = (database: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open(database, newerVersion);
    request.onerror = () => {
      reject(new Error(`the other tab could not upgrade: ${String(request.error)}`));
    };
    request.onsuccess = () => {
      request.result.close();
      resolve();
    };
  });

interface Place {
  readonly prototype: object;
  readonly method: string;
  /** What is done at the chosen call where the fault comes later. */
  readonly fail: (call: () => unknown, self: unknown) => unknown;
  /** every other call; a plain one, if not given */
  readonly pass?: (call: () => unknown, self: unknown) => unknown;
}

/** The places of a connection, its transactions and their requests. */
const placesOf = (error: () => DOMException, isAnswered: boolean): readonly Place[] => {
  const requestsOf = new WeakMap<IDBTransaction, IDBRequest[]>();
  const doomed = new WeakSet();
  const requestOf = (call: () => unknown): unknown => {
    const request = call();
    if (request instanceof IDBRequest && request.transaction !== null) {
      const { transaction } = request;
      requestsOf.set(transaction, [...(requestsOf.get(transaction) ?? []), request]);
      if (!isAnswered) {
        request.addEventListener('error', (event) => {
          event.stopImmediatePropagation();
        });
      }
    }
    return request;
  };
  /** Whatever is asked of a transaction that fails, fails with the same error. */
  const failTransaction = (transaction: IDBTransaction | null): void => {
    if (transaction === null) return;
    doomed.add(transaction);
    queueMicrotask(() => {
      failWith(transaction, error());
      for (const request of requestsOf.get(transaction) ?? []) failWith(request, error());
      abort(transaction);
    });
  };
  const requests = ['get', 'getAll', 'getAllKeys', 'put', 'delete'].map((method): Place => ({
    prototype: IDBObjectStore.prototype,
    method,
    pass: requestOf,
    fail: (call) => {
      const request = requestOf(call);
      if (request instanceof IDBRequest) failTransaction(request.transaction);
      return request;
    },
  }));
  return [
    {
      prototype: IDBFactory.prototype,
      method: 'open',
      fail: (call) => {
        const request = call();
        if (request instanceof IDBOpenDBRequest) failOpening(request, error());
        return request;
      },
    },
    {
      prototype: IDBTransaction.prototype,
      method: 'commit',
      pass: (call, self) => (self instanceof IDBTransaction && doomed.has(self) ? undefined : call()),
      fail: (_call, self) => {
        if (self instanceof IDBTransaction) failTransaction(self);
      },
    },
    ...requests,
  ];
};

/** A transaction has no failure of its own before there are requests: it can only throw. */
const transactionPlace: Place = {
  prototype: IDBDatabase.prototype,
  method: 'transaction',
  fail: (call) => call(),
};

export const injectFault = ({ fault, database, atCall }: IdbFaultPlan): InjectedFault => {
  const error = (): DOMException => new DOMException(fault.message, fault.name);
  const isLater = fault.how === 'fails' || fault.how === 'unanswered';
  const undos: (() => void)[] = [];
  let calls = 0;
  let site: string | undefined;
  let upgraded = Promise.resolve();

  const hit = (place: Place, call: () => unknown, self: unknown): unknown => {
    site = place.method;
    if (fault.how === 'throws') throw error();
    if (isLater) return place.fail(call, self);
    const result = call();
    upgraded = upgradeElsewhere(database);
    return result;
  };
  const patch = (place: Place): void => {
    const { prototype, method } = place;
    const original: unknown = Reflect.get(prototype, method);
    if (!isMethod(original)) throw new Error(`IndexedDB has no ${method} here`);
    const patched: Method = function (...values) {
      const call = (): unknown => Reflect.apply(original, this, values);
      if (site === undefined && ++calls === atCall) return hit(place, call, this);
      return place.pass === undefined ? call() : place.pass(call, this);
    };
    Reflect.set(prototype, method, patched);
    undos.push(() => Reflect.set(prototype, method, original));
  };
  for (const place of placesOf(error, fault.how !== 'unanswered')) patch(place);
  if (!isLater) patch(transactionPlace);
  return {
    site: () => site,
    restore: async () => {
      for (const undo of undos) undo();
      await upgraded;
    },
  };
};
