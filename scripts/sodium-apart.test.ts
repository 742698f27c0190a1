// What the page gets of libsodium still is libsodium: the trimmed functions run and decide, the bytes are WebAssembly.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import whole from 'libsodium-wrappers';
import { afterAll, expect, test } from 'vitest';
import { takeApart, withFunctions } from './sodium-apart.mjs';

const resolve = createRequire(import.meta.url).resolve;
const modulesOf = (name: string): string => join(dirname(resolve(name)), '..', 'modules-esm', `${name}.mjs`);
const functions = readFileSync(modulesOf('libsodium-wrappers'), 'utf8');
const loader = readFileSync(
  join(dirname(resolve('libsodium-wrappers')), '../../../libsodium/dist/modules-esm/libsodium.mjs'),
  'utf8',
);
/** Beside the packages, so that the script finds the loader that it imports. */
const folder = mkdtempSync(join(dirname(resolve('libsodium-wrappers')), '../../../.sodium-apart-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('the functions that are wanted are there and right, the others are gone', async () => {
  const trimmed = join(folder, 'trimmed.mjs');
  writeFileSync(trimmed, withFunctions(functions, new Set(['crypto_sign_verify_detached'])));
  const { default: sodium } = (await import(pathToFileURL(trimmed).href)) as { readonly default: typeof whole };
  await Promise.all([sodium.ready, whole.ready]);
  const { publicKey, privateKey } = whole.crypto_sign_keypair();
  const message = Uint8Array.of(1, 2, 3);
  const signature = whole.crypto_sign_detached(message, privateKey);
  expect(sodium.crypto_sign_verify_detached(signature, message, publicKey)).toBe(true);
  expect(sodium.crypto_sign_verify_detached(signature, message.slice(1), publicKey)).toBe(false);
  expect('crypto_sign_detached' in sodium).toBe(false);
});

test('the bytes are taken out of the loader whole', () => {
  const { script, bytes } = takeApart(loader);
  expect(WebAssembly.validate(bytes)).toBe(true);
  expect(script.length).toBeLessThan(loader.length - (bytes.length * 4) / 3 + 2000);
});

test('a package of another make is refused', () => {
  expect(() => takeApart('export default 1;')).toThrow('packed in another way');
  expect(() => withFunctions('export default 1;', new Set())).toThrow('packed in another way');
});
