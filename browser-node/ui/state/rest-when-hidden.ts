// Mining rests while the tab is hidden, if the person wishes that: it stops when the tab is hidden and, if it was this
// that stopped it, starts again with the same share when the tab is seen.

import type { Provider } from '../../../shared/provider/index.ts';
import type { Page } from './page.ts';

/** What of the page resting needs. */
interface HidingPage {
  readonly settings: Pick<Page['settings'], 'read'>;
  readonly onHidden: Page['onHidden'];
}

/** names in the page's settings */
export const miningSettings = { restWhenHidden: 'rest-when-hidden', tenths: 'mining-tenths' } as const;

/** Tenths of the machine that mining may take, as last chosen; half of it at first. */
export const savedTenths = (settings: HidingPage['settings']): number => {
  const saved = Number(settings.read(miningSettings.tenths));
  return Number.isInteger(saved) && saved >= 1 && saved <= 10 ? saved : 5;
};

/** Returns the function that ends it. A start or stop that fails leaves mining as it is; its screen shows what is. */
export const restWhenHidden = (
  page: HidingPage,
  provider: Pick<Provider, 'request'>,
  changed: () => void,
): (() => void) => {
  let resting = false;
  const hide = async (): Promise<void> => {
    if (page.settings.read(miningSettings.restWhenHidden) === undefined) return;
    const { running } = await provider.request({ method: 'production_status' });
    if (!running) return;
    resting = true;
    await provider.request({ method: 'production_stop' });
  };
  const show = async (): Promise<void> => {
    if (!resting) return;
    resting = false;
    const intensity = savedTenths(page.settings) / 10;
    await provider.request({ method: 'production_start', params: { intensity } });
  };
  return page.onHidden((hidden) => {
    (hidden ? hide() : show()).then(changed, changed);
  });
};
