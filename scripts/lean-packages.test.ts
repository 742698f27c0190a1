// Packages made leaner are the same packages: the hash's bytes are equal, gossipsub lost its meters and nothing else.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { wasmSimdCode } from '../node_modules/@chainsafe/as-sha256/lib/wasmSimdCode.js';
import { expect, test } from 'vitest';
import { inHex, withoutMeters } from './lean-packages.mjs';

const installed = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../node_modules/${path}`, import.meta.url)), 'utf8');

test('the bytes of the hash are the same in hexadecimal', async () => {
  const code = inHex(installed('@chainsafe/as-sha256/lib/wasmSimdCode.js'));
  const module = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as {
    readonly wasmSimdCode: Uint8Array;
  };
  expect(module.wasmSimdCode).toEqual(wasmSimdCode);
});

test('gossipsub never asks for its meters', () => {
  const code = installed('@libp2p/gossipsub/dist/src/gossipsub.js');
  const lean = withoutMeters(code);
  expect(lean.length).toBe(code.length - 'options.metricsRegister != null'.length + 'false'.length);
});

test('a package of another make is refused', () => {
  expect(() => withoutMeters('')).toThrow('packed in another way');
  expect(() => inHex('')).toThrow('packed in another way');
});
