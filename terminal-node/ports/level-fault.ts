// What can go wrong with a LevelDB folder, as data: an Error whose `type` says which and whose message is a sentence for
// a person. Nothing else in the terminal node reads the codes of classic-level or of the operating system.

/**
 * store-closed: the handle was closed by its owner · store-locked: another process has the folder open · store-full: no
 * space on the disk · store-read-only: the folder may not be written · store-overrun: our own bug, calls issued faster than
 * the disk takes them · store-broken: the rest.
 */
export type LevelFaultType =
  'store-closed' | 'store-locked' | 'store-full' | 'store-read-only' | 'store-overrun' | 'store-broken';

export interface LevelFault extends Error {
  readonly type: LevelFaultType;
}

export const levelFault = (type: LevelFaultType, message: string, cause?: unknown): LevelFault =>
  Object.assign(new Error(message, { cause }), { type });

const isLevelFault = (reason: unknown): reason is LevelFault =>
  reason instanceof Error && 'type' in reason && String(reason.type).startsWith('store-');

/** The codes and messages of an error and of what caused it; LevelDB tells the operating system's reason in words. */
const storyOf = (reason: unknown): string => {
  if (!(reason instanceof Error)) return String(reason);
  const code = 'code' in reason ? `${String(reason.code)}: ` : '';
  const before = reason.cause === undefined ? '' : `; ${storyOf(reason.cause)}`;
  return `${code}${reason.message}${before}`;
};

/** The fault behind a rejection of classic-level for the database in `folder`. */
export const levelFaultOf = (reason: unknown, folder: string): LevelFault => {
  if (isLevelFault(reason)) return reason;
  const story = storyOf(reason);
  if (story.includes('LEVEL_LOCKED')) {
    return levelFault('store-locked', `${folder} is in use by another node: stop that one first.`, reason);
  }
  if (/ENOSPC|EDQUOT|No space left|quota exceeded/i.test(story)) {
    return levelFault('store-full', `There is no space left on the disk of ${folder}.`, reason);
  }
  if (/EACCES|EPERM|EROFS|Permission denied|Read-only/i.test(story)) {
    return levelFault('store-read-only', `${folder} may not be written by you.`, reason);
  }
  return levelFault('store-broken', `The database in ${folder} failed: ${story}`, reason);
};
