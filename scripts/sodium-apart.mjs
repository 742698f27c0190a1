/**
 * A Vite plugin for libsodium, which comes with all it can do and as text. Of its functions the page gets those that our
 * sources name, each unchanged. Its WebAssembly becomes a file of its own: the package carries it as base64 inside a
 * script, which gzip shrinks to 135 kB where the bytes themselves shrink to 100 kB, and which each worker that checks
 * signatures would carry again. The bytes are the package's own. In development the package is used as it is.
 * Bounds: a package of another make ends the build with a sentence, rather than giving a page that checks nothing.
 */
import { Buffer } from 'node:buffer';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';

const loaderScript = /\/libsodium\/dist\/modules-esm\/libsodium\.mjs$/;
const functionsScript = /\/libsodium-wrappers\/dist\/modules-esm\/libsodium-wrappers\.mjs$/;
const exportedLoader = 'export default A;';
const sourceFolders = ['shared', 'browser-node'];

/**
 * @param {string} root of the repository
 * @param {string} folder where the bytes may lie while the page is built
 * @returns {import('vite').Plugin}
 */
export function sodiumApart(root, folder) {
  return {
    name: 'sodium-apart',
    apply: 'build',
    transform: {
      filter: { id: [loaderScript, functionsScript] },
      handler(code, id) {
        if (functionsScript.test(id)) return { code: withFunctions(code, namedIn(root)), map: null };
        const { script, bytes } = takeApart(code);
        const wasm = join(folder, 'libsodium.wasm');
        mkdirSync(folder, { recursive: true });
        writeFileSync(wasm, bytes);
        return {
          code: `import wasmUrl from ${JSON.stringify(`${wasm.split(sep).join('/')}?url`)};\n${script}`,
          map: null,
        };
      },
    },
  };
}

/**
 * The loader's script without its bytes, which it fetches from `wasmUrl`, and the bytes. What fails rejects, as a
 * loader's promise should.
 * @param {string} code
 */
export function takeApart(code) {
  const literals = code.match(/"AGFzbQ[A-Za-z0-9+/]+={0,2}"/g) ?? [];
  const [literal] = literals;
  const isKnown = code.includes(exportedLoader) && code.includes('.instantiateWasm?');
  if (literal === undefined || literals.length > 1 || !isKnown) throw packedOtherwise();
  const loader = `export default async (options) => {
  const missing = (why) => new Error('the part of the page that checks signatures could not be loaded: ' + why);
  const answer = await fetch(wasmUrl).catch((cause) => {
    throw missing(cause.message);
  });
  if (!answer.ok) throw missing('status ' + answer.status);
  const module = await WebAssembly.compile(await answer.arrayBuffer());
  return A({
    ...options,
    instantiateWasm: (imports, done) => {
      WebAssembly.instantiate(module, imports).then(done);
    },
  });
};`;
  return {
    script: code.replace(literal, '""').replace(exportedLoader, loader),
    bytes: Buffer.from(literal.slice(1, -1), 'base64'),
  };
}

/**
 * The functions' script, whose table (a list of names and, after it, the list of what they name) is left with the names
 * that are wanted; nothing refers to the others any more, so the bundler drops them.
 * @param {string} code
 * @param {ReadonlySet<string>} wanted
 */
export function withFunctions(code, wanted) {
  const table = /=\["(crypto_[a-z0-9_",]+)"\],([a-z])=\[([\w$,]+)\]/.exec(code);
  const names = table?.[1]?.split('","') ?? [];
  const functions = table?.[3]?.split(',') ?? [];
  if (table === null || names.length !== functions.length) throw packedOtherwise();
  // It calls some of its own, on the object that it exports.
  const own = new Set(Array.from(code.matchAll(/\.([a-z]\w+)/g), ([, name]) => name));
  const kept = names
    .map((name, at) => ({ name, what: functions[at] }))
    .filter(({ name }) => wanted.has(name) || own.has(name));
  const list = kept.map(({ name }) => JSON.stringify(name)).join(',');
  return code.replace(table[0], `=[${list}],${table[2]}=[${kept.map(({ what }) => what).join(',')}]`);
}

/**
 * What our sources name of libsodium; a name in a comment keeps a function too many, which does no harm.
 * @param {string} root
 */
function namedIn(root) {
  const files = sourceFolders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .map((file) => join(root, folder, file)),
  );
  return new Set(files.flatMap((file) => readFileSync(file, 'utf8').match(/\bcrypto_[a-z0-9_]+/g) ?? []));
}

function packedOtherwise() {
  return new Error('libsodium is packed in another way than scripts/sodium-apart.mjs knows.');
}
