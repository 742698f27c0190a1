/**
 * A Vite plugin for two packages that carry more than the page uses: gossipsub's meters, 840 lines for a register of metrics
 * that no tab has, and as-sha256's WebAssembly, whose lists of decimal numbers gzip to a quarter more than the same bytes
 * in hexadecimal.
 * Bounds: a package of another make ends the build with a sentence. In development the packages are used as they are.
 */

const gossipsub = /\/@libp2p\/gossipsub\/dist\/src\/gossipsub\.js$/;
const hashBytes = /\/@chainsafe\/as-sha256\/lib\/wasm(Simd)?Code\.js$/;

/** @returns {import('vite').Plugin} */
export function leanPackages() {
  return {
    name: 'lean-packages',
    apply: 'build',
    transform: {
      filter: { id: [gossipsub, hashBytes] },
      handler: (code, id) => ({ code: gossipsub.test(id) ? withoutMeters(code) : inHex(code), map: null }),
    },
  };
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

/** @param {string} name */
function packedOtherwise(name) {
  return new Error(`${name} is packed in another way than scripts/lean-packages.mjs knows.`);
}
