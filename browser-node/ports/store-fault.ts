// What can go wrong with a browser's database, as data: an Error whose `type` says which and whose message is a sentence
// for a person. It turns the DOMExceptions of IndexedDB into these types; nothing else in the node reads their names.

/**
 * store-closed: this handle was closed, by its owner, by another tab that upgrades or deletes the database, or by the
 *   browser (site data cleared) · store-lost: the browser lost its own database service or file, which may come back
 *   ("Connection to Indexed Database server lost", "Internal error opening backing store") · store-full: no space or no
 *   quota · store-no-room: the same of one commit, which was undone whole, at a handle that goes on when full ·
 *   store-read-only: nothing may be written · store-blocked: other tabs did not let go of the database in time ·
 *   store-newer: a newer version of the page has upgraded it, or is about to · store-taken: another tab has taken this
 *   one's place and writes to it now · store-missing: this browser gives the page no IndexedDB ·
 *   store-overrun: our own bug, calls issued faster than the disk takes them · store-broken: the rest.
 */
export type StoreFaultType =
  | 'store-closed'
  | 'store-lost'
  | 'store-full'
  | 'store-no-room'
  | 'store-read-only'
  | 'store-blocked'
  | 'store-newer'
  | 'store-taken'
  | 'store-missing'
  | 'store-overrun'
  | 'store-broken';

export interface StoreFault extends Error {
  readonly type: StoreFaultType;
}

export function storeFault(type: StoreFaultType, message: string, cause?: unknown): StoreFault {
  return Object.assign(new Error(message, { cause }), { type });
}

export function isStoreFault(reason: unknown): reason is StoreFault {
  return reason instanceof Error && 'type' in reason && String(reason.type).startsWith('store-');
}

/** The fault behind a rejection of IndexedDB; one that is a fault already stays as it is. */
export function storeFaultOf(reason: unknown): StoreFault {
  if (isStoreFault(reason)) return reason;
  const name = reason instanceof Error ? reason.name : '';
  switch (name) {
    case 'QuotaExceededError':
      return storeFault('store-full', 'The browser gives this page no more space on the disk.', reason);
    case 'ReadOnlyError':
    case 'NoModificationAllowedError':
      return storeFault('store-read-only', 'This browser does not let the page write to its database.', reason);
    case 'UnknownError':
    case 'AbortError':
    case 'TimeoutError':
    case 'NotReadableError':
      return storeFault('store-lost', `The browser has lost the database: ${String(reason)}`, reason);
    case 'VersionError':
      return storeFault('store-newer', 'A newer version of this page has upgraded its data: reload the page.', reason);
    case 'InvalidStateError':
      return storeFault('store-closed', 'The connection to the database is closed.', reason);
    case 'SecurityError':
      return storeFault('store-missing', 'This browser does not let the page store data.', reason);
    default:
      return storeFault('store-broken', `The database failed: ${String(reason)}`, reason);
  }
}
