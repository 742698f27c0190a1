// `tabchain file …`: files and folders that the network shares, from this disk and to it. What is added goes by a copy in the
// data folder where it is larger than a call may be; what is fetched is all at the node before a byte of it is written here.
// Owns what `get` writes, and for a moment the copies of what `add` adds.
// Bounds: 4 MiB of a file in memory; a folder of 2,000 files, 8 levels deep.

import { mkdir, mkdtemp, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { Option } from 'commander';
import type { RpcClient } from '../rpc/rpc-client.ts';
import { inBodyBytesMax, layDown } from '../rpc/incoming.ts';
import { nodeOf } from './asking.ts';
import {
  type AddCommands,
  columns,
  CommandError,
  type CommonOptions,
  declare,
  type ExitCode,
  exitCodes,
  group,
  show,
  type Terminal,
} from './command.ts';
import { type Fields, isFields, pay, payOptions, type PayOptions } from './part-commands.ts';
import { look } from './look.ts';
import { safePlaces } from './safe-places.ts';

const pieceBytes = 4_194_304;
const folderFilesMax = 2_000;
const folderDepthMax = 8;

interface AddOptions extends PayOptions {
  readonly mediaType?: string;
}

interface GetOptions extends CommonOptions {
  readonly out?: string;
}

const unreadable = (path: string) => (): never => {
  throw new CommandError(`${path} cannot be read.`);
};

/** Copies for the node, taken away again when `use` has ended. */
const withCopies = async <T>(
  data: string,
  paths: readonly string[],
  use: (names: readonly string[]) => Promise<T>,
): Promise<T> => {
  await nodeOf(data); // nothing is copied where no node runs
  const copies: Awaited<ReturnType<typeof layDown>>[] = [];
  try {
    for (const path of paths) {
      const copy = await layDown(data, path).catch((error: unknown) => {
        const why = error instanceof Error ? error.message : String(error);
        throw new CommandError(`${path} cannot be copied into ${data} for the node: ${why}`);
      });
      copies.push(copy);
    }
    return await use(copies.map(({ name }) => name));
  } finally {
    await Promise.all(copies.map(({ remove }) => remove()));
  }
};

/** The plain files below a folder, in order; links are not followed, and what is no file is left out. */
const filesBelow = async (folder: string, within: readonly string[] = []): Promise<readonly string[]> => {
  if (within.length >= folderDepthMax) throw new CommandError(`${folder} has more than ${folderDepthMax} levels.`);
  const entries = await readdir(join(folder, ...within), { withFileTypes: true }).catch(unreadable(folder));
  const found: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const names = [...within, entry.name];
    if (entry.isDirectory()) found.push(...(await filesBelow(folder, names)));
    else if (entry.isFile()) found.push(names.join('/'));
    if (found.length > folderFilesMax) throw new CommandError(`${folder} has more than ${folderFilesMax} files.`);
  }
  return found;
};

const publishFolder = async (terminal: Terminal, options: AddOptions, folder: string): Promise<ExitCode> => {
  if (options.mediaType !== undefined) throw new CommandError('A folder has no --media-type.');
  const paths = await filesBelow(folder);
  if (paths.length === 0) throw new CommandError(`${folder} has no file in it.`);
  const sources = paths.map((path) => join(folder, ...path.split('/')));
  return withCopies(options.data, sources, (names) => {
    const files = paths.map((path, at) => ({ path, bytes: { incoming: names[at] } }));
    return pay(terminal, options, 'file_add', { name: basename(resolve(folder)), files });
  });
};

const publish = async (terminal: Terminal, options: AddOptions, path: string): Promise<ExitCode> => {
  const facts = await stat(path).catch(unreadable(path));
  if (facts.isDirectory()) return publishFolder(terminal, options, path);
  if (!facts.isFile()) throw new CommandError(`${path} is neither a file nor a folder.`);
  const { mediaType } = options;
  const params = { name: basename(path), ...(mediaType === undefined ? {} : { mediaType }) };
  if (facts.size <= inBodyBytesMax) {
    const bytes = (await readFile(path).catch(unreadable(path))).toString('base64');
    return pay(terminal, options, 'file_add', { ...params, bytes });
  }
  return withCopies(options.data, [path], ([incoming]) =>
    pay(terminal, options, 'file_add', { ...params, bytes: { incoming } }),
  );
};

const textIn = (fields: Fields, name: string, otherwise: string): string => {
  const value = fields[name];
  return typeof value === 'string' ? value : otherwise;
};

/** What is asked of the node, without a place in the file. */
interface Wanted {
  readonly cid: string;
  /** within a folder */
  readonly path?: string;
}

const readPiece = async (node: RpcClient, wanted: Wanted, offset: number) => {
  const answer = await node.call('file_get', { ...wanted, offset, length: pieceBytes });
  const fields = isFields(answer) ? answer : {};
  const bytes = Buffer.from(textIn(fields, 'bytes', ''), 'base64');
  return { bytes, name: textIn(fields, 'name', wanted.cid), size: Number(fields['size']) };
};

type Piece = Awaited<ReturnType<typeof readPiece>>;

/** Writes all of a file, of which the first piece is here; resolves to its bytes. `wx`: nothing is replaced. */
const write = async (node: RpcClient, wanted: Wanted, first: Piece, to: string, flag: 'w' | 'wx'): Promise<number> => {
  const file = await open(to, flag);
  try {
    let piece = first;
    let done = 0;
    for (;;) {
      await file.writeFile(piece.bytes);
      done += piece.bytes.length;
      if (done >= piece.size || piece.bytes.length === 0) break;
      piece = await readPiece(node, wanted, done);
    }
    await file.sync();
    return done;
  } finally {
    await file.close();
  }
};

/** The name that the chain gives it, as a name in this folder and nowhere else. */
const nameHere = (name: string): string => safePlaces([basename(name)])[0]?.[0] ?? 'file';

const saveFile = async (terminal: Terminal, options: GetOptions, cid: string, node: RpcClient): Promise<ExitCode> => {
  const { out, json } = options;
  const first = await readPiece(node, { cid }, 0);
  const file = out ?? nameHere(first.name);
  const bytes = await write(node, { cid }, first, file, out === undefined ? 'wx' : 'w');
  show(terminal, { json }, { file, bytes }, () => [`saved in ${file}, ${bytes} bytes`]);
  return exitCodes.done;
};

const isNewOrEmpty = async (folder: string): Promise<boolean> =>
  readdir(folder).then(
    (names) => names.length === 0,
    (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT',
  );

/** Beside the target at first, so that a folder of that name is whole; nothing that is there is replaced. */
const saveFolder = async (
  terminal: Terminal,
  { out, json }: GetOptions,
  { cid, name, paths }: { readonly cid: string; readonly name: string; readonly paths: readonly string[] },
  node: RpcClient,
): Promise<ExitCode> => {
  const folder = out ?? nameHere(name);
  if (!(await isNewOrEmpty(folder))) throw new CommandError(`${folder} is there already; name another with --out.`);
  const target = resolve(folder);
  const making = await mkdtemp(join(dirname(target), `.${basename(target)}-`));
  try {
    let bytes = 0;
    const places = safePlaces(paths);
    for (const [at, path] of paths.entries()) {
      const to = join(making, ...(places[at] ?? []));
      await mkdir(dirname(to), { recursive: true });
      bytes += await write(node, { cid, path }, await readPiece(node, { cid, path }, 0), to, 'wx');
    }
    await rm(target, { recursive: true, force: true });
    await rename(making, target);
    show(terminal, { json }, { folder, files: paths.length, bytes }, () => [
      `saved in ${folder}, ${paths.length} files, ${bytes} bytes`,
    ]);
  } catch (error) {
    await rm(making, { recursive: true, force: true });
    throw error;
  }
  return exitCodes.done;
};

const pathsIn = (entries: unknown): readonly string[] =>
  Array.isArray(entries) ? entries.map((entry: unknown) => (isFields(entry) ? textIn(entry, 'path', '') : '')) : [];

const save = async (terminal: Terminal, options: GetOptions, cid: string): Promise<ExitCode> => {
  const node = await nodeOf(options.data);
  await node.call('file_fetch', { cid });
  const answer = await node.call('file_entries', { cid });
  const { folder, entries, cut } = isFields(answer) ? answer : {};
  if (folder !== true) return saveFile(terminal, options, cid, node);
  // A part of a folder would be taken for all of it.
  if (cut === true)
    throw new CommandError(`More than ${folderFilesMax} files are in it, or names that no file can have.`);
  const status = await node.call('file_status', { cid });
  const name = textIn(isFields(status) ? status : {}, 'name', cid);
  return saveFolder(terminal, options, { cid, name, paths: pathsIn(entries) }, node);
};

export const addFileCommands: AddCommands = (program, choose) => {
  const file = group(program, 'file', 'files that the network shares');
  declare<AddOptions>(file, choose, {
    usage: 'add <path>',
    summary: 'publish a file, or a folder with all that is in it',
    options: [...payOptions(), new Option('--media-type <type>', 'such as image/png')],
    more: 'Of a folder, links and empty folders are left out.',
    plan:
      (options, path = '') =>
      (terminal) =>
        publish(terminal, options, path),
  });
  declare<GetOptions>(file, choose, {
    usage: 'get <cid>',
    summary: 'fetch a file or folder and save it under its name or --out',
    options: [new Option('--out <path>', 'where to save it; for a folder one that is new or empty')],
    plan:
      (options, cid = '') =>
      (terminal) =>
        save(terminal, options, cid),
  });
  look(file, choose, {
    usage: 'list',
    summary: 'the files of the chain, newest first',
    method: 'file_list',
    params: () => ({}),
    words: (files) =>
      files.length === 0
        ? ['no files']
        : columns(files.map((one) => [one.cid, `${one.size} bytes`, one.state, one.pinned ? 'kept' : '', one.name])),
  });
};
