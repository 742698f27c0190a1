/**
 * The DevTools sessions of one tab: its window and every worker below it, found as they start. Playwright's own session
 * reaches the window only; a worker is spoken to through its parent, message within message.
 * Owns the session of the window. Bounds: as many sessions as the tab has workers; one that has ended is forgotten, and
 * what was asked of it is answered with its end.
 */
import type { CDPSession, Page } from '@playwright/test';

export interface Target {
  /** address of the script or page */
  readonly url: string;
  readonly send: (method: string, params?: object) => Promise<unknown>;
  /** Events of this target, from now on. */
  readonly on: (method: string, listener: (params: unknown) => void) => void;
}

export interface TabTargets {
  readonly window: Target;
  /** The window first, then the workers that are alive. */
  readonly all: () => readonly Target[];
  readonly close: () => Promise<void>;
}

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const autoAttach = { autoAttach: true, waitForDebuggerOnStart: false, flatten: false };

/** A child that is spoken to through `Target.sendMessageToTarget` of its parent. */
interface Child {
  readonly target: Target;
  readonly deliver: (message: string) => void;
  readonly end: () => void;
}

const createChild = (parent: Target, sessionId: string, url: string): Child => {
  const asked = new Map<number, { readonly answer: (value: unknown) => void; readonly fail: (why: Error) => void }>();
  const listeners = new Map<string, ((params: unknown) => void)[]>();
  let last = 0;
  let isOver = false;
  const send = (method: string, params: object = {}): Promise<unknown> =>
    new Promise((answer, fail) => {
      if (isOver) {
        fail(new Error(`${url} has ended`));
        return;
      }
      const id = ++last;
      asked.set(id, { answer, fail });
      const message = JSON.stringify({ id, method, params });
      parent.send('Target.sendMessageToTarget', { sessionId, message }).catch((cause: unknown) => {
        asked.delete(id);
        fail(cause instanceof Error ? cause : new Error(String(cause)));
      });
    });
  const deliver = (text: string): void => {
    const message = fieldsOf(JSON.parse(text));
    if (typeof message['id'] !== 'number') {
      for (const listener of listeners.get(textOf(message['method'])) ?? []) listener(message['params']);
      return;
    }
    const waiting = asked.get(message['id']);
    asked.delete(message['id']);
    if (message['error'] === undefined) waiting?.answer(message['result']);
    else waiting?.fail(new Error(textOf(fieldsOf(message['error'])['message'])));
  };
  const end = (): void => {
    isOver = true;
    for (const { fail } of asked.values()) fail(new Error(`${url} has ended`));
    asked.clear();
  };
  const on: Target['on'] = (method, listener) => {
    listeners.set(method, [...(listeners.get(method) ?? []), listener]);
  };
  return { target: { url, send, on }, deliver, end };
};

/** Follows the workers that `target` starts, and theirs. */
const followWorkers = async (
  target: Target,
  alive: Set<Target>,
  onTarget: (target: Target) => Promise<void>,
): Promise<void> => {
  const children = new Map<string, Child>();
  target.on('Target.attachedToTarget', (params) => {
    const { sessionId, targetInfo } = fieldsOf(params);
    const { url, type } = fieldsOf(targetInfo);
    if (type !== 'worker') return;
    const child = createChild(target, textOf(sessionId), textOf(url));
    children.set(textOf(sessionId), child);
    alive.add(child.target);
    // One that ends while it is being followed needs no following.
    followWorkers(child.target, alive, onTarget).catch(() => undefined);
  });
  target.on('Target.receivedMessageFromTarget', (params) => {
    const { sessionId, message } = fieldsOf(params);
    children.get(textOf(sessionId))?.deliver(textOf(message));
  });
  target.on('Target.detachedFromTarget', (params) => {
    const sessionId = textOf(fieldsOf(params)['sessionId']);
    const child = children.get(sessionId);
    if (child === undefined) return;
    children.delete(sessionId);
    alive.delete(child.target);
    child.end();
  });
  await onTarget(target);
  await target.send('Target.setAutoAttach', autoAttach);
};

const windowTarget = (session: CDPSession, url: string): Target => ({
  url,
  // The names of the protocol are checked by the browser, not here: the same code speaks to windows and to workers.
  send: (method, params) => session.send(method as 'Runtime.enable', params),
  on: (method, listener) => {
    session.on('event', (event: { readonly method: string; readonly params?: object }) => {
      if (event.method === method) listener(event.params);
    });
  },
});

/** Attaches to a tab and its workers; `onTarget` is called once for each, before its own workers are followed. */
export const followTargets = async (page: Page, onTarget: (target: Target) => Promise<void>): Promise<TabTargets> => {
  const session = await page.context().newCDPSession(page);
  const window = windowTarget(session, 'window');
  const workers = new Set<Target>();
  await followWorkers(window, workers, onTarget);
  return { window, all: () => [window, ...workers], close: () => session.detach() };
};
