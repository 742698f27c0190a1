// The Verifier contract on real Web Workers in Chromium, in an insecure context as in a secure one.

import { expect, test } from 'vitest';
import { verifierContract } from '../../shared/testing/index.ts';
import { withBrowserPage } from './browser-page.ts';

const entry = 'tests/browser/verifier.page.ts';

test.each([{ hostName: '127.0.0.1' }, { hostName: 'classroom.test' }])(
  'the worker verifier keeps the contract under $hostName',
  { timeout: 60_000 },
  async (options) => {
    const results = await withBrowserPage(entry, (page) => page.evaluate(() => window.verifierPage.runAll()), options);
    expect(results).toEqual(verifierContract.map(({ name }) => `${name}: kept`));
  },
);
