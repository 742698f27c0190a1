// What stands where in the frame: the page in the middle, and on a wide screen the sheet with a detail beside the list that
// it was opened from. A detail's link is the same in both, so that it can be sent from a wall to a phone. Pure.

import { entryOf, linkOf, type ScreenEntry, screenTable } from './screen-table.ts';
import { routeOf } from './state/route.ts';

export interface Place {
  readonly hash: string;
  /** undefined: the link leads nowhere */
  readonly entry: ScreenEntry | undefined;
  readonly argument: string;
}

export interface FramePlaces {
  readonly page: Place;
  readonly sheet: Place | undefined;
}

const placeOf = (hash: string): Place => {
  const route = routeOf(hash);
  return { hash: hash === '' ? '#/' : hash, entry: entryOf(route), argument: route.argument };
};

/** The list that a detail stands beside when it was opened by its link. */
const listOf = ({ under }: ScreenEntry): string => {
  const list = screenTable.find(({ path }) => path === under);
  return list === undefined ? '#/' : linkOf(list);
};

/** @param listHash what stood in the middle before, where that is known */
export const showPlaces = (hash: string, wide: boolean, listHash: string | undefined): FramePlaces => {
  const place = placeOf(hash);
  if (!wide || place.entry?.sheet !== true) return { page: place, sheet: undefined };
  const before = listHash === undefined ? undefined : placeOf(listHash);
  const usable = before?.entry !== undefined && before.entry.sheet !== true && before.entry.bare !== true;
  return { page: usable ? before : placeOf(listOf(place.entry)), sheet: place };
};
