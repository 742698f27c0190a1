/**
 * A stock Firefox over WebDriver BiDi, because Playwright drives only a Firefox of its own making; and tabs of it, each
 * in a profile of its own (a container with its own storage) and in a window of its own, so that none is hidden.
 * Owns the browser process. `errors` holds what pages threw or logged as errors, `outside` requests to other machines.
 */
import puppeteer from 'puppeteer-core';
import type { Browser, Page } from 'puppeteer-core';
import { findFirefox } from '../../scripts/firefox.mjs';

/** A cold start on a busy machine took 12 s. */
const startMsMax = 60_000;

/** Nothing leaves this machine: puppeteer's own preferences blank most of Mozilla's hosts, these the rest. */
const quietPreferences = {
  'app.normandy.enabled': false,
  'browser.safebrowsing.downloads.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'dom.push.enabled': false,
  'extensions.getAddons.cache.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'network.dns.disablePrefetch': true,
  // Whatever name is left leads to this machine.
  'network.dns.forceResolve': '127.0.0.1',
  'network.prefetch-next': false,
  'network.trr.mode': 5,
  'services.settings.server': 'data:,#remote-settings-dummy/v1',
};

/** Peers on one machine: loopback counts as a way, and addresses are told as they are, not as names of multicast DNS. */
const webrtcPreferences = {
  'media.peerconnection.ice.loopback': true,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
};

/** What Firefox itself reports as an error of the page when a relay or another tab is gone. */
const isNewsOfLoss = (error: string): boolean =>
  /^Error: (Firefox can’t establish a connection|WebRTC: ICE failed)/.test(error);

export interface Firefox {
  /** Opens the page in a profile of its own. */
  readonly open: (address: string) => Promise<Page>;
  readonly errors: readonly string[];
  /** Those that are no news of somebody's loss. */
  readonly ownErrors: () => readonly string[];
  readonly outside: readonly string[];
  readonly close: () => Promise<void>;
}

export async function startFirefox(): Promise<Firefox> {
  const executablePath = findFirefox();
  if (executablePath === undefined) throw new Error('no Firefox: install one or set FIREFOX_PATH');
  const browser = await puppeteer.launch({
    ...{ browser: 'firefox', executablePath, headless: true },
    // Puppeteer clicks the middle of an element, also where something else covers it: nothing does in a window so large.
    defaultViewport: { width: 1280, height: 1000 },
    ...{ timeout: startMsMax, protocolTimeout: startMsMax },
    extraPrefsFirefox: { ...quietPreferences, ...webrtcPreferences },
  });
  const [errors, outside]: [string[], string[]] = [[], []];
  return {
    ...{ errors, outside },
    open: async (address) => {
      const page = await newWindow(browser);
      listen(page, errors, outside);
      await page.goto(address);
      return page;
    },
    ownErrors: () => errors.filter((error) => !isNewsOfLoss(error)),
    close: () => browser.close(),
  };
}

async function newWindow(browser: Browser): Promise<Page> {
  const profile = await browser.createBrowserContext();
  return profile.newPage({ type: 'window' });
}

function listen(page: Page, errors: string[], outside: string[]): void {
  page.on('pageerror', (error) => errors.push(error instanceof Error ? (error.stack ?? error.message) : String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (/^(http|ws)s?:$/.test(protocol) && hostname !== '127.0.0.1') outside.push(request.url());
  });
}
