// The figure `first-peer`: milliseconds from the load of its page until a tab has a first direct peer, for the slowest of three
// tabs that are opened together in a fresh profile and find each other through a real relay. At most 2,500 are wanted.
// Beside it, from the same loads: until the slowest node has opened its chain, which takes no network.
// Bounds: `rounds` browsers one after another, each wait with a deadline; all files lie in one temporary folder.

import { figure, median, withParts } from './measure.ts';
import type { BenchFigure } from './measure.ts';
import { withRelayAndBrowser } from './relay-and-browser.ts';
import type { RelayAndBrowser } from './relay-and-browser.ts';
import { timeOf } from './tab-network.ts';

const tabs = 3;
const rounds = 3;

interface Opening {
  readonly openMs: number;
  readonly fastestMs: number;
  readonly slowestMs: number;
}

export async function run(): Promise<BenchFigure> {
  const openings: Opening[] = [];
  for (let round = 0; round < rounds; round++) openings.push(await withRelayAndBrowser(openTogether));
  const middle = (of: (opening: Opening) => number): number => median(openings.map(of));
  return withParts(
    figure(
      'first-peer',
      'chromium',
      'ms',
      middle(({ slowestMs }) => slowestMs),
      middle(({ openMs }) => openMs),
    ),
    { fastest: middle(({ fastestMs }) => fastestMs) },
  );
}

async function openTogether({ context, relay }: RelayAndBrowser): Promise<Opening> {
  const pages = await Promise.all(Array.from({ length: tabs }, () => context.newPage()));
  const times = await Promise.all(
    pages.map(async (page) => {
      await page.goto(relay.page, { waitUntil: 'commit' });
      const open = timeOf(page, { type: 'height', height: 0 });
      const peer = timeOf(page, { type: 'direct-peer' });
      return { openMs: await open, peerMs: await peer };
    }),
  );
  const peers = times.map(({ peerMs }) => peerMs);
  return {
    openMs: Math.max(...times.map(({ openMs }) => openMs)),
    fastestMs: Math.min(...peers),
    slowestMs: Math.max(...peers),
  };
}
