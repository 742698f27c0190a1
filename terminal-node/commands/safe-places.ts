// Where the files of a folder that a stranger made are written: each at a place of its own below the target, whatever they are
// called. Names that a transaction could not carry are changed, two that fall together are told apart, letters' case
// included, because some disks do not tell it. Pure. Bound: the entries that it is given.

import { fileNameIsClean } from '../../shared/core/state/index.ts';

/** What would lead elsewhere, or look like something else, becomes `_`. */
const cleaned = (name: string): string => {
  if (fileNameIsClean(name)) return name;
  const plain = name.replace(/[^\p{L}\p{N}\p{M} ._()+,-]/gu, '_').trim();
  return fileNameIsClean(plain) ? plain : 'file';
};

/** For each path its names from the target down; never empty, no name `.` or `..` or with a separator. */
export const safePlaces = (paths: readonly string[]): readonly (readonly string[])[] => {
  const taken = new Map<string, 'file' | 'folder'>();
  const free = (above: readonly string[], name: string, as: 'file' | 'folder'): string => {
    const key = [...above, name].join('/').toLowerCase();
    const kind = taken.get(key);
    if (kind !== undefined && !(kind === 'folder' && as === 'folder')) return free(above, `${name}~`, as);
    taken.set(key, as);
    return name;
  };
  return paths.map((path) => {
    const names = path.split('/').map(cleaned);
    const place: string[] = [];
    for (const [at, name] of names.entries()) {
      place.push(free(place, name, at === names.length - 1 ? 'file' : 'folder'));
    }
    return place;
  });
};
