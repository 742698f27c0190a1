// The screen of all parts shows all parts: whoever adds one sees it there in its states.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const source = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');

test('each part that screens are put together from stands on the screen of parts', () => {
  const parts = [...source('parts/index.ts').matchAll(/default as (\w+)/g)].map(([, name = '']) => name);
  expect(parts.length).toBeGreaterThan(20);
  const shown = source('parts-screen.svelte');
  expect(parts.filter((name) => !new RegExp(`<${name}\\b`).test(shown))).toEqual([]);
});
