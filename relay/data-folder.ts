// What a relay keeps between starts, in one folder: its key (so that its addresses survive a restart), its settings, the
// default chain spec and, where it takes WebRTC-direct, its certificates. Every file is for its owner only (mode 0600)
// and is written whole to a new name and then renamed, so that none is ever half there.

import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DefaultNetwork, readDefaultNetwork } from './default-network.ts';
import { settingsOfFile, SettingsError, type SettingSource } from './relay-settings.ts';

export interface DataFolder {
  readonly path: string;
  readonly seed: Uint8Array;
  /** what settings.json sets */
  readonly settings: SettingSource;
  /** JSON text of the default network */
  readonly spec: string;
  readonly network: DefaultNetwork;
}

/** The two that people change most are there to be found; everything else is as it stands in relay-settings.ts. */
const firstSettings = { port: 9090, host: '0.0.0.0' };

const ownerOnly = 0o600;

/** A person must do something about it; `message` says what. */
export class DataFolderError extends Error {}

/** Writes the file whole, for its owner only. */
export const writePrivately = async (path: string, text: string): Promise<void> => {
  await writeFile(`${path}.new`, text, { mode: ownerOnly });
  await rename(`${path}.new`, path);
};

/** The text of a file, after making sure that only its owner may read it; `undefined` if there is none. */
export const readPrivately = async (path: string): Promise<string | undefined> => {
  try {
    const text = await readFile(path, 'utf8');
    await chmod(path, ownerOnly);
    return text;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
};

const readOrMake = async (path: string, make: () => string): Promise<string> => {
  const there = await readPrivately(path);
  if (there !== undefined) return there;
  const made = make();
  await writePrivately(path, made);
  return made;
};

const readSeed = (text: string, path: string): Uint8Array => {
  const seed = Buffer.from(text.trim(), 'hex');
  if (seed.length !== 32) {
    throw new DataFolderError(
      `${path} is not a relay key (64 hexadecimal digits); restore it, or delete it for a new identity.`,
    );
  }
  return new Uint8Array(seed);
};

const parseObject = (text: string, path: string): object => {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // said below
  }
  throw new DataFolderError(`${path} is not a JSON object; correct it, or delete it to get the default.`);
};

/** The network that the JSON is; a sentence for people names the field that is wrong. */
const networkOf = (json: object, path: string): DefaultNetwork => {
  const network = readDefaultNetwork(json);
  if ('chainId' in network) return network;
  const { field, expected } = network;
  throw new DataFolderError(`${path} is no network: ${field === '' ? 'the whole' : field} must be ${expected}.`);
};

const isSame = (a: object, b: object): boolean => {
  const [one, other] = [readDefaultNetwork(a), readDefaultNetwork(b)];
  return 'chainId' in one && 'chainId' in other && one.chainId === other.chainId;
};

/** What a network has that its author need not write: when it begins, and 16 random bytes. */
const drawn = (): object => ({ genesisTime: Date.now(), salt: randomBytes(16).toString('hex') });

const drawnOf = (spec: object): object =>
  Object.fromEntries(Object.entries(spec).filter(([key]) => key === 'genesisTime' || key === 'salt'));

const readGiven = async (file: string): Promise<object> => {
  try {
    return parseObject(await readFile(file, 'utf8'), file);
  } catch (error) {
    if (error instanceof DataFolderError) {
      throw new DataFolderError(`${file} is not a JSON object; --spec takes a network as a person writes it.`);
    }
    throw new DataFolderError(
      `--spec ${file} cannot be read (${error instanceof Error ? error.message : String(error)}).`,
    );
  }
};

/**
 * The folder's network from a file. Where the file leaves out its time or salt they are drawn once: the same file is the same
 * network at the next start. A network that another takes the place of is set aside, because its salt is nowhere else.
 */
const takeGiven = async (file: string, specPath: string): Promise<void> => {
  const given = await readGiven(file);
  const before = await readPrivately(specPath);
  const kept = before === undefined ? {} : parseObject(before, specPath);
  if (isSame({ ...drawnOf(kept), ...given }, kept)) return;
  const spec = { ...drawn(), ...given };
  networkOf(spec, file);
  if (before !== undefined) await writePrivately(`${specPath}.before`, before);
  await writePrivately(specPath, `${JSON.stringify(spec, null, 2)}\n`);
};

/**
 * Opens the folder, making what is missing. `makeSpec` is called only where there is no spec yet; `specFile` names a network
 * that takes its place.
 */
export const openDataFolder = async (
  folder: string,
  makeSpec: () => object,
  specFile?: string,
): Promise<DataFolder> => {
  try {
    await mkdir(folder, { recursive: true });
    const keyPath = join(folder, 'relay.key');
    const settingsPath = join(folder, 'settings.json');
    const specPath = join(folder, 'spec.json');
    const seed = readSeed(await readOrMake(keyPath, () => `${randomBytes(32).toString('hex')}\n`), keyPath);
    const settings = await readOrMake(settingsPath, () => `${JSON.stringify(firstSettings, null, 2)}\n`);
    if (specFile !== undefined) await takeGiven(specFile, specPath);
    const spec = await readOrMake(specPath, () => `${JSON.stringify(makeSpec(), null, 2)}\n`);
    const network = networkOf(parseObject(spec, specPath), specPath);
    const source = settingsOfFile(parseObject(settings, settingsPath), settingsPath);
    return { path: folder, seed, settings: source, spec, network };
  } catch (error) {
    if (error instanceof DataFolderError || error instanceof SettingsError || !(error instanceof Error)) throw error;
    throw new DataFolderError(`cannot use the data folder ${folder} (${error.message}); name another with --data DIR.`);
  }
};
