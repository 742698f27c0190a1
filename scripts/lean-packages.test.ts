// Packages made leaner are the same packages: the hash's bytes are equal, gossipsub lost its meters and nothing else, and
// libp2p's keys are what they were but for secp256k1, which it refuses.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { wasmSimdCode } from '../node_modules/@chainsafe/as-sha256/lib/wasmSimdCode.js';
import * as wholeKeys from '@libp2p/crypto/keys';
import { UnsupportedKeyTypeError } from '@libp2p/interface';
import { afterAll, expect, test } from 'vitest';
import { drawnAtOnce, inHex, withoutMeters, withoutSecp256k1, withoutSubtle } from './lean-packages.mjs';

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

test('an icon is drawn from what all icons of the package give it', () => {
  expect(drawnAtOnce(installed('@lucide/svelte/dist/Icon.svelte'))).toContain('icon.node.map(');
  expect(installed('@lucide/svelte/dist/icons/wallet.svelte')).toContain('<Icon {...props} icon={iconData} />');
});

test('the hash of blocks asks for our own, once', () => {
  const code = withoutSubtle(installed('multiformats/dist/src/hashes/sha2-browser.js'));
  expect(code).toContain('shared/files/digest.ts');
  expect(code).toContain('encode: ownSha256');
  expect(code).not.toContain("sha('SHA-256')");
});

/** Beside the package's other kinds of keys, which the script imports. */
const keysFolder = fileURLToPath(new URL('../node_modules/@libp2p/crypto/dist/src/keys', import.meta.url));
const beside = mkdtempSync(join(keysFolder, '.lean-'));

afterAll(() => {
  rmSync(beside, { recursive: true });
});

const leanKeys = async (): Promise<typeof wholeKeys> => {
  const file = join(beside, 'index.js');
  const code = withoutSecp256k1(installed('@libp2p/crypto/dist/src/keys/index.js'));
  expect(code).not.toContain('./secp256k1/');
  writeFileSync(file, code.replaceAll('from "./', 'from "../'));
  return (await import(pathToFileURL(file).href)) as typeof wholeKeys;
};

test('a libp2p key on secp256k1 is not supported, in whatever form it comes', async () => {
  const keys = await leanKeys();
  const { publicKeyFromProtobuf, publicKeyFromRaw, publicKeyFromMultihash, privateKeyFromProtobuf } = keys;
  const key = await wholeKeys.generateKeyPair('secp256k1');
  const refused = new UnsupportedKeyTypeError('secp256k1 is not supported');
  expect(() => publicKeyFromProtobuf(wholeKeys.publicKeyToProtobuf(key.publicKey))).toThrow(refused);
  expect(() => publicKeyFromRaw(key.publicKey.raw)).toThrow(refused);
  expect(() => publicKeyFromMultihash(key.publicKey.toMultihash())).toThrow(refused);
  expect(() => privateKeyFromProtobuf(wholeKeys.privateKeyToProtobuf(key))).toThrow(refused);
  expect(() => keys.privateKeyFromRaw(key.raw)).toThrow(refused);
  await expect(keys.generateKeyPair('secp256k1')).rejects.toEqual(refused);
});

test.each(['Ed25519', 'ECDSA'] as const)('a libp2p key of kind %s is read as before', async (kind) => {
  const { publicKeyFromProtobuf, publicKeyFromRaw, privateKeyFromProtobuf } = await leanKeys();
  const key = await wholeKeys.generateKeyPair(kind);
  expect(publicKeyFromProtobuf(wholeKeys.publicKeyToProtobuf(key.publicKey)).equals(key.publicKey)).toBe(true);
  expect(publicKeyFromRaw(key.publicKey.raw).equals(key.publicKey)).toBe(true);
  expect(privateKeyFromProtobuf(wholeKeys.privateKeyToProtobuf(key)).equals(key)).toBe(true);
});

test('a package of another make is refused', () => {
  expect(() => withoutMeters('')).toThrow('packed in another way');
  expect(() => inHex('')).toThrow('packed in another way');
  expect(() => withoutSubtle('')).toThrow('packed in another way');
  expect(() => withoutSecp256k1("import { UnsupportedKeyTypeError } from '@libp2p/interface';")).toThrow(
    'packed in another way',
  );
});
