// When this page comes back: from sleep, from a hidden or frozen tab, from the back-forward cache, from a lost network. Each
// of these may fire several events at once; they make one call. (That timers came late is noticed by the network host.)
// Owns its listeners until it is stopped.

/** What of a page it needs; `browserWakeWorld` is the real one. */
export interface WakeWorldLike {
  /** `resume` and `visibilitychange` are the document's, the others the window's. */
  readonly listen: (event: WakeEvent, listener: () => void) => () => void;
  readonly isVisible: () => boolean;
  readonly isOnline: () => boolean;
  /** ms, never going back */
  readonly now: () => number;
}

/** Page Lifecycle (WICG) for `resume`; HTML for the others. */
export type WakeEvent = 'online' | 'pageshow' | 'resume' | 'visibilitychange';

const wakeEvents: readonly WakeEvent[] = ['online', 'pageshow', 'resume', 'visibilitychange'];

/** What happens within this is one return. */
const onceWithinMs = 500;

/** Calls back when the page is back, and returns the function that ends it. */
export const watchWake = (world: WakeWorldLike, onWake: () => void): (() => void) => {
  let wokeAtMs = -Infinity;
  const look = (event: WakeEvent): void => {
    if (event === 'visibilitychange' && !world.isVisible()) return;
    // without a network there is nobody to try; `online` will say when there is
    if (event !== 'online' && !world.isOnline()) return;
    const nowMs = world.now();
    if (nowMs - wokeAtMs < onceWithinMs) return;
    wokeAtMs = nowMs;
    onWake();
  };
  const ends = wakeEvents.map((event) => world.listen(event, () => look(event)));
  return () => {
    for (const end of ends) end();
  };
};

export const browserWakeWorld = (): WakeWorldLike => ({
  listen: (event, listener) => {
    const target = event === 'resume' || event === 'visibilitychange' ? document : window;
    target.addEventListener(event, listener);
    return () => {
      target.removeEventListener(event, listener);
    };
  },
  isVisible: () => document.visibilityState === 'visible',
  isOnline: () => navigator.onLine,
  now: () => performance.now(),
});
