// The data folder: made once, kept, and refused with what to do when it is damaged.

import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DataFolderError, openDataFolder } from './data-folder.ts';
import { readSettings, SettingsError } from './relay-settings.ts';
import { smallSpec } from './testing/relay-folder.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tabchain-data-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

test('is made once and read back, the key for its owner only', async () => {
  const first = await openDataFolder(join(folder, 'deep', 'er'), () => ({ ...smallSpec(), name: 'one' }));
  const second = await openDataFolder(join(folder, 'deep', 'er'), () => ({ ...smallSpec(), name: 'two' }));
  expect(second.seed).toEqual(first.seed);
  expect(second.spec).toBe(first.spec);
  expect(JSON.parse(second.spec)).toMatchObject({ name: 'one' });
  expect(second.seed.length).toBe(32);
  expect(readSettings([second.settings])).toMatchObject({ port: 9090, host: '0.0.0.0', reservations: 512 });
  if (process.platform !== 'win32') {
    expect((await stat(join(folder, 'deep', 'er', 'relay.key'))).mode & 0o077).toBe(0);
  }
});

test('settings may leave out what is default', async () => {
  await writeFile(join(folder, 'settings.json'), '{"port":1234}');
  const { settings } = await openDataFolder(folder, smallSpec);
  expect(readSettings([settings])).toMatchObject({ port: 1_234, host: '0.0.0.0', reservations: 512 });
});

test.each([
  ['relay.key', 'short', /relay\.key is not a relay key .*; restore it, or delete it/],
  ['settings.json', '{', /settings\.json is not a JSON object; correct it, or delete it/],
  ['settings.json', '{"prot":1}', /settings\.json: prot is no setting of a relay/],
  ['settings.json', '{"port":{}}', /settings\.json: port is not of its form; give a number from 0 to 65535/],
  ['spec.json', '{"name":"x"}', /spec\.json is no network: consensus must be an object\.$/],
  ['spec.json', '[]', /spec\.json is not a JSON object; correct it, or delete it/],
])('a damaged %s (%s) is refused and left as it is', async (name, text, sentence) => {
  await writeFile(join(folder, name), text);
  const opened = openDataFolder(folder, smallSpec);
  await expect(opened).rejects.toSatisfy((one) => one instanceof DataFolderError || one instanceof SettingsError);
  await expect(opened).rejects.toThrow(sentence);
  expect(await readFile(join(folder, name), 'utf8')).toBe(text);
});

test('a folder that is a file is refused with what to do', async () => {
  await writeFile(join(folder, 'file'), '');
  await expect(openDataFolder(join(folder, 'file'), smallSpec)).rejects.toThrow(/name another with --data DIR/);
});

describe('a network named with --spec', () => {
  const wish = { name: 'Club', symbol: 'CLB', consensus: { kind: 'pow', blockTimeMs: 2000 } };
  const open = async (json: unknown) => {
    const file = join(folder, 'club.json');
    await writeFile(file, typeof json === 'string' ? json : JSON.stringify(json));
    return openDataFolder(join(folder, 'data'), smallSpec, file);
  };

  test('takes the place of the folder’s, is the same at the next start, and sets the other aside', async () => {
    const before = await openDataFolder(join(folder, 'data'), smallSpec);
    const first = await open(wish);
    expect(JSON.parse(first.spec)).toMatchObject({ name: 'Club', symbol: 'CLB' });
    expect((await open(wish)).network.chainId).toBe(first.network.chainId);
    expect((await openDataFolder(join(folder, 'data'), smallSpec)).spec).toBe(first.spec);
    expect(await readFile(join(folder, 'data', 'spec.json.before'), 'utf8')).toBe(before.spec);
    const changed = await open({ ...wish, symbol: 'CLUB' });
    expect(JSON.parse(changed.spec)).toMatchObject({ symbol: 'CLUB' });
    expect(changed.network.chainId).not.toBe(first.network.chainId);
  });

  test.each([
    ['{', /club\.json is not a JSON object; --spec takes a network as a person writes it\.$/],
    [{ ...wish, symbol: 'club' }, /club\.json is no network: symbol must be 1 to 8 capital letters or digits\.$/],
    [{ ...wish, colour: 'red' }, /club\.json is no network: colour must be no such field\.$/],
    [{ name: 'Club' }, /club\.json is no network: consensus must be an object\.$/],
  ])('that is %j is refused with the field, and the folder’s stays', async (json, sentence) => {
    const { spec } = await openDataFolder(join(folder, 'data'), smallSpec);
    await expect(open(json)).rejects.toThrow(sentence);
    expect((await openDataFolder(join(folder, 'data'), smallSpec)).spec).toBe(spec);
  });

  test('that is not there is said', async () => {
    const opened = openDataFolder(join(folder, 'data'), smallSpec, join(folder, 'none.json'));
    await expect(opened).rejects.toThrow(/--spec .*none\.json cannot be read/);
  });
});
