/**
 * A Vite plugin for the node worker: its Ed25519 keys come from libsodium, which it has for checking signatures, instead of
 * @noble/curves, which is 15 kB of gzip. The core goes on importing noble, which is ready at once in every process; in a
 * worker the import of those who make keys leads to browser-node/workers/ed25519-of-sodium.ts.
 * Bounds: for workers only, since the window has no libsodium. In development the package is used as it is.
 */
import { join } from 'node:path';

const curve = '@noble/curves/ed25519.js';

/** The keys of the core, and the derivation of a wallet's keys, which asks for public keys alone. */
const askers = /\/shared\/core\/crypto\/ed25519-key\.ts$|\/node_modules\/micro-key-producer\/slip10\.js$/;

/** @param {string} root of the repository @returns {import('vite').Plugin} */
export function workerCurve(root) {
  return {
    name: 'worker-curve',
    apply: 'build',
    enforce: 'pre',
    resolveId: (source, importer) =>
      source === curve && importer !== undefined && askers.test(importer)
        ? join(root, 'browser-node', 'workers', 'ed25519-of-sodium.ts')
        : undefined,
  };
}
