/**
 * A direct link that dies without a word: both ends close their peer connection at the same moment, so that neither is
 * told anything. Each must miss the other, and they must be linked directly again on a new connection.
 */
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { test, waitUntil } from './harness.ts';
import { ask, linkMsMax, waitForLinks } from './tab.ts';

declare global {
  interface Window {
    /** the peer connections of this page, as they were made */
    connections?: RTCPeerConnection[];
  }
}

/** Where nothing tells of it, silence is noticed after 6.5 s; and a lost peer is left alone for 3 s. */
const relinkedMsMax = 30_000;
/** A connection that is younger may be one that is still being greeted, and is watched for that. */
const settledMs = 9_000;
/** Both pages have been told by then when to close. */
const soonMs = 1_000;
/** Timers come late, so the last moment is waited for in a loop. */
const earlyMs = 50;

/** Keeps the page's peer connections where the test reaches them. */
function keepConnections(): void {
  const connections: RTCPeerConnection[] = [];
  window.connections = connections;
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      connections.push(this);
    }
  };
}

const connected = (page: Page): Promise<number> =>
  page.evaluate(
    () => (window.connections ?? []).filter(({ connectionState }) => connectionState === 'connected').length,
  );

const madeCount = (page: Page): Promise<number> => page.evaluate(() => window.connections?.length ?? 0);

/** Closes all connections of this page at `atMs`; who closes at another time would tell the other side of it. */
const closeAt = (page: Page, atMs: number): Promise<void> =>
  page.evaluate(
    ({ at, early }) =>
      new Promise<void>((resolve) => {
        const close = (): void => {
          while (Date.now() < at) continue;
          for (const connection of window.connections ?? []) connection.close();
          resolve();
        };
        setTimeout(close, at - Date.now() - early);
      }),
    { at: atMs, early: earlyMs },
  );

test('two tabs whose link died in silence on both sides are linked directly again', async ({ tabs, relay }) => {
  const pages = [await tabs.open('about:blank'), await tabs.open('about:blank')] as const;
  for (const page of pages) {
    await page.addInitScript(keepConnections);
    await page.goto(relay.page);
  }
  await waitForLinks(pages, linkMsMax);
  expect(await Promise.all(pages.map(connected))).toEqual([1, 1]);

  await waitUntil('the link has been there for a while', linkMsMax, async () => {
    const peers = await ask(pages[0], 'net_peers', {});
    return peers.some(({ path, since }) => path === 'direct' && since < Date.now() - settledMs);
  });
  const made = await Promise.all(pages.map(madeCount));

  const cutMs = Date.now() + soonMs;
  await Promise.all(pages.map((page) => closeAt(page, cutMs)));
  expect(await Promise.all(pages.map(connected))).toEqual([0, 0]);
  await waitUntil('both have a new connection', relinkedMsMax, async () => {
    const links = await Promise.all(pages.map(connected));
    return links.every((count) => count === 1);
  });
  await waitForLinks(pages, cutMs + relinkedMsMax - Date.now());
  const madeSince = await Promise.all(pages.map(madeCount));
  expect(madeSince.every((count, at) => count > (made[at] ?? Infinity))).toBe(true);
  console.info(`a link that died in silence: there again after ${Date.now() - cutMs} ms`);
});
