/**
 * The processes behind tabs, for stories in which they sleep or die. A tab's process is told from the others by giving it
 * work, so tabs that share a browser with it must not mine meanwhile.
 */
import type { Browser, Page } from '@playwright/test';

/** makes one renderer stand out among those that rest, on a busy machine too */
const workMs = 400;

/** Seconds of processor time of each renderer, by process id. */
async function rendererTimes(browser: Browser): Promise<ReadonlyMap<number, number>> {
  const devtools = await browser.newBrowserCDPSession();
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
  await devtools.detach();
  return new Map(processInfo.filter(({ type }) => type === 'renderer').map(({ id, cpuTime }) => [id, cpuTime]));
}

/** The process of a tab: the one that works when the tab is given work. */
export async function processOf(page: Page): Promise<number> {
  const browser = page.context().browser();
  if (browser === null) throw new Error('the tab has no browser');
  const before = await rendererTimes(browser);
  await page.evaluate((workMs) => {
    const end = performance.now() + workMs;
    while (performance.now() < end);
  }, workMs);
  const worked = [...(await rendererTimes(browser))].map(([pid, time]) => ({
    pid,
    time: time - (before.get(pid) ?? 0),
  }));
  const [busiest] = worked.sort((a, b) => b.time - a.time);
  if (busiest === undefined) throw new Error('the browser has no renderer');
  return busiest.pid;
}

/**
 * Puts the process of a tab to sleep, as a machine does that is closed or that freezes a tab nobody looks at: nothing of it
 * runs, window, worker or timer, and nobody is told. Resolves to what wakes it.
 */
export async function putToSleep(page: Page): Promise<() => void> {
  const pid = await processOf(page);
  process.kill(pid, 'SIGSTOP');
  return () => {
    process.kill(pid, 'SIGCONT');
  };
}
