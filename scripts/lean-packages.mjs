/**
 * A Vite plugin for three packages that carry more than the page uses: gossipsub's meters, 840 lines for a register of
 * metrics that no tab has; as-sha256's WebAssembly, whose lists of decimal numbers gzip to a quarter more than the same bytes
 * in hexadecimal; and libp2p's secp256k1, a curve that no node of ours has a key on. For one that does more than the page asks of
 * it: Lucide's icons, each stroke of which is a part of Svelte with attributes of its own, take a sixth of the first paint. And for
 * one that asks for more than every page has: multiformats' SHA-256, by which UnixFS names its blocks, needs crypto.subtle.
 * Bounds: a package of another make ends the build with a sentence. In development the packages are used as they are.
 */

import { readFileSync } from 'node:fs';
import { fileURLToPath, URL } from 'node:url';

const gossipsub = /\/@libp2p\/gossipsub\/dist\/src\/gossipsub\.js$/;
const hashBytes = /\/@chainsafe\/as-sha256\/lib\/wasm(Simd)?Code\.js$/;
const hashOfBlocks = /\/multiformats\/dist\/src\/hashes\/sha2-browser\.js$/;
const icon = /\/@lucide\/svelte\/dist\/Icon\.svelte$/;
const kindsOfKeys = /\/@libp2p\/crypto\/dist\/src\/keys\/index\.js$/;

/** What libp2p's kinds of keys import of secp256k1, and what stands in its place. */
const secp256k1Imports = {
  'import { privateKeyLength as secp256k1PrivateKeyLength, publicKeyLength as secp256k1PublicKeyLength } from "./secp256k1/index.js";': `
const secp256k1PrivateKeyLength = 32;
const secp256k1PublicKeyLength = 33;
const noSecp256k1 = () => new UnsupportedKeyTypeError('secp256k1 is not supported');`,
  'import { generateSecp256k1KeyPair, unmarshalSecp256k1PrivateKey, unmarshalSecp256k1PublicKey } from "./secp256k1/utils.js";': `
async function generateSecp256k1KeyPair() { throw noSecp256k1(); }
function unmarshalSecp256k1PrivateKey() { throw noSecp256k1(); }
function unmarshalSecp256k1PublicKey() { throw noSecp256k1(); }`,
};

const edits = [
  { file: gossipsub, edit: withoutMeters },
  { file: hashBytes, edit: inHex },
  { file: hashOfBlocks, edit: withoutSubtle },
  { file: kindsOfKeys, edit: withoutSecp256k1 },
];

/** @returns {import('vite').Plugin} */
export function leanPackages() {
  return {
    name: 'lean-packages',
    apply: 'build',
    load: { filter: { id: icon }, handler: (id) => drawnAtOnce(readFileSync(id, 'utf8')) },
    transform: {
      filter: { id: edits.map(({ file }) => file) },
      handler: (code, id) => ({ code: edits.find(({ file }) => file.test(id))?.edit(code) ?? code, map: null }),
    },
  };
}

/**
 * The same picture as one text that the browser reads. Of what the package can do besides, the page uses size and width of strokes
 * (browser-node/ui/parts/icon.svelte).
 * @param {string} code
 */
export function drawnAtOnce(code) {
  if (!code.includes('buildLucideIconNode(icon, {')) throw packedOtherwise('@lucide/svelte');
  return `<script>
  const { icon, size, strokeWidth } = $props();
  const written = ([name, value]) => \`\${name}="\${value}"\`;
  const strokes = icon.node.map(([tag, attributes]) => \`<\${tag} \${Object.entries(attributes).map(written).join(' ')}/>\`).join('');
</script>

<svg class="lucide-icon" xmlns="http://www.w3.org/2000/svg" width={size} height={size} viewBox="0 0 24 24" fill="none"
  stroke="currentColor" stroke-width={strokeWidth} stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"
  focusable="false">{@html strokes}</svg>
`;
}

/** The bundler drops what is behind a condition that never holds. @param {string} code */
export function withoutMeters(code) {
  const asked = 'if (options.metricsRegister != null) {';
  if (code.split(asked).length !== 2) throw packedOtherwise('gossipsub');
  return code.replace(asked, 'if (false) {');
}

/** @param {string} code */
export function inHex(code) {
  const list = /Uint8Array\.from\(\[([\d,\s]+)\]\)/.exec(code);
  if (list?.[1] === undefined) throw packedOtherwise('as-sha256');
  const bytes = list[1].split(',').filter((text) => text.trim() !== '');
  const hex = bytes.map((text) => Number(text).toString(16).padStart(2, '0')).join('');
  return code.replace(list[0], `Uint8Array.from('${hex}'.match(/../g), (pair) => parseInt(pair, 16))`);
}

const ownDigest = fileURLToPath(new URL('../shared/files/digest.ts', import.meta.url));

/**
 * Pages that come over plain http have no crypto.subtle: the hash is our own, which does without.
 * @param {string} code
 */
export function withoutSubtle(code) {
  const asked = "sha('SHA-256')";
  if (code.split(asked).length !== 2) throw packedOtherwise('multiformats');
  return `import { sha256 as ownSha256 } from ${JSON.stringify(ownDigest)};\n${code.replace(asked, 'ownSha256')}`;
}

/**
 * Without the curve, whose key is refused where a broken one is: the same functions throw. The lengths stay, so that no
 * key is taken for one of another kind.
 * @param {string} code
 */
export function withoutSecp256k1(code) {
  if (!code.includes('UnsupportedKeyTypeError } from ')) throw packedOtherwise('@libp2p/crypto');
  return Object.entries(secp256k1Imports).reduce((rest, [line, instead]) => {
    if (!rest.includes(line)) throw packedOtherwise('@libp2p/crypto');
    return rest.replace(line, instead);
  }, code);
}

/** @param {string} name */
function packedOtherwise(name) {
  return new Error(`${name} is packed in another way than scripts/lean-packages.mjs knows.`);
}
