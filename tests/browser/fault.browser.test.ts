// Trouble with the browser's database at every call by which a node reaches it: the node stops with the fault that it is,
// none of ours among them, and when it is opened again nothing that was committed is missing.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BrowserPage, openBrowserPage } from './browser-page.ts';
import type {} from './fault.page.ts';
import type { IdbFault } from './idb-fault.ts';

const timeoutMs = 120_000;
/** More than a life has. */
const callsMax = 500;

const troubles: readonly (IdbFault & { readonly type: string; readonly typeAtOpen?: string })[] = [
  { how: 'fails', name: 'QuotaExceededError', message: 'Encountered full disk', type: 'store-full' },
  { how: 'unanswered', name: 'QuotaExceededError', message: 'Encountered full disk', type: 'store-full' },
  { how: 'throws', name: 'ReadOnlyError', message: 'The database is read-only', type: 'store-read-only' },
  {
    ...{ how: 'fails', name: 'UnknownError', type: 'store-lost' },
    message: 'Connection to Indexed Database server lost. Refresh the page to try again',
  },
  {
    ...{ how: 'throws', name: 'UnknownError', type: 'store-lost' },
    message: 'Internal error opening backing store for indexedDB.open.',
  },
  {
    // At the opening, browsers that give a private window no database say it so.
    ...{ how: 'throws', name: 'InvalidStateError', type: 'store-closed', typeAtOpen: 'store-missing' },
    message: 'The database connection is closing.',
  },
  { how: 'fails', name: 'AbortError', message: 'Transaction aborted', type: 'store-lost' },
  { how: 'upgrade', name: 'VersionError', message: 'another tab', type: 'store-newer' },
];

describe('trouble with IndexedDB at every call', () => {
  let opened: BrowserPage;

  beforeAll(async () => {
    opened = await openBrowserPage('tests/browser/fault.page.ts');
  }, timeoutMs);

  afterAll(() => opened.close(), timeoutMs);

  test.each(troubles)('$how $name: $message', { timeout: timeoutMs }, async ({ type, typeAtOpen = type, ...fault }) => {
    const sites: string[] = [];
    for (let atCall = 1; atCall < callsMax; atCall++) {
      const life = await opened.page.evaluate(([what, at]) => window.liveWithFault(what, at), [fault, atCall] as const);
      expect(life.wrong, `after the fault at call ${atCall} (${life.site ?? 'none'})`).toEqual([]);
      if (life.site === undefined) {
        expect(life.told).toEqual([]);
        break;
      }
      sites.push(life.site);
      // A tab may be done with everything before it hears that another one wants its database.
      const isBefore = fault.how === 'upgrade' && life.isDone && life.told.length === 0;
      const told = isBefore ? [] : [life.site === 'open' ? typeAtOpen : type];
      expect(life, `call ${atCall}`).toMatchObject({ told });
      if (life.origin !== undefined) expect(life.origin).toBe('store');
    }
    const methods = ['commit', 'get', 'getAll', 'getAllKeys', 'open', 'put'];
    expect([...new Set(sites)].filter((site) => site !== 'transaction').sort()).toEqual(methods);
    expect(sites.length).toBeGreaterThan(35);
  });
});
