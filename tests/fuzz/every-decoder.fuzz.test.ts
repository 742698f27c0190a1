/** Every decoder is fuzzed, or stands here with the reason why it need not be. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { decodersOf, type FunctionId, fuzzedIn, notFuzzed, type SourceText } from './decoder-list.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const sourceFolders = ['shared', 'browser-node', 'relay', 'terminal-node', 'tests/fuzz'];

/** Sources and fuzz tests; what only tests use decodes nothing from outside. */
const filesUnder = (folder: string): readonly SourceText[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry): readonly SourceText[] => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ['testing', 'generated'].includes(entry.name) ? [] : filesUnder(path);
    const isFuzz = entry.name.endsWith('.fuzz.test.ts');
    if (!/\.(ts|svelte)$/.test(entry.name) || (/\.(test|model|d)\.ts$/.test(entry.name) && !isFuzz)) return [];
    return [{ path: relative(root, path).split(sep).join('/'), text: readFileSync(path, 'utf8') }];
  });

/** Not fuzzed, and why. */
const excused: Readonly<Record<FunctionId, string>> = {
  'shared/core/bytes/reader.ts#*': 'every binary decoder reads through it',
  'shared/core/contracts/frame.ts#readRequest':
    'what a contract wrote for the host: hostile programs and escapes run against it, and a contract can spoil only its own call',
  'shared/core/contracts/function-names.ts#*':
    'names for a trace of this node alone, out of the memory of the machine: function-profile.test.ts traces hostile programs',
  'shared/core/contracts/leb128.ts#*': 'the binary of the machine, whose hash is pinned',
  'shared/core/contracts/frame.ts#readAnswer': 'bytes of a fixed length within the memory of the machine',
  'shared/core/state/contract-state.ts#readContract': 'looks up a record of the state for decodeContractRecord',
  'shared/core/state/contract-state.ts#readCode':
    'the text of a deployment that was decoded before it came into the state',
  'shared/core/state/contract-state.ts#readStored': 'looks up a record of the state for decodeStoredEntry',
  'shared/core/state/state-view.ts#readAccount': 'looks up a record of the state and gives it to decodeAccount',
  'browser-node/origin-memory.ts#decodeKept': 'two flags of the page itself; what is not true is false',
  'browser-node/service.worker.ts#*': 'the list of files that the build wrote into it',
  'browser-node/film-response.ts#parseFilmRange':
    'a header that the own browser wrote: two whole numbers of one pattern, and anything else is none',
  'browser-node/ui/files/chosen-files.ts#*':
    'lists of the browser of what a person dropped: names and bytes go to file_add as they are',
  'browser-node/ui/networks/spec-file.svelte#*':
    'a file that a person chose: a JSON object goes to network_check, and so to parseChainSpec',
  'terminal-node/ports/machine-binary.ts#readMachineBinary': 'gives the bytes of a file of this build as they are',
  'terminal-node/terminal-node.ts#*': 'a file that its owner named goes to parseChainSpec',
  'terminal-node/commands/network-commands.ts#*': 'a file that its owner named goes to parseChainSpec',
  'terminal-node/commands/part-commands.ts#*': 'an argument on the own command line that is no JSON is a text',
  'terminal-node/commands/talk-commands.ts#*': 'what is no JSON on the own command line is refused in a sentence',
  'terminal-node/rpc/rpc-client.ts#*': 'what the own node answers on this machine',
  'relay/data-folder.ts#parseObject':
    'the own settings and spec of the relay: any fault ends the start in one sentence',
  'relay/data-folder.ts#readPrivately': 'gives the text of a file as it is',
  'relay/direct-certificates.ts#*': 'the own keys of the relay, in a file for it alone',
  'relay/default-network.ts#readDefaultNetwork':
    'the own spec of the relay, in a file that its owner named or it made, goes to parseChainSpec',
  'relay/relay-settings.ts#readSettings': 'what its owner sets; any fault ends the start in one sentence',
  'shared/provider/personal-methods.ts#*': 'the names of the own contacts in the profile; any bytes are a text',
  'shared/provider/show-transaction.ts#readHex': 'of params that checkParams let through; its target calls it on them',
};

const files = sourceFolders.flatMap((folder) => filesUnder(join(root, folder)));
const texts = new Map(files.map(({ path, text }) => [path, text]));
const fuzzTests = files.filter(({ path }) => path.endsWith('.fuzz.test.ts'));
const fuzzed = new Set(fuzzTests.flatMap((file) => fuzzedIn(file, texts)));

describe('every decoder', () => {
  test('is fuzzed or excused', () => {
    const sources = files.filter(({ path }) => !path.startsWith('tests/') && !path.endsWith('.test.ts'));
    const missing = sources.flatMap((file) => notFuzzed(decodersOf(file), fuzzed));
    expect(missing.filter((id) => !Object.hasOwn(excused, id))).toEqual([]);
    expect(fuzzed.size).toBeGreaterThan(40);
  });

  test('that is named here is there, and is not fuzzed after all', () => {
    const stale = Object.keys(excused).filter((id) => {
      const [path = '', name = ''] = id.split('#');
      return fuzzed.has(id) || !existsSync(join(root, path)) || !(name === '*' || texts.get(path)?.includes(name));
    });
    expect(stale).toEqual([]);
  });
});

describe('the list of decoders', () => {
  const source = (path: string, text: string): SourceText => ({ path, text });
  const codec = source(
    'a/codec.ts',
    `import { createReader, type Reader } from './reader.ts';
     const readPart = (reader: Reader) => reader.u8();
     const decodeInner = (bytes: Uint8Array) => readPart(createReader(bytes));
     export function decodeOuter(bytes: Uint8Array) { return decodeInner(bytes); }
     export const encodeOuter = (value: number) => value;
     export const readability = () => 1;`,
  );
  const index = source('a/index.ts', `export { decodeOuter as decodeIt } from './codec.ts';`);
  const all = new Map([codec, index].map(({ path, text }) => [path, text]));

  test('finds functions by their names, and not the parts of others', () => {
    expect(decodersOf(codec)).toEqual({
      path: 'a/codec.ts',
      exported: ['decodeOuter'],
      own: ['decodeInner'],
      readsRaw: true,
    });
  });

  test('misses what no target names, and follows an index to what one names', () => {
    expect(notFuzzed(decodersOf(codec), new Set())).toEqual(['a/codec.ts#decodeOuter', 'a/codec.ts#decodeInner']);
    const target = source('b/x.fuzz.test.ts', `import { decodeIt } from '../a/index.ts'; f({ decoder: decodeIt });`);
    expect(fuzzedIn(target, all)).toEqual(['a/codec.ts#decodeOuter']);
    expect(notFuzzed(decodersOf(codec), new Set(fuzzedIn(target, all)))).toEqual([]);
  });

  test('misses a file that reads JSON under any name', () => {
    const file = source('c.ts', `export const load = (text: string) => JSON.parse(text);`);
    expect(notFuzzed(decodersOf(file), new Set())).toEqual(['c.ts#*']);
  });
});
