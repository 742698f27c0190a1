// A leaner typeface is a font of the characters that its style sheet names.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { charactersOf, leanFont } from './lean-fonts.mjs';

const installed = (path: string): Buffer =>
  readFileSync(fileURLToPath(new URL(`../node_modules/@fontsource-variable/${path}`, import.meta.url)));

test('the characters of a face are those of its ranges', () => {
  expect(charactersOf('@font-face { unicode-range: U+0041-0043,U+20AC; }')).toBe('ABC€');
  expect(() => charactersOf('@font-face { unicode-range: U+xy; }')).toThrow('no range of characters');
});

test.each(['jetbrains-mono', 'source-sans-3'])('the Latin file of %s becomes smaller', async (name) => {
  const whole = installed(`${name}/files/${name}-latin-wght-normal.woff2`);
  const face = installed(`${name}/wght.css`)
    .toString()
    .match(/@font-face\s*\{[^}]*\}/g)
    ?.find((each) => each.includes('-latin-wght'));
  const lean = await leanFont(whole, charactersOf(face ?? ''), name === 'source-sans-3');
  expect(lean.subarray(0, 4).toString()).toBe('wOF2');
  expect(lean.length).toBeLessThan(whole.length * 0.85);
  expect(lean.length).toBeGreaterThan(10_000);
});
