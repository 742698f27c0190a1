// A relay with a fresh, easy network and a fresh Chromium profile on the disk, for figures of the page itself.
// Bounds: one browser and one relay per call, closed whatever happens; one temporary folder, which is removed.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import type { BrowserContext } from '@playwright/test';
import sodium from 'libsodium-wrappers';
import type { Relay } from '../relay/relay-server.ts';
import { chromiumOptions } from '../tests/browser/browser-page.ts';
import type { ChainSpec } from '../shared/core/model/index.ts';
import { sealedChain } from './sealed-chain.ts';
import { startRelayOf } from './tab-network.ts';

export interface RelayAndBrowser {
  readonly relay: Relay;
  readonly context: BrowserContext;
  /** Another profile, in a browser of its own. */
  readonly openBrowser: () => Promise<BrowserContext>;
}

/** An easy network that nobody has opened yet. */
async function newSpec(): Promise<ChainSpec> {
  await sodium.ready;
  return sealedChain({ blocks: 1, transfersPerBlock: 1, sodium }).spec;
}

export async function withRelayAndBrowser<T>(
  use: (opened: RelayAndBrowser) => Promise<T>,
  spec?: ChainSpec,
): Promise<T> {
  await using opened = new AsyncDisposableStack();
  const folder = opened.adopt(await mkdtemp(join(tmpdir(), 'tabchain-bench-')), (path) =>
    rm(path, { recursive: true, force: true }),
  );
  const relay = opened.adopt(await startRelayOf(spec ?? (await newSpec()), join(folder, 'relay')), (started) =>
    started.stop(),
  );
  let browsers = 0;
  const openBrowser = async (): Promise<BrowserContext> => {
    browsers += 1;
    const profile = join(folder, `profile-${browsers}`);
    return opened.adopt(await chromium.launchPersistentContext(profile, chromiumOptions()), (browser) =>
      browser.close(),
    );
  };
  return await use({ relay, context: await openBrowser(), openBrowser });
}
