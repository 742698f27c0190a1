// What the operating system and LevelDB say, in the words of the store's faults.

import { expect, test } from 'vitest';
import { levelFault, levelFaultOf } from './level-fault.ts';

const failure = (code: string, message: string, cause?: unknown): Error =>
  Object.assign(new Error(message, { cause }), { code });

const notOpen = (cause: Error): Error => failure('LEVEL_DATABASE_NOT_OPEN', 'Database failed to open', cause);

test.each([
  [notOpen(failure('LEVEL_LOCKED', 'IO error: lock x/LOCK: already held by process')), 'store-locked'],
  [notOpen(failure('LEVEL_IO_ERROR', 'IO error: x/LOCK: Permission denied')), 'store-read-only'],
  [failure('EROFS', "EROFS: read-only file system, mkdir 'x'"), 'store-read-only'],
  [failure('LEVEL_IO_ERROR', 'IO error: x/000003.log: No space left on device'), 'store-full'],
  [failure('LEVEL_CORRUPTION', 'Corruption: checksum mismatch'), 'store-broken'],
  ['no error at all', 'store-broken'],
])('%s is %s', (reason, type) => {
  const fault = levelFaultOf(reason, 'DIR');
  expect(fault).toMatchObject({ type, cause: reason });
  expect(fault.message).toContain('DIR');
});

test('a fault stays the one that it is', () => {
  const fault = levelFault('store-closed', 'closed');
  expect(levelFaultOf(fault, 'DIR')).toBe(fault);
});
