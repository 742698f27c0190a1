// Which fault an exception of IndexedDB is.

import { expect, test } from 'vitest';
import { storeFault, storeFaultOf } from './store-fault.ts';

test.each([
  ['QuotaExceededError', 'The serialized value is too large', 'store-full'],
  ['ReadOnlyError', 'A write was attempted in a read-only transaction', 'store-read-only'],
  ['NoModificationAllowedError', 'No modification allowed', 'store-read-only'],
  ['UnknownError', 'Connection to Indexed Database server lost. Refresh the page to try again', 'store-lost'],
  ['UnknownError', 'Internal error opening backing store for indexedDB.open.', 'store-lost'],
  ['AbortError', 'The transaction was aborted', 'store-lost'],
  ['TimeoutError', 'Transaction timed out due to inactivity', 'store-lost'],
  ['NotReadableError', 'Data lost due to missing file', 'store-lost'],
  ['InvalidStateError', 'The database connection is closing.', 'store-closed'],
  ['VersionError', 'The requested version (1) is less than the existing version (2).', 'store-newer'],
  ['SecurityError', 'Access is denied for this document.', 'store-missing'],
  ['DataError', 'The parameter is not a valid key.', 'store-broken'],
])('%s “%s” is %s', (name, message, type) => {
  const reason = new DOMException(message, name);
  expect(storeFaultOf(reason)).toMatchObject({ type, cause: reason });
});

test('a fault stays what it is, and anything else is a broken store', () => {
  const full = storeFault('store-full', 'no space');
  expect(storeFaultOf(full)).toBe(full);
  expect(storeFaultOf(new TypeError('x is undefined')).type).toBe('store-broken');
  expect(storeFaultOf('text').type).toBe('store-broken');
});
