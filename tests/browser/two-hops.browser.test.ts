// Over WebRTC, with no address known: a node that is linked to a second tab alone learns from it who holds a file, dials the
// holder through it, and gets the file from the holder. At night only: the same by addresses is in the gate
// (shared/files/exchange.process.test.ts).

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startRelayOf } from '../../bench/tab-network.ts';
import { testSpec } from '../../shared/testing/index.ts';
import { withBrowserPage } from './browser-page.ts';

const bytes = 3_000_000;

test.skipIf(process.env['TABCHAIN_NIGHTLY'] !== '1')('a holder behind a second tab is dialled through it', async () => {
  await using opened = new AsyncDisposableStack();
  const folder = opened.adopt(await mkdtemp(join(tmpdir(), 'tabchain-hops-')), (path) =>
    rm(path, { recursive: true, force: true }),
  );
  const relay = opened.adopt(await startRelayOf(testSpec({ reorgLimit: 86_400 }), join(folder, 'relay')), (started) =>
    started.stop(),
  );
  await withBrowserPage('tests/browser/two-hops.page.ts', async (page) => {
    const [address = ''] = relay.relays;
    const found = await page.evaluate((given) => window.twoHops.fetched(...given), [address, bytes] as const);
    expect(found.holders).toEqual([found.holder]);
    expect(found.servedBetween).toBe(0);
  });
});
