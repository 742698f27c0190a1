// Which of several installed copies stands for all: the shortest path of the same name and version.

import { expect, test } from 'vitest';
import { homesOf } from './one-copy.mjs';

test('copies of one version share a home, other versions keep their own', () => {
  const homes = homesOf({
    packages: {
      '': { version: '1.0.0' },
      'node_modules/bytes': { version: '2.0.0' },
      'node_modules/@a/long/node_modules/bytes': { version: '3.0.0' },
      'node_modules/a/node_modules/bytes': { version: '3.0.0' },
      'node_modules/b/node_modules/@s/bytes': { version: '3.0.0' },
    },
  });
  expect(homes.get('node_modules/@a/long/node_modules/bytes')).toBe('node_modules/a/node_modules/bytes');
  expect(homes.get('node_modules/a/node_modules/bytes')).toBe('node_modules/a/node_modules/bytes');
  expect(homes.get('node_modules/bytes')).toBe('node_modules/bytes');
  expect(homes.get('node_modules/b/node_modules/@s/bytes')).toBe('node_modules/b/node_modules/@s/bytes');
});
