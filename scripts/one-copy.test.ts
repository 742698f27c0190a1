// Which of several installed copies stands for all: the shortest path of the same name and version.

import { expect, test } from 'vitest';
import { formerNamesIn, homesOf } from './one-copy.mjs';

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

test('a package that was renamed is one with its former self, of the same release only', () => {
  const installedAs = (now: string, before: string) =>
    formerNamesIn({
      packages: {
        'node_modules/@libp2p/noise': { version: now },
        'node_modules/@chainsafe/libp2p-noise': { version: before },
      },
    });
  expect(installedAs('17.0.3', '17.0.0').get('@libp2p/noise')).toBe('@chainsafe/libp2p-noise');
  expect(installedAs('17.1.0', '17.0.0').size).toBe(0);
  expect(installedAs('18.0.0', '17.0.0').size).toBe(0);
  expect(formerNamesIn({ packages: {} }).size).toBe(0);
});
