// The steps of the tour and how far a person is, kept in the page's settings: nothing before the first visit's answer, a
// number while it runs, `done` afterwards. Bound: five steps.

import type { Page } from '../state/index.ts';

export const tourSteps = [
  { name: 'node', href: '#/' },
  { name: 'wallet', href: '#/wallet' },
  { name: 'produce', href: '#/produce' },
  { name: 'blocks', href: '#/blocks' },
  { name: 'network', href: '#/network' },
] as const;

export const tourKey = 'tour';

export type TourState = 'new' | 'done' | number;

export const tourState = (settings: Page['settings']): TourState => {
  const saved = settings.read(tourKey);
  if (saved === undefined) return 'new';
  const step = Number(saved);
  return Number.isInteger(step) && step >= 0 && step < tourSteps.length ? step : 'done';
};

export const setTour = (settings: Page['settings'], state: Exclude<TourState, 'new'>): void => {
  settings.write(tourKey, String(state));
};
