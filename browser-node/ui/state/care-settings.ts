// What the page does by itself because a person has asked for it in the settings: locks the wallet when nobody touches the
// page, and keeps the screen on while this tab produces. Mining rests when the tab is hidden: rest-when-hidden.ts.
// Bound: one timer and one wake lock.

import type { Provider } from '../../../shared/provider/index.ts';
import type { Page } from './page.ts';

/** names in the page's settings */
export const careSettings = { lockMinutes: 'lock-minutes', keepAwake: 'keep-awake' } as const;

/** Offered choices; 0 is never. */
export const lockMinutesChoices = [0, 5, 15, 60] as const;

export const savedLockMinutes = (settings: Page['settings']): number => {
  const saved = Number(settings.read(careSettings.lockMinutes) ?? 0);
  return lockMinutesChoices.find((minutes) => minutes === saved) ?? 0;
};

const minuteMs = 60_000;
const touches = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;

/** Locks the wallet after the chosen minutes without a touch; returns the function that ends it. */
export const lockWhenIdle = (page: Page, provider: Provider, locked: () => void): (() => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const lock = async (): Promise<void> => {
    await provider.request({ method: 'wallet_lock' });
    locked();
  };
  const begin = (): void => {
    clearTimeout(timer);
    const minutes = savedLockMinutes(page.settings);
    // A lock that fails shows itself: the wallet stays open on its screen.
    if (minutes > 0) timer = setTimeout(() => void lock().catch(() => undefined), minutes * minuteMs);
  };
  for (const touch of touches) addEventListener(touch, begin, { passive: true });
  const forget = page.settings.onChange(careSettings.lockMinutes, begin);
  begin();
  return () => {
    clearTimeout(timer);
    forget();
    for (const touch of touches) removeEventListener(touch, begin);
  };
};

/** Absent in an insecure context and in some browsers, whatever the DOM's types say. */
const wakeLockOf = (navigator: { readonly wakeLock?: WakeLock }): WakeLock | undefined => navigator.wakeLock;

export const canKeepAwake = (): boolean => wakeLockOf(navigator) !== undefined;

/**
 * Keeps the screen on as long as the settings say so, until the returned function is called. Browsers take the promise
 * back when the tab is hidden, so it is asked for again when it is shown.
 */
export const keepAwake = (page: Page): (() => void) => {
  let sentinel: WakeLockSentinel | undefined;
  let over = false;
  const isWished = (): boolean => !over && page.settings.read(careSettings.keepAwake) !== undefined;
  const follow = async (): Promise<void> => {
    const held = sentinel?.released === false;
    if (isWished() === held) return;
    if (held) await sentinel?.release();
    else sentinel = await wakeLockOf(navigator)?.request('screen');
    await follow();
  };
  const look = (): void => void follow().catch(() => undefined); // a low battery is a reason to refuse
  const forgets = [
    page.settings.onChange(careSettings.keepAwake, look),
    page.onHidden((hidden) => {
      if (!hidden) look();
    }),
  ];
  look();
  return () => {
    over = true;
    for (const forget of forgets) forget();
    look();
  };
};
