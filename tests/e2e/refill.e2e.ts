/**
 * With no relay left: what a tab of a full mesh loses it has again within ten seconds, signalled through its neighbours. A
 * link that was cut between two tabs comes back though one of the neighbours goes at the same time. And a tab says that its
 * relay is away.
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

const tabCount = 4;
const refillMsMax = 10_000;

/** Keeps the page's peer connections where the test reaches them. */
async function keepConnections(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const connections: RTCPeerConnection[] = [];
    window.connections = connections;
    const Original = RTCPeerConnection;
    window.RTCPeerConnection = class extends Original {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        connections.push(this);
      }
    };
  });
}

interface Ends {
  /** DTLS fingerprints of this side and the other (RFC 8122) */
  readonly own: string;
  readonly other: string;
}

const endsOf = async (page: Page): Promise<readonly Ends[]> =>
  page.evaluate(() => {
    const print = (description: RTCSessionDescription | null): string =>
      /a=fingerprint:(\S+ \S+)/.exec(description?.sdp ?? '')?.[1] ?? '';
    return (window.connections ?? []).map(({ connectionState, localDescription, remoteDescription }) =>
      connectionState === 'connected'
        ? { own: print(localDescription), other: print(remoteDescription) }
        : { own: '', other: '' },
    );
  });

/** Cuts the link between two tabs at both ends, as a change of network does: nobody says goodbye. */
async function cut(one: Page, other: Page): Promise<void> {
  const [ends, otherEnds] = [await endsOf(one), await endsOf(other)];
  const mine = ends.findIndex(({ own, other: theirs }) => {
    return own !== '' && otherEnds.some((end) => end.own === theirs && end.other === own);
  });
  const theirs = otherEnds.findIndex(({ own }) => own !== '' && own === ends[mine]?.other);
  const close = (at: number): void => window.connections?.[at]?.close();
  await Promise.all([one.evaluate(close, mine), other.evaluate(close, theirs)]);
}

/** Since when this tab has been linked directly with that peer. */
const linkedSince = async (page: Page, peer: string): Promise<number | undefined> =>
  (await ask(page, 'net_peers', {})).find(({ peerId, path }) => peerId === peer && path === 'direct')?.since;

test('without any relay a lost link is there again within ten seconds', async ({ tabs, relay }) => {
  const pages: Page[] = [];
  while (pages.length < tabCount) {
    const page =
      pages[0] === undefined ? await tabs.open('about:blank') : await tabs.openBeside(pages[0], 'about:blank');
    await keepConnections(page);
    await page.goto(relay.page);
    pages.push(page);
  }
  await waitForLinks(pages, linkMsMax);
  await relay.kill();
  const [one, other, leaver] = pages;
  if (one === undefined || other === undefined || leaver === undefined) throw new Error('there are three tabs');
  await waitUntil('both have missed the relay', linkMsMax, async () => {
    const found = await Promise.all([one, other].map((page) => ask(page, 'node_status', {})));
    return found.every(({ relays }) => relays.connected === 0);
  });
  const { advice, relays, independence } = await ask(one, 'net_diagnose', {});
  expect(advice[0]).toMatchObject({ cause: 'relay-unreachable' });
  expect(advice[0]?.text).toContain('go on without it');
  expect(relays).toMatchObject([{ reached: false, http: 'silent' }]);
  expect(independence).toEqual({ level: 'independent', relays: 0, neighbours: tabCount - 2 });
  const peer = (await ask(other, 'node_info', {})).peerId;
  const before = await linkedSince(one, peer);
  expect(before).toBeDefined();

  const cutMs = Date.now();
  await cut(one, other);
  await waitUntil('both have missed their link', refillMsMax, async () => (await linkedSince(one, peer)) !== before);
  const missedMs = Date.now() - cutMs;
  await leaver.close();
  const rest = pages.filter((page) => page !== leaver);
  const lostMs = Date.now();
  await waitForLinks(rest, refillMsMax);
  expect(await linkedSince(one, peer)).toBeGreaterThan(before ?? 0);
  console.info(`without relay: a cut link missed in ${missedMs} ms, a full mesh again in ${Date.now() - lostMs} ms`);
});
