/**
 * Why no peers: a tab that is alone says so by itself and what to do. And one that hides its address is linked through the
 * relay alone, with no candidate leaving, and follows the chain all the same.
 */
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import type { DiagnosisShape } from '../../shared/provider/index.ts';
import { test, waitUntil } from './harness.ts';
import { ask, go, heightOf, startMining, stopMining, waitForHeight, waitForLinks } from './tab.ts';

declare global {
  interface Window {
    /** peer connections that this page has made, and their candidates */
    rtcSeen?: { candidates: number; connections: number };
  }
}

const linkMsMax = 30_000;
const blockWithinMs = 30_000;
/** ten seconds alone, and as long as a diagnosis may take */
const lonelyMsMax = 25_000;

const diagnose = (page: Page): Promise<DiagnosisShape> => ask(page, 'net_diagnose', {});

/** Counts what WebRTC does in every page of this tab's browser from now on. */
async function watchWebrtc(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen = { candidates: 0, connections: 0 };
    window.rtcSeen = seen;
    const Original = RTCPeerConnection;
    window.RTCPeerConnection = class extends Original {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        seen.connections += 1;
        this.addEventListener('icecandidate', ({ candidate }) => {
          if (candidate !== null) seen.candidates += 1;
        });
      }
    };
  });
}

const pathsOf = async (page: Page): Promise<readonly string[]> =>
  (await ask(page, 'net_peers', {})).filter(({ kind }) => kind !== 'relay').map(({ path }) => path);

test('a tab says why it has no peers; one that hides its address is linked through the relay alone', async ({
  tabs,
  relay,
}) => {
  const open = await tabs.open();
  await startMining(open);
  await go(open, 'Network');
  await expect(open.getByTestId('diagnosis')).toContainText('Why no peers?', { timeout: lonelyMsMax });
  await expect(open.getByTestId('diagnosis-advice')).toHaveAttribute('data-cause', 'alone');
  const alone = await diagnose(open);
  expect(alone).toMatchObject({ kind: 'tab', webrtc: 'works', peers: { direct: 0 }, hideAddress: false });
  expect(alone.relays).toMatchObject([{ kind: 'relay', reached: true, place: 'held', told: 0 }]);
  expect(alone.relays[0]?.rttMs).toBeLessThan(1_000);
  expect(alone.candidates?.host).toBeGreaterThan(0);
  // the linked relay is told as what it is
  expect(await ask(open, 'net_peers', {})).toMatchObject([{ kind: 'relay', path: 'websocket' }]);
  await expect(open.getByRole('cell', { name: 'Connected relay' })).toBeVisible();

  const hidden = await tabs.open('about:blank');
  await watchWebrtc(hidden);
  await hidden.goto(`${relay.page}#/network`);
  await waitForLinks([open, hidden], linkMsMax);
  await open.getByTestId('check-connection').click();
  await expect(open.getByTestId('diagnosis-advice')).toHaveAttribute('data-cause', 'none', { timeout: lonelyMsMax });
  await hidden.getByTestId('hide-address').check();
  await waitUntil('the direct link is gone', linkMsMax, async () => !(await pathsOf(hidden)).includes('direct'));
  expect(await ask(hidden, 'net_settings', {})).toEqual({ hideAddress: true });

  // The choice outlives the page; from its first moment on no connection is begun and no candidate made.
  await hidden.reload();
  await waitUntil('both have one link, a relayed one', linkMsMax, async () => {
    return (await Promise.all([open, hidden].map(pathsOf))).every((paths) => paths.join() === 'relayed');
  });
  await waitForHeight([hidden], (await heightOf(open)) + 1, blockWithinMs);
  const found = await diagnose(hidden);
  expect(found).toMatchObject({ hideAddress: true, webrtc: 'unused', peers: { direct: 0, relayed: 1 } });
  expect(found.advice).toMatchObject([{ cause: 'address-hidden' }]);
  expect(found.candidates).toBeUndefined();
  expect(await hidden.evaluate(() => window.rtcSeen)).toEqual({ candidates: 0, connections: 0 });
  expect(await ask(hidden, 'net_addresses', {})).toEqual([]);

  await hidden.getByTestId('hide-address').uncheck();
  await waitForLinks([open, hidden], linkMsMax);
  expect(await hidden.evaluate(() => window.rtcSeen?.candidates)).toBeGreaterThan(0);
  // the node has heard that the relayed link ended with its host
  await waitUntil('the node has one direct peer', linkMsMax, async () => {
    const { peers } = await ask(hidden, 'node_status', {});
    return peers.direct === 1 && peers.relayed === 0;
  });
  await stopMining(open);
});
