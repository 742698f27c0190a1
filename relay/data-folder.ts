// What a relay keeps between starts, in one folder: its key (so that its addresses survive a restart), its settings and
// the default chain spec. Every file is written whole to a new name and then renamed, so that none is ever half there.

import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface RelaySettings {
  readonly port: number;
  readonly host: string;
  /** peers that can be reached through this relay at one time */
  readonly reservationsMax: number;
}

/** 1,000 tabs are a large school; each costs the relay about 60 KiB of memory. */
const defaultSettings: RelaySettings = { port: 9090, host: '0.0.0.0', reservationsMax: 1_000 };

export interface DataFolder {
  readonly seed: Uint8Array;
  readonly settings: RelaySettings;
  /** JSON text */
  readonly spec: string;
}

/** A person must do something about it; `message` says what. */
export class DataFolderError extends Error {}

const readOrMake = async (path: string, make: () => string): Promise<string> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  const text = make();
  await writeFile(`${path}.new`, text, { mode: 0o600 });
  await rename(`${path}.new`, path);
  return text;
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

const integerIn = (value: unknown, min: number, max: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;

const readSettings = (text: string, path: string): RelaySettings => {
  const { port, host, reservationsMax }: Partial<RelaySettings> = { ...defaultSettings, ...parseObject(text, path) };
  if (!integerIn(port, 0, 65_535) || typeof host !== 'string' || !integerIn(reservationsMax, 1, 10_000)) {
    throw new DataFolderError(
      `${path}: port is a number up to 65535, host an address, reservationsMax a number up to 10000; correct it, or delete it.`,
    );
  }
  return { port, host, reservationsMax };
};

/** Opens the folder, making what is missing. `makeSpec` is called only where there is no spec yet. */
export const openDataFolder = async (folder: string, makeSpec: () => object): Promise<DataFolder> => {
  try {
    await mkdir(folder, { recursive: true });
    const keyPath = join(folder, 'relay.key');
    const settingsPath = join(folder, 'settings.json');
    const specPath = join(folder, 'spec.json');
    const seed = readSeed(await readOrMake(keyPath, () => `${randomBytes(32).toString('hex')}\n`), keyPath);
    const settings = await readOrMake(settingsPath, () => `${JSON.stringify(defaultSettings, null, 2)}\n`);
    const spec = await readOrMake(specPath, () => `${JSON.stringify(makeSpec(), null, 2)}\n`);
    parseObject(spec, specPath);
    return { seed, settings: readSettings(settings, settingsPath), spec };
  } catch (error) {
    if (error instanceof DataFolderError || !(error instanceof Error)) throw error;
    throw new DataFolderError(`cannot use the data folder ${folder} (${error.message}); name another with --data DIR.`);
  }
};
