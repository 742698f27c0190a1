// What every component may reach: the provider to ask and command, the view of the node and the means to refresh it,
// the page, the router, the time. Given once by the frame.

import { createContext } from 'svelte';
import type { Provider } from '../../../shared/provider/index.ts';
import type { ScreenClock } from './clock.svelte.ts';
import type { NodeFollower } from './follow-node.ts';
import type { NodeView } from './node-view.svelte.ts';
import type { Page } from './page.ts';
import type { Router } from './router.svelte.ts';
import type { Theme } from './theme.svelte.ts';

export interface AppContext {
  readonly provider: Provider;
  readonly node: Readonly<NodeView>;
  readonly follower: NodeFollower;
  readonly page: Page;
  readonly router: Router;
  readonly clock: ScreenClock;
  readonly theme: Theme;
  readonly dismissAlarm: (what: string) => void;
}

export const [useApp, provideApp] = createContext<AppContext>();
