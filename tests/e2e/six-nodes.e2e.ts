/**
 * Six nodes, each a process of its own: three tabs in three browsers and three terminal nodes. Again and again one of them is
 * killed, put to sleep or restarted, or the relay dies; each time it is back at the tip within 20 s, and in the end all have
 * one chain. A seed decides what happens to whom; TABCHAIN_SEED names another.
 */
import { type Browser, chromium, expect, type Page } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { seededRandom, type SeededRandom } from '../../shared/testing/simulation/index.ts';
import { type NodeProcess, startNodeProcess } from '../../terminal-node/testing/node-process.ts';
import { test as base, waitUntil } from './harness.ts';
import type { Relay } from './harness.ts';
import { ask, startMining, stopMining, waitForLinks } from './tab.ts';
import { processOf, putToSleep } from './tab-process.ts';

const nightly = process.env['TABCHAIN_NIGHTLY'] === '1';
const seed = Number(process.env['TABCHAIN_SEED'] ?? '1');
const rounds = nightly ? 60 : 3;
const comparedBlocks = 100;

const linkedMsMax = 30_000;
const backMsMax = 20_000;
const blocksMsMax = 60_000;
const oneHeadMsMax = 30_000;
/** Blocks that the others make while one is away. */
const awayBlocks = 3;
const program = fileURLToPath(new URL('../../terminal-node/main.ts', import.meta.url));

interface Head {
  readonly height: number;
  readonly id: string;
}

/** One of the six. What a fault gives back ends it. */
interface Member {
  readonly name: string;
  readonly head: () => Promise<Head>;
  readonly faults: Readonly<Record<string, () => Promise<() => Promise<void>>>>;
}

/** A browser of its own for each tab, so that one that mines does not hide whose process is whose. */
const test = base.extend<{ openBrowser: () => Promise<Browser>; folder: string }>({
  openBrowser: async ({ launchOptions }, use) => {
    const browsers: Browser[] = [];
    await use(async () => {
      const browser = await chromium.launch(launchOptions);
      browsers.push(browser);
      return browser;
    });
    await Promise.all(browsers.map((browser) => browser.close()));
  },
  folder: async ({ relay: _relay }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'tabchain-six-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
});

const tabHead = async (page: Page): Promise<Head> => {
  const { height, head } = await ask(page, 'node_status', {});
  return { height, id: head.slice(2) };
};

const createTab = async (name: string, first: Page, { page: address }: Relay, mines: boolean) => {
  const tab = { page: first };
  const open = async (): Promise<void> => {
    const page = await tab.page.context().newPage();
    await tab.page.close();
    await page.goto(address);
    tab.page = page;
  };
  const mineAgain = async (): Promise<void> => {
    if (mines) await startMining(tab.page);
  };
  const member: Member = {
    name,
    head: () => tabHead(tab.page),
    faults: {
      'its process is killed': async () => {
        const crashed = tab.page.waitForEvent('crash');
        process.kill(await processOf(tab.page), 'SIGKILL');
        await crashed;
        return async () => {
          await open();
          await mineAgain();
        };
      },
      'it sleeps': async () => {
        const wake = await putToSleep(tab.page);
        return () => {
          wake();
          return Promise.resolve();
        };
      },
      'it is closed': async () => {
        const { page } = tab;
        await page.goto('about:blank');
        return async () => {
          await page.goto(address);
          await mineAgain();
        };
      },
    },
  };
  await mineAgain();
  return { member, tab };
};

const createTerminal = (name: string, start: () => NodeProcess) => {
  const terminal = { node: start() };
  const again = (): Promise<void> => {
    terminal.node = start();
    return Promise.resolve();
  };
  const member: Member = {
    name,
    head: () => Promise.resolve(terminal.node.head()),
    faults: {
      'it is killed': async () => {
        await terminal.node.end('SIGKILL');
        return again;
      },
      'it sleeps': () => {
        const wake = terminal.node.sleep();
        return Promise.resolve(() => {
          wake();
          return Promise.resolve();
        });
      },
      'it is restarted': async () => {
        await terminal.node.end('SIGINT');
        return again;
      },
    },
  };
  return { member, terminal };
};

const highest = async (members: readonly Member[]): Promise<number> =>
  Math.max(...(await Promise.all(members.map(async ({ head }) => (await head()).height))));

/** Six of them, of which one tab and one terminal node mine, all following. */
const openSix = async (openBrowser: () => Promise<Browser>, relay: Relay, folder: string) => {
  const openTab = async (): Promise<Page> => {
    const page = await (await (await openBrowser()).newContext({ reducedMotion: 'reduce' })).newPage();
    await page.goto(relay.page);
    return page;
  };
  const first = await openTab();
  const pages = [first, await openTab(), await openTab()];
  await waitForLinks(pages, linkedMsMax);
  const { link } = await ask(first, 'network_link', {});
  const terminals = [0, 1, 2].map((index) =>
    createTerminal(`terminal ${index}`, () =>
      startNodeProcess(program, [
        ...['--data', join(folder, `node-${index}`), '--link', link],
        ...(index === 0 ? ['--produce', '--intensity', '0.3'] : []),
      ]),
    ),
  );
  const tabs = await Promise.all(pages.map((page, index) => createTab(`tab ${index}`, page, relay, index === 0)));
  const members = [...tabs, ...terminals].map(({ member }) => member);
  await waitUntil('all six follow', blocksMsMax, async () => {
    const heads = await Promise.all(members.map(({ head }) => head()));
    return heads.every(({ height }) => height >= awayBlocks);
  });
  return { tabs, terminals, members };
};

/** One fault of one member while the others go on; how long it took to be back at the tip, in ms. */
const suffer = async (random: SeededRandom, members: readonly Member[], relay: Relay): Promise<number> => {
  const member = random.pick(members);
  const others = members.filter((other) => other !== member);
  const [what, fault] = random.pick(Object.entries(member.faults));
  const withoutRelay = random.happens(250);
  if (withoutRelay) await relay.kill();
  const end = await fault();
  const target = (await highest(others)) + awayBlocks;
  await waitUntil(`the others go on; of ${member.name}: ${what}`, blocksMsMax, async () => {
    return (await highest(others)) >= target;
  });
  // The relay serves the page, too: a tab that was closed needs it.
  if (withoutRelay) await relay.restart();
  const startedMs = Date.now();
  await end();
  const tip = await highest(others);
  await waitUntil(`${member.name} is back at the tip after ${what}`, backMsMax, async () => {
    return (await member.head()).height >= tip;
  });
  const backMs = Date.now() - startedMs;
  console.info(`${member.name}: ${what}${withoutRelay ? ', no relay' : ''}: back after ${backMs} ms`);
  return backMs;
};

test('six nodes that are killed, paused and restarted at random are back at the tip each time', async ({
  openBrowser,
  relay,
  folder,
}) => {
  test.setTimeout(nightly ? 3_600_000 : 240_000);
  const random = seededRandom(seed);
  const { tabs, terminals, members } = await openSix(openBrowser, relay, folder);
  const backMs: number[] = [];
  for (let round = 0; round < rounds; round++) backMs.push(await suffer(random, members, relay));

  await Promise.all(tabs.slice(0, 1).map(({ tab }) => stopMining(tab.page)));
  await terminals[0]?.terminal.node.end('SIGINT');
  const rest = members.filter(({ name }) => name !== 'terminal 0');
  await waitUntil('all have one head', oneHeadMsMax, async () => {
    const heads = await Promise.all(rest.map(({ head }) => head()));
    return new Set(heads.map(({ id }) => id)).size === 1;
  });
  // A block's id stands for all that is below it; the tabs are asked for each block all the same.
  const lists = await Promise.all(tabs.map(({ tab }) => ask(tab.page, 'block_list', { count: comparedBlocks })));
  const [ids] = lists.map((list) => list.map(({ id }) => id));
  for (const list of lists) expect(list.map(({ id }) => id)).toEqual(ids);
  await Promise.all(terminals.slice(1).map(({ terminal }) => terminal.node.end('SIGTERM')));
  console.info(`seed ${seed}: ${rounds} faults, back after at most ${Math.max(...backMs)} ms`);
});
