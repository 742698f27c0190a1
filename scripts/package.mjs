/**
 * Makes the npm package: `node scripts/package.mjs [--without-page] [--out DIR]`. The sources that a terminal node, a relay
 * and the library are made of, as JavaScript with types beside it; the page, unless it is left out; and a package.json of its own.
 * Then `npm pack DIR` or `npm publish DIR`. Owns DIR (node_modules/.cache/tabchain/package unless given), which is made anew.
 * Bounds: only what is reached from `entries` is in it, so no test and no tool is.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { buildPage } from './page.mjs';
import { cacheDirectory, giveUp, root } from './prepare.mjs';

const entries = [
  'terminal-node/main.ts',
  'terminal-node/library.ts',
  'terminal-node/workers/seal-thread.ts',
  'terminal-node/workers/verify-thread.ts',
  'relay/main.ts',
];

const given = process.argv.slice(2);
const outAt = given.indexOf('--out');
const out = outAt < 0 ? join(cacheDirectory, 'package') : (given[outAt + 1] ?? giveUp('--out needs a folder.'));

/** Everything that is reached, as JavaScript and declarations; types were checked before. */
function compile() {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => readFileSync(path, 'utf8'));
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: entries }, ts.sys, root);
  const program = ts.createProgram(
    entries.map((entry) => join(root, entry)),
    {
      ...options,
      ...{ noEmit: false, noCheck: true, declaration: true, rewriteRelativeImportExtensions: true },
      ...{ allowJs: false, checkJs: false, removeComments: false, outDir: out, rootDir: root },
    },
  );
  const { diagnostics } = program.emit();
  const [first] = diagnostics.filter(({ category }) => category === ts.DiagnosticCategory.Error);
  if (first !== undefined)
    giveUp(`the package cannot be made: ${ts.flattenDiagnosticMessageText(first.messageText, ' ')}`);
}

/** @param {string} folder @returns {string[]} */
function filesUnder(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesUnder(path) : [path];
  });
}

/** The compiler rewrites imports; scripts of threads and programs are named by `new URL('./x.ts', import.meta.url)`. */
function rewriteUrls() {
  const packages = new Set();
  for (const path of filesUnder(out).filter((file) => file.endsWith('.js'))) {
    const before = readFileSync(path, 'utf8');
    const after = before.replaceAll(/(new URL\('[^']+)\.ts', import\.meta\.url\)/g, "$1.js', import.meta.url)");
    if (after !== before) writeFileSync(path, after);
    for (const [, name = ''] of after.matchAll(/(?:from|import\()\s*'((?:@[\w.-]+\/)?[\w.-]+)(?:\/[^']*)?'/g))
      packages.add(name);
  }
  return packages;
}

/** @param {Set<string>} used names that imports begin with */
function writeManifest(used) {
  const { version, description, license, type, dependencies } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  const needed = Object.entries(dependencies).filter(([name]) => used.has(name));
  const library = { types: './terminal-node/library.d.ts', default: './terminal-node/library.js' };
  const manifest = {
    ...{ name: 'tabchain', version, description, license, type, engines: { node: '>=22.12' } },
    bin: { tabchain: 'tabchain.js' },
    exports: {
      '.': { node: library, browser: './page/tabchain.js', default: library },
      './package.json': './package.json',
    },
    types: './terminal-node/library.d.ts',
    dependencies: Object.fromEntries(needed),
  };
  writeFileSync(join(out, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
  writeFileSync(join(out, 'tabchain.js'), "#!/usr/bin/env node\nimport './terminal-node/main.js';\n", { mode: 0o755 });
}

/** What is read beside the code: documents and binaries of the folders that are in the package. */
function copyData() {
  for (const folder of ['shared', 'terminal-node', 'relay']) {
    for (const path of filesUnder(join(root, folder)).filter((file) => /\.(json|wasm)$/.test(file))) {
      if (/tsconfig|[\\/]testing[\\/]/.test(path)) continue;
      const to = join(out, relative(root, path));
      mkdirSync(dirname(to), { recursive: true });
      cpSync(path, to);
    }
  }
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
compile();
writeManifest(rewriteUrls());
copyData();
for (const file of ['LICENSE', 'README.md']) cpSync(join(root, file), join(out, file));
if (!given.includes('--without-page')) {
  await buildPage();
  cpSync(join(root, 'dist'), join(out, 'page'), { recursive: true });
}
console.log(out);
