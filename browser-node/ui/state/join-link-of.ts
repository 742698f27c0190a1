// The join link as it is shown and scanned:
// whole, with this page's address.

import type { Page } from './page.ts';

/** The node answers with a whole link, a fragment, or what follows `#/join/`. */
export const joinLinkOf = (page: Pick<Page, 'addressBar'>, link: string): string => {
  if (/^https?:/.test(link)) return link;
  return `${page.addressBar.base()}${link.startsWith('#') ? link : `#/join/${link}`}`;
};
