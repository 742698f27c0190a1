// What the page does by itself because a person has asked for it in the settings: how long it waits before it locks the wallet
// (lock-when-idle.ts), and keeping the screen on while this tab produces. Mining rests when the tab is hidden:
// rest-when-hidden.ts. Bound: one wake lock.

import type { IdleLimit } from './lock-when-idle.ts';
import type { Page } from './page.ts';

/** names in the page's settings */
export const careSettings = { lockMinutes: 'lock-minutes', keepAwake: 'keep-awake' } as const;

/** Offered choices; 0 is never. */
export const lockMinutesChoices = [0, 5, 15, 60] as const;

export const savedLockMinutes = (settings: Page['settings']): number => {
  const saved = Number(settings.read(careSettings.lockMinutes) ?? 0);
  return lockMinutesChoices.find((minutes) => minutes === saved) ?? 0;
};

export const lockLimit = ({ settings }: Page): IdleLimit => ({
  minutes: () => savedLockMinutes(settings),
  onChange: (listener) => settings.onChange(careSettings.lockMinutes, listener),
});

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
