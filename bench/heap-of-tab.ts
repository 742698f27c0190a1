// How much memory the JavaScript of a tab holds: of its window and of every worker, also of workers that workers started,
// after a collection of garbage in each. Asked through the Chrome DevTools Protocol (Runtime.getHeapUsage). A worker is
// reached through the thread that started it: each thread attaches to those below it, and messages to them are wrapped
// in messages to it, once for each level (`Target.sendMessageToTarget`), because Playwright opens sessions to pages only.
// Bounds: one session, closed with what it attached to; every question has a deadline.

import type { CDPSession, Page } from '@playwright/test';

export interface HeapOfTab {
  /** bytes of objects in all threads */
  readonly objects: number;
  /** bytes outside of those heaps that they refer to: buffers, and the memories of WebAssembly modules */
  readonly buffers: number;
  /** bytes of objects of the window alone */
  readonly window: number;
  /** threads counted, the window included */
  readonly threads: number;
}

interface HeapUsage {
  readonly usedSize: number;
  readonly backingStorageSize: number;
}

/** The sessions from the window's to the thread's own; empty for the window. */
type Path = readonly string[];

interface FromThread {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly sessionId?: string; readonly message?: string };
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

const answerMsMax = 30_000;

/** With `collects: false` garbage counts too. */
export async function heapOfTab(page: Page, { collects = true } = {}): Promise<HeapOfTab> {
  const session = await page.context().newCDPSession(page);
  try {
    const threads = createThreads(session);
    await attachToAll(threads);
    let [objects, buffers, window] = [0, 0, 0];
    for (const path of threads.paths) {
      if (collects) await threads.ask(path, 'HeapProfiler.collectGarbage');
      const usage = heapUsageOf(await threads.ask(path, 'Runtime.getHeapUsage'));
      objects += usage.usedSize;
      buffers += usage.backingStorageSize;
      if (path.length === 0) window = usage.usedSize;
    }
    return { objects, buffers, window, threads: threads.paths.length };
  } finally {
    await session.detach();
  }
}

const heapUsageOf = (answer: unknown): HeapUsage => {
  const isUsage = (value: unknown): value is HeapUsage =>
    typeof value === 'object' && value !== null && 'usedSize' in value && 'backingStorageSize' in value;
  if (!isUsage(answer)) throw new Error(`a thread does not say how large its heap is: ${JSON.stringify(answer)}`);
  return answer;
};

/** What a thread is asked. */
type Question = 'Target.setAutoAttach' | 'HeapProfiler.collectGarbage' | 'Runtime.getHeapUsage';

interface Threads {
  /** of the threads that are known; grows as threads attach to those that they started */
  readonly paths: Path[];
  readonly ask: (path: Path, question: Question) => Promise<unknown>;
}

const attachToWorkers = { autoAttach: true, waitForDebuggerOnStart: false, flatten: false };

/** A thread tells of those that it started before it answers. */
const attachToAll = async ({ paths, ask }: Threads): Promise<void> => {
  for (const path of paths) await ask(path, 'Target.setAutoAttach');
};

/** The message that makes the first thread of the path, or of what is left of it, pass the question on to the last. */
const wrapped = (below: Path, id: number, question: Question): string => {
  const [sessionId, ...deeper] = below;
  const params = question === 'Target.setAutoAttach' ? attachToWorkers : {};
  if (sessionId === undefined) return JSON.stringify({ id, method: question, params });
  // The answer to the passing on is of no interest, so its number is nobody's.
  const message = wrapped(deeper, id, question);
  return JSON.stringify({ id: 0, method: 'Target.sendMessageToTarget', params: { sessionId, message } });
};

const createThreads = (session: CDPSession): Threads => {
  const paths: Path[] = [[]];
  const waiting = new Map<number, (answer: FromThread) => void>();
  let lastId = 0;

  const onMessage = (path: Path, { id, method, params, ...answer }: FromThread): void => {
    if (id !== undefined) waiting.get(id)?.(answer);
    const below = params?.sessionId;
    if (below === undefined) return;
    if (method === 'Target.attachedToTarget') paths.push([...path, below]);
    if (method === 'Target.receivedMessageFromTarget') onMessage([...path, below], parsed(params?.message));
  };
  for (const method of ['Target.attachedToTarget', 'Target.receivedMessageFromTarget'] as const) {
    session.on(method, (params) => {
      onMessage([], { method, params });
    });
  }

  const askWorker = (first: string, below: Path, question: Question): Promise<unknown> =>
    new Promise((resolve, reject) => {
      lastId += 1;
      const id = lastId;
      const late = setTimeout(() => {
        reject(new Error(`a worker does not answer to ${question}`));
      }, answerMsMax);
      waiting.set(id, ({ result, error }) => {
        clearTimeout(late);
        waiting.delete(id);
        if (error === undefined) resolve(result);
        else reject(new Error(`${question}: ${error.message}`));
      });
      session
        .send('Target.sendMessageToTarget', { sessionId: first, message: wrapped(below, id, question) })
        .catch(reject);
    });

  const askWindow = (question: Question): Promise<unknown> =>
    question === 'Target.setAutoAttach' ? session.send(question, attachToWorkers) : session.send(question);

  return {
    paths,
    ask: ([first, ...below], question) =>
      first === undefined ? askWindow(question) : askWorker(first, below, question),
  };
};

const parsed = (message: string | undefined): FromThread => {
  const value: unknown = JSON.parse(message ?? '{}');
  return typeof value === 'object' && value !== null ? value : {};
};
