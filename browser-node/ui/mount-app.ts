// Puts the screens into the page: fonts, tokens, the frame. All that the screens know comes through `provider` and
// `page`, so the composition root decides what is behind them.

import '@fontsource-variable/source-sans-3/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import './tokens.css';
import './base.css';
import { mount, unmount } from 'svelte';
import type { Provider } from '../../shared/provider/index.ts';
import App from './app.svelte';
import type { Page } from './state/index.ts';

export interface MountParts {
  readonly target: Element;
  readonly provider: Provider;
  readonly page: Page;
  /** when the first paint is done: the screens that are not shown yet are fetched then */
  readonly painted: Promise<void>;
}

/** Returns the function that takes the screens away again. */
export const mountApp = ({ target, ...props }: MountParts): (() => Promise<void>) => {
  const app = mount(App, { target, props });
  return () => unmount(app);
};
