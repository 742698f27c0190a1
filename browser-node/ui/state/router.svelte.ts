// Follows the address bar: `route` is always where it points, after a click, the back button and a reload alike. Going
// somewhere is writing a link; nothing else decides which screen is shown.

import { createSubscriber } from 'svelte/reactivity';
import type { AddressBar } from './page.ts';
import { type Route, routeOf } from './route.ts';

export interface Router {
  readonly route: Route;
  readonly hash: string;
  readonly goTo: (hash: string) => void;
}

export const createRouter = (addressBar: AddressBar): Router => {
  const subscribe = createSubscriber((update) => addressBar.onHash(update));
  return {
    get route() {
      subscribe();
      return routeOf(addressBar.hash());
    },
    get hash() {
      subscribe();
      return addressBar.hash();
    },
    goTo: addressBar.goTo,
  };
};
