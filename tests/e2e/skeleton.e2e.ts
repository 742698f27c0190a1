/**
 * Three tabs find each other through the relay, link directly over WebRTC, and one message reaches the other two.
 * The page offers what is asked here as `window.tabchainSkeleton`.
 */
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { test, waitUntil } from './harness.ts';

interface Skeleton {
  readonly peers: () => Promise<readonly { readonly peerId: string; readonly path: string }[]>;
  readonly say: (text: string) => void | Promise<void>;
  readonly heard: () => readonly string[];
}

declare global {
  interface Window {
    readonly tabchainSkeleton?: Skeleton;
  }
}

const linkMsMax = 30_000;
const messageMsMax = 10_000;

test('three tabs link directly and hear one message', async ({ tabs }) => {
  const pages = [await tabs.open(), await tabs.open(), await tabs.open()];
  await waitUntil('each tab has two direct links', linkMsMax, async () => {
    const links = await Promise.all(pages.map((page) => directLinks(page)));
    return links.every((peers) => peers.length === 2);
  });

  const [speaker, ...listeners] = pages;
  await speaker?.evaluate(() => window.tabchainSkeleton?.say('first light'));
  await waitUntil('the other two heard it', messageMsMax, async () => {
    const heard = await Promise.all(listeners.map((page) => heardBy(page)));
    return heard.every((messages) => messages.includes('first light'));
  });
  expect(await Promise.all(listeners.map((page) => heardBy(page)))).toEqual([['first light'], ['first light']]);
});

/** Peer ids of the other tabs that are linked over WebRTC. */
async function directLinks(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const peers = (await window.tabchainSkeleton?.peers()) ?? [];
    return [...new Set(peers.filter(({ path }) => path === 'direct').map(({ peerId }) => peerId))];
  });
}

async function heardBy(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => [...(window.tabchainSkeleton?.heard() ?? [])]);
}
